/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on the screen, in words for the ear. Reads the widgets themselves: GTK 4.8 tells a program nothing of the names
 * that it gave. */
#include "kmzb-reader-words.h"

#include "kmzb-a11y.h"

#include <glib/gi18n.h>
#include <string.h>

/* Sentences, so that the voice pauses between what stands apart. */
static void
append (GString *words, const char *text)
{
  g_autofree char *clean = g_strstrip (g_strdup (text));
  const char *last;

  if (*clean == '\0')
    return;
  if (words->len > 0)
    {
      last = words->str + words->len - 1;
      g_string_append (words, strchr (".?!:;…", *last) != NULL ? " " : ". ");
    }
  g_string_append (words, clean);
}

static gboolean
is_written_in (GtkWidget *widget)
{
  return GTK_IS_TEXT_VIEW (widget) || GTK_IS_EDITABLE (widget);
}

/* A control says itself when it is reached; whoever reads a screen through reads what is between them. */
static gboolean
is_control (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) || GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_VIEWPORT (widget))
    return FALSE;
  return GTK_IS_BUTTON (widget) || GTK_IS_RANGE (widget) || is_written_in (widget) || gtk_widget_get_focusable (widget);
}

static void
collect (GString *words, GtkWidget *widget, gboolean alone, gboolean whole)
{
  const char *spoken = kmzb_a11y_get_spoken (widget);

  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return;
  if (spoken != NULL)
    append (words, spoken);
  else if (kmzb_a11y_is_private (widget) && !alone)
    append (words, _("Your text is not read without headphones"));
  else if (GTK_IS_LABEL (widget))
    append (words, gtk_label_get_text (GTK_LABEL (widget)));
  else if (whole || !is_control (widget))
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      collect (words, child, alone, whole);
}

/* The name of @widget, or of the field that it is the inside of. Returns: (transfer full) */
static char *
name_of (GtkWidget *widget, gboolean alone)
{
  const char *label = kmzb_a11y_get_spoken (widget);
  GString *words;

  if (label == NULL)
    label = kmzb_a11y_get_label (widget);
  if (label == NULL && GTK_IS_TEXT (widget) && gtk_widget_get_parent (widget) != NULL)
    label = kmzb_a11y_get_label (gtk_widget_get_parent (widget));
  if (label != NULL)
    return g_strdup (label);
  words = g_string_new (NULL);
  if (!is_written_in (widget))
    collect (words, widget, alone, TRUE);
  return g_string_free (words, FALSE);
}

static const char *
role_of (GtkWidget *widget)
{
  if (is_written_in (widget))
    return C_("role", "text field");
  if (GTK_IS_BUTTON (widget))
    return C_("role", "button");
  switch ((int) gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)))
    {
    case GTK_ACCESSIBLE_ROLE_CHECKBOX:
    case GTK_ACCESSIBLE_ROLE_SWITCH:
      return C_("role", "check box");
    case GTK_ACCESSIBLE_ROLE_RADIO:
      return C_("role", "choice");
    case GTK_ACCESSIBLE_ROLE_LINK:
      return C_("role", "link");
    default:
      return NULL;
    }
}

/* What was written, for whoever hears it alone; else only how much. Returns: (transfer full) */
static char *
text_of (GtkWidget *widget, gboolean alone)
{
  g_autofree char *text = NULL;
  glong length;

  if (GTK_IS_TEXT_VIEW (widget))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
      GtkTextIter start, end;

      gtk_text_buffer_get_bounds (buffer, &start, &end);
      text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
    }
  else
    {
      text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
    }
  length = g_utf8_strlen (text, -1);
  if (length == 0)
    return g_strdup (_("empty"));
  if (alone)
    return g_steal_pointer (&text);
  /* Translators: how much is written in a field that is read aloud */
  return g_strdup_printf (ngettext ("%lu character", "%lu characters", (gulong) length), (gulong) length);
}

/* Returns: (nullable): whether @widget is chosen, of one that can be */
const char *
kmzb_reader_words_state (GtkWidget *widget)
{
  if (GTK_IS_TOGGLE_BUTTON (widget))
    return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (widget)) ? _("selected") : _("not selected");
  if (GTK_IS_CHECK_BUTTON (widget))
    return gtk_check_button_get_active (GTK_CHECK_BUTTON (widget)) ? _("selected") : _("not selected");
  if (gtk_widget_has_css_class (widget, "chosen") || gtk_widget_has_css_class (widget, "kmzb-current"))
    return _("selected");
  return NULL;
}

/**
 * kmzb_reader_words_control:
 * @alone: whether only the visitor hears it
 *
 * Returns: (transfer full): name, role and state, as in "Evening, button, selected"
 */
char *
kmzb_reader_words_control (GtkWidget *widget, gboolean alone)
{
  g_autofree char *name = name_of (widget, alone);
  const char *role = role_of (widget);
  const char *state = kmzb_reader_words_state (widget);
  GString *words = g_string_new (name);

  if (role != NULL)
    g_string_append_printf (words, words->len > 0 ? ", %s" : "%s", role);
  if (state != NULL)
    g_string_append_printf (words, ", %s", state);
  if (is_written_in (widget))
    {
      g_autofree char *text = text_of (widget, alone);

      g_string_append_printf (words, ", %s", text);
    }
  return g_string_free (words, FALSE);
}

/* Returns: (transfer full): everything on @screen that is not a control, in reading order */
char *
kmzb_reader_words_screen (GtkWidget *screen, gboolean alone)
{
  GString *words = g_string_new (NULL);
  const char *spoken = kmzb_a11y_get_spoken (screen);

  if (spoken != NULL)
    append (words, spoken);
  else
    for (GtkWidget *child = gtk_widget_get_first_child (screen); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      collect (words, child, alone, FALSE);
  return g_string_free (words, FALSE);
}
