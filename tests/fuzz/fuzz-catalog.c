/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue file that booth and central share. */
#include "fuzz.h"
#include "kmzb-catalog.h"
#include "kmzb-wire-answer.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbCatalog) catalog = NULL;
  static const char *const languages[] = { "pl", "uk", "xx" };

  fuzz_begin ();
  catalog = kmzb_catalog_load (fuzz_file ("catalog.ini", data, size), &error);
  g_assert_true ((catalog == NULL) == (error != NULL));
  fuzz_check_text (error ? error->message : NULL);
  if (catalog == NULL)
    return 0;

  GPtrArray *categories = kmzb_catalog_get_categories (catalog);
  g_assert_true (categories->len > 0 && kmzb_catalog_get_groups (catalog)->len > 0);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GBytes) services = kmzb_wire_answer_services (KMZB_WIRE_XML, catalog, languages[i]);

      for (guint j = 0; j < categories->len; j++)
        {
          g_autoptr (GBytes) definition
              = kmzb_wire_answer_definition (KMZB_WIRE_JSON, g_ptr_array_index (categories, j), languages[i]);
        }
    }
  kmzb_catalog_get_first_question (catalog);
  return 0;
}
