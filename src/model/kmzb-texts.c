/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-texts.h"

#include "kmzb-error.h"

static const char *const languages[] = { "pl", "en", "uk", "de" };

/* Returns: (transfer full) (nullable): the value, or %NULL with @error. For what it cannot quite read, such as an
 * unknown escape, GKeyFile gives both. */
char *
kmzb_texts_read_word (GKeyFile *file, const char *section, const char *key, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char *word = g_key_file_get_string (file, section, key, &fault);

  if (fault == NULL)
    return g_steal_pointer (&word);
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

/**
 * kmzb_texts_read:
 *
 * Reads KEY[pl], KEY[en], KEY[uk] and KEY[de]; all four must be there.
 *
 * Returns: (transfer full): language -> text; %NULL with an error that names section and key
 */
GHashTable *
kmzb_texts_read (GKeyFile *file, const char *section, const char *key, GError **error)
{
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *full_key = g_strdup_printf ("%s[%s]", key, languages[i]);
      g_autofree char *text = g_key_file_get_string (file, section, full_key, NULL);

      if (text == NULL || *text == '\0')
        {
          g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "[%s] lacks %s", section, full_key);
          return NULL;
        }
      g_hash_table_insert (texts, (gpointer) languages[i], g_steal_pointer (&text));
    }
  return g_steal_pointer (&texts);
}

/* The same where the text may be left out, but not in one language alone. @texts: (out) (nullable) */
gboolean
kmzb_texts_read_optional (GKeyFile *file, const char *section, const char *key, GHashTable **texts, GError **error)
{
  *texts = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *full_key = g_strdup_printf ("%s[%s]", key, languages[i]);

      if (g_key_file_has_key (file, section, full_key, NULL))
        return (*texts = kmzb_texts_read (file, section, key, error)) != NULL;
    }
  return TRUE;
}

/* @texts: (nullable). Returns: (nullable): in @language, in Polish for any other */
const char *
kmzb_texts_get (GHashTable *texts, const char *language)
{
  const char *text;

  if (texts == NULL)
    return NULL;
  text = language != NULL ? g_hash_table_lookup (texts, language) : NULL;
  return text != NULL ? text : g_hash_table_lookup (texts, "pl");
}
