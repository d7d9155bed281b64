/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-osk-writer.h"

#include <string.h>

/* Whether @field is one that the on-screen keyboard can write into: a #GtkText or a #GtkTextView, open for writing. */
gboolean
kmzb_osk_writer_can_write (GtkWidget *field)
{
  if (GTK_IS_TEXT_VIEW (field))
    return gtk_text_view_get_editable (GTK_TEXT_VIEW (field));
  return GTK_IS_TEXT (field) && gtk_editable_get_editable (GTK_EDITABLE (field));
}

/* Puts @text at the cursor, in the place of what is marked. @field: (nullable) */
void
kmzb_osk_writer_write (GtkWidget *field, const char *text)
{
  if (GTK_IS_TEXT_VIEW (field))
    {
      GtkTextView *view = GTK_TEXT_VIEW (field);
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

      gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
      gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1, TRUE);
      gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (buffer));
    }
  else if (GTK_IS_TEXT (field))
    {
      GtkEditable *editable = GTK_EDITABLE (field);
      int position;

      gtk_editable_delete_selection (editable);
      position = gtk_editable_get_position (editable);
      gtk_editable_insert_text (editable, text, -1, &position);
      gtk_editable_set_position (editable, position);
    }
}

/* Takes away what is marked, or the character before the cursor. @field: (nullable) */
void
kmzb_osk_writer_erase (GtkWidget *field)
{
  if (field != NULL)
    g_signal_emit_by_name (field, "backspace");
}

/* What "Enter" does: a new line where there can be one, else what the field does when it is complete. */
void
kmzb_osk_writer_finish (GtkWidget *field)
{
  if (GTK_IS_TEXT (field))
    g_signal_emit_by_name (field, "activate");
  else
    kmzb_osk_writer_write (field, "\n");
}

/* What stands before the cursor. Returns: (transfer full) */
static char *
text_before (GtkWidget *field)
{
  if (GTK_IS_TEXT_VIEW (field))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (field));
      GtkTextIter start, cursor;

      gtk_text_buffer_get_start_iter (buffer, &start);
      gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
      return gtk_text_buffer_get_text (buffer, &start, &cursor, FALSE);
    }
  if (GTK_IS_TEXT (field))
    return gtk_editable_get_chars (GTK_EDITABLE (field), 0, gtk_editable_get_position (GTK_EDITABLE (field)));
  return g_strdup ("");
}

/* A sentence, and a field, begin with a capital letter, unless the field asks for its own way. */
gboolean
kmzb_osk_writer_is_sentence_start (GtkWidget *field)
{
  GtkInputHints hints = GTK_INPUT_HINT_NONE;
  gboolean spaces = FALSE, start = FALSE;
  const char *p;
  char *text;

  if (field == NULL)
    return FALSE;
  g_object_get (field, "input-hints", &hints, NULL);
  if (hints & GTK_INPUT_HINT_UPPERCASE_CHARS)
    return TRUE;
  if (hints & GTK_INPUT_HINT_LOWERCASE)
    return FALSE;

  text = text_before (field);
  p = text + strlen (text);
  for (;;)
    {
      p = g_utf8_find_prev_char (text, p);
      if (p == NULL || *p == '\n')
        {
          start = TRUE;
          break;
        }
      if (!g_unichar_isspace (g_utf8_get_char (p)))
        {
          start = spaces && strchr (".!?", *p) != NULL;
          break;
        }
      spaces = TRUE;
    }
  explicit_bzero (text, strlen (text));
  g_free (text);
  return start;
}

/* Whether what belongs into @field begins with digits, as it says by its input purpose. @field: (nullable) */
gboolean
kmzb_osk_writer_wants_digits (GtkWidget *field)
{
  GtkInputPurpose purpose = GTK_INPUT_PURPOSE_FREE_FORM;

  if (field == NULL)
    return FALSE;
  g_object_get (field, "input-purpose", &purpose, NULL);
  return purpose == GTK_INPUT_PURPOSE_DIGITS || purpose == GTK_INPUT_PURPOSE_NUMBER
         || purpose == GTK_INPUT_PURPOSE_PHONE || purpose == GTK_INPUT_PURPOSE_PIN;
}
