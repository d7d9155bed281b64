/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-booths.h"

#include "kmzb-clock.h"
#include "kmzb-error.h"
#include "kmzb-key-change.h"
#include "kmzb-keys.h"

#define PATH KMZB_PAGE_ROOT "booth/"

/* How long an old key may go on beside the new one. */
static const struct
{
  const char *hours;
  KmzbText name;
} graces[] = {
  { "24", KMZB_TEXT_BOOTH_GRACE_DAY },   { "168", KMZB_TEXT_BOOTH_GRACE_WEEK }, { "720", KMZB_TEXT_BOOTH_GRACE_MONTH },
  { "1", KMZB_TEXT_BOOTH_GRACE_HOUR }, { "0", KMZB_TEXT_BOOTH_GRACE_NONE },
};

static void
add_facts (KmzbPage *self, const KmzbBoothInfo *booth, gint64 now_us)
{
  g_autofree char *heard = kmzb_page_format_heard (self, booth, now_us), *pack = kmzb_page_format_pack (booth);
  g_autofree char *clock = kmzb_page_format_clock (self, booth), *disk = kmzb_page_format_disk (self, booth);
  g_autofree char *oldest = kmzb_page_format_oldest (self, booth, now_us);
  g_autofree char *waiting = g_strdup_printf ("%" G_GINT64_FORMAT, booth->n_waiting);
  g_autofree char *aside = g_strdup_printf ("%" G_GINT64_FORMAT, booth->n_aside);

  kmzb_page_add (self, "<section>");
  kmzb_page_begin_facts (self, KMZB_TEXT_BOOTHS_CAPTION);
  kmzb_page_print (self, "<tr><th scope=\"row\">%s</th><td>", kmzb_page_text (self, KMZB_TEXT_BOOTH_STATE));
  kmzb_page_add_booth_state (self, booth, now_us);
  kmzb_page_add (self, "</td></tr>");
  if (booth->heard_us != 0)
    {
      kmzb_page_add_fact (self, KMZB_TEXT_BOOTH_HEARD, heard);
      kmzb_page_add_fact (self, KMZB_TEXT_BOOTH_WAITING, waiting);
      kmzb_page_add_fact (self, KMZB_TEXT_BOOTH_OLDEST, oldest);
      kmzb_page_add_fact (self, KMZB_TEXT_BOOTH_ASIDE, aside);
      kmzb_page_add_fact (self, KMZB_TEXT_BOOTH_CLOCK, clock);
      kmzb_page_add_fact (self, KMZB_TEXT_BOOTH_DISK, disk);
      kmzb_page_add_fact (self, KMZB_TEXT_BOOTH_PACK, pack);
      kmzb_page_add_fact (self, KMZB_TEXT_BOOTH_VERSION, booth->version);
    }
  kmzb_page_add (self, "</tbody></table></section>");
}

static void
add_keys (KmzbPage *self, GPtrArray *keys, gint64 now_us)
{
  static const KmzbText heads[] = { KMZB_TEXT_BOOTH_KEY_MADE, KMZB_TEXT_BOOTH_STATE };

  kmzb_page_add (self, "<section>");
  kmzb_page_add_heads (self, KMZB_TEXT_BOOTH_KEYS, heads, G_N_ELEMENTS (heads));
  for (guint i = 0; i < keys->len; i++)
    {
      const KmzbKeyInfo *key = g_ptr_array_index (keys, i);
      g_autofree char *made = kmzb_page_format_time (key->created_us), *end = kmzb_page_format_time (key->revoked_us);
      KmzbText word = key->revoked_us == 0       ? KMZB_TEXT_BOOTH_KEY_FORCE
                      : key->revoked_us > now_us ? KMZB_TEXT_BOOTH_KEY_UNTIL
                                                 : KMZB_TEXT_BOOTH_KEY_ENDED;

      kmzb_page_print (self, "<tr role=\"row\"><td role=\"cell\" data-label=\"%s: \">%s</td><td role=\"cell\">%s %s</td></tr>",
                       kmzb_page_text (self, KMZB_TEXT_BOOTH_KEY_MADE), made, kmzb_page_text (self, word),
                       key->revoked_us ? end : "");
    }
  kmzb_page_add_table_end (self);
  kmzb_page_add (self, "</section>");
}

static void
begin_form (KmzbPage *self, const char *name, KmzbText title)
{
  kmzb_page_print (self, "<section><h2>%s</h2><form method=\"post\" action=\"" PATH "%s\">", kmzb_page_text (self, title),
                   name);
  kmzb_page_add_csrf (self);
}

static void
end_form (KmzbPage *self, const char *action, KmzbText text)
{
  kmzb_page_print (self, "<p><button name=\"action\" value=\"%s\">%s</button></p></form></section>", action,
                   kmzb_page_text (self, text));
}

static void
add_forms (KmzbPage *self, const KmzbBoothInfo *booth, gboolean can_change)
{
  if (can_change)
    {
      begin_form (self, booth->name, KMZB_TEXT_BOOTH_ROTATE);
      kmzb_page_print (self, "<p><label for=\"grace\">%s</label><select id=\"grace\" name=\"grace\">",
                       kmzb_page_text (self, KMZB_TEXT_BOOTH_GRACE));
      for (guint i = 0; i < G_N_ELEMENTS (graces); i++)
        kmzb_page_add_option (self, graces[i].hours, kmzb_page_text (self, graces[i].name), graces[0].hours);
      kmzb_page_add (self, "</select></p>");
      end_form (self, "rotate", KMZB_TEXT_BOOTH_ROTATE);
    }
  else
    {
      begin_form (self, booth->name, KMZB_TEXT_BOOTH_ADD_KEY);
      end_form (self, "add", KMZB_TEXT_BOOTH_ADD_KEY);
    }
  if (booth->n_keys == 0)
    return;
  begin_form (self, booth->name, KMZB_TEXT_BOOTH_REVOKE);
  kmzb_page_print (self,
                   "<p>%s</p><p><label class=\"choice\"><input type=\"checkbox\" name=\"sure\" value=\"1\" required>%s"
                   "</label></p>",
                   kmzb_page_text (self, KMZB_TEXT_BOOTH_REVOKE_HINT),
                   kmzb_page_text (self, KMZB_TEXT_BOOTH_REVOKE_SURE));
  end_form (self, "revoke", KMZB_TEXT_BOOTH_REVOKE);
}

/* Whether one of them can be followed by another: it is in force, and nobody has said until when. */
static gboolean
has_lasting_key (GPtrArray *keys)
{
  for (guint i = 0; i < keys->len; i++)
    if (((KmzbKeyInfo *) g_ptr_array_index (keys, i))->revoked_us == 0)
      return TRUE;
  return FALSE;
}

/* @fault: %KMZB_N_TEXTS for none; @done: said on top, or %KMZB_N_TEXTS */
static void
show_booth (KmzbPage *self, const char *name, KmzbText fault, KmzbText done)
{
  gint64 now_us = kmzb_clock_get_real_us (self->routes->clock);
  g_autoptr (GError) error = NULL;
  KmzbStorage *reader = kmzb_archive_borrow (self->routes->archive, &error);
  g_autoptr (GPtrArray) booths = reader && *name != '\0' ? kmzb_booths_list (reader, name, now_us, &error) : NULL;
  g_autoptr (GPtrArray) keys = booths ? kmzb_keys_list (reader, name, &error) : NULL;

  kmzb_archive_give_back (self->routes->archive, reader);
  if (error != NULL)
    {
      kmzb_page_fail (self, error);
      return;
    }
  if (booths == NULL || booths->len == 0)
    {
      kmzb_page_say (self, MHD_HTTP_NOT_FOUND, KMZB_TEXT_NO_PAGE);
      return;
    }
  self->wrong = fault != KMZB_N_TEXTS;
  kmzb_page_begin_named (self, KMZB_TEXT_BOOTH, name);
  kmzb_page_print (self, "<p><a href=\"" KMZB_PAGE_ROOT "booths\">%s</a></p>", kmzb_page_text (self, KMZB_TEXT_BOOTH_BACK));
  if (fault != KMZB_N_TEXTS)
    kmzb_page_add_fault (self, fault);
  if (done != KMZB_N_TEXTS)
    kmzb_page_print (self, "<p class=\"done\" role=\"status\">%s</p>", kmzb_page_text (self, done));
  kmzb_page_add (self, "<div class=\"columns\"><div>");
  add_facts (self, g_ptr_array_index (booths, 0), now_us);
  add_keys (self, keys, now_us);
  kmzb_page_add (self, "</div><div>");
  if (self->session.role >= KMZB_ROLE_ADMIN)
    add_forms (self, g_ptr_array_index (booths, 0), has_lasting_key (keys));
  kmzb_page_add (self, "</div></div>");
  kmzb_page_end (self, fault == KMZB_N_TEXTS ? MHD_HTTP_OK : MHD_HTTP_BAD_REQUEST);
}

void
kmzb_page_get_booth (KmzbPage *self, const char *name, KmzbWireForm *query)
{
  show_booth (self, name, KMZB_N_TEXTS, KMZB_N_TEXTS);
}

/* The answer to a POST is the one time that a key is seen: nothing keeps it, and the page may not be kept either. */
void
kmzb_page_show_new_key (KmzbPage *self, const char *name, const char *key)
{
  kmzb_page_begin_named (self, KMZB_TEXT_BOOTH_NEW_KEY, name);
  kmzb_page_print (self,
                   "<section><p class=\"done\" role=\"status\">%s</p>"
                   "<p><code id=\"key\" class=\"text\">%s</code></p><p><a href=\"" PATH "%s\">%s %s</a></p></section>",
                   kmzb_page_text (self, KMZB_TEXT_BOOTH_NEW_KEY_HINT), key, name, kmzb_page_text (self, KMZB_TEXT_BOOTH),
                   name);
  kmzb_page_end (self, MHD_HTTP_OK);
}

/* ---- changes ---- */

static gboolean
read_grace (KmzbWireForm *form, gint64 *grace_us)
{
  const char *hours = kmzb_page_read_field (form, "grace");

  for (guint i = 0; i < G_N_ELEMENTS (graces); i++)
    if (g_str_equal (graces[i].hours, hours))
      {
        *grace_us = g_ascii_strtoll (hours, NULL, 10) * G_TIME_SPAN_HOUR;
        return TRUE;
      }
  return FALSE;
}

static void
run_change (KmzbPage *self, KmzbKeyChange *change, KmzbStorageFunc func)
{
  g_autoptr (GError) error = NULL;

  if (!kmzb_archive_transact (self->routes->archive, func, change, &error))
    {
      if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND))
        show_booth (self, change->name, KMZB_TEXT_BOOTH_NO_KEY, KMZB_N_TEXTS);
      else if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_EXISTS))
        show_booth (self, change->name, KMZB_TEXT_BOOTH_HAS_KEY, KMZB_N_TEXTS);
      else if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_INVALID))
        kmzb_page_say (self, MHD_HTTP_NOT_FOUND, KMZB_TEXT_NO_PAGE);
      else
        kmzb_page_fail (self, error);
    }
  else if (func == kmzb_key_change_revoke)
    show_booth (self, change->name, KMZB_N_TEXTS, KMZB_TEXT_BOOTH_REVOKED);
  else
    kmzb_page_show_new_key (self, change->name, change->key);
}

void
kmzb_page_post_booth (KmzbPage *self, const char *name, KmzbWireForm *form)
{
  const char *action = kmzb_page_read_field (form, "action");
  g_auto (KmzbKeyChange) change = { .name = name, .actor = self->session.user,
                                    .now_us = kmzb_clock_get_real_us (self->routes->clock) };

  if (g_str_equal (action, "add"))
    run_change (self, &change, kmzb_key_change_add);
  else if (g_str_equal (action, "rotate") && read_grace (form, &change.grace_us))
    run_change (self, &change, kmzb_key_change_rotate);
  else if (g_str_equal (action, "revoke") && *kmzb_page_read_field (form, "sure") != '\0')
    run_change (self, &change, kmzb_key_change_revoke);
  else if (g_str_equal (action, "revoke"))
    show_booth (self, name, KMZB_TEXT_BOOTH_REVOKE_UNSURE, KMZB_N_TEXTS);
  else
    kmzb_page_say (self, MHD_HTTP_BAD_REQUEST, KMZB_TEXT_NO_PAGE);
}
