/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-report-context.h"

#include "kmzb-address-search.h"
#include "kmzb-confirmer.h"

G_DEFINE_BOXED_TYPE (KmzbReportContext,
                     kmzb_report_context,
                     kmzb_report_context_ref,
                     kmzb_report_context_unref)

/* @pack: (nullable). Takes references of its own. */
KmzbReportContext *
kmzb_report_context_new (KmzbStore *store, KmzbPack *pack, KmzbCatalog *catalog, KmzbClock *clock)
{
  KmzbReportContext *self;

  g_return_val_if_fail (KMZB_IS_STORE (store) && catalog != NULL && KMZB_IS_CLOCK (clock), NULL);

  self = g_new0 (KmzbReportContext, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->store = g_object_ref (store);
  self->pack = pack != NULL ? g_object_ref (pack) : NULL;
  self->addresses = pack != NULL && kmzb_pack_is_region (pack) ? kmzb_address_search_new (pack) : NULL;
  self->catalog = kmzb_catalog_ref (catalog);
  self->clock = g_object_ref (clock);
  self->language = g_strdup ("en");
  self->burst = kmzb_burst_new ();
  self->confirmer = kmzb_confirmer_new (self);
  self->rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->privacy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

KmzbReportContext *
kmzb_report_context_ref (KmzbReportContext *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_report_context_unref (KmzbReportContext *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->store);
  g_clear_object (&self->addresses);
  g_clear_object (&self->pack);
  kmzb_catalog_unref (self->catalog);
  g_object_unref (self->clock);
  g_free (self->status_url);
  g_free (self->language);
  g_object_unref (self->confirmer);
  kmzb_burst_free (self->burst);
  g_clear_pointer (&self->threats, kmzb_threats_unref);
  g_hash_table_unref (self->rules);
  g_hash_table_unref (self->privacy);
  g_free (self);
}

void
kmzb_report_context_set_language (KmzbReportContext *self, const char *language)
{
  g_return_if_fail (self != NULL && language != NULL);

  g_free (self->language);
  self->language = g_strdup (language);
}

/* Between visits: pages that were made before show another catalogue's categories. */
void
kmzb_report_context_set_catalog (KmzbReportContext *self, KmzbCatalog *catalog)
{
  g_return_if_fail (self != NULL && catalog != NULL);

  kmzb_catalog_ref (catalog);
  kmzb_catalog_unref (self->catalog);
  self->catalog = catalog;
}

/* What the map shows, so that a similar threat near by can be offered. @threats: (nullable) */
void
kmzb_report_context_set_threats (KmzbReportContext *self, KmzbThreats *threats)
{
  g_return_if_fail (self != NULL);

  if (threats != NULL)
    kmzb_threats_ref (threats);
  g_clear_pointer (&self->threats, kmzb_threats_unref);
  self->threats = threats;
}

/* The operator's rules in one language: plain text, paragraphs apart by an empty line. */
void
kmzb_report_context_set_rules (KmzbReportContext *self, const char *language, const char *text)
{
  g_return_if_fail (self != NULL && language != NULL && text != NULL);

  g_hash_table_replace (self->rules, g_strdup (language), g_strdup (text));
}

/* The operator's privacy notice, as kmzb_report_context_set_rules(). */
void
kmzb_report_context_set_privacy (KmzbReportContext *self, const char *language, const char *text)
{
  g_return_if_fail (self != NULL && language != NULL && text != NULL);

  g_hash_table_replace (self->privacy, g_strdup (language), g_strdup (text));
}

/* In the current language, else in Polish, which binds. */
static const char *
find_text (KmzbReportContext *self, GHashTable *texts)
{
  const char *text = g_hash_table_lookup (texts, self->language);

  return text != NULL ? text : g_hash_table_lookup (texts, "pl");
}

/* The operator's rules for who reads the current language. Returns: (nullable): %NULL for the built-in ones. */
const char *
kmzb_report_context_get_rules (KmzbReportContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return find_text (self, self->rules);
}

/* The operator's privacy notice for who reads the current language. Returns: (nullable): %NULL when there is none */
const char *
kmzb_report_context_get_privacy (KmzbReportContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return find_text (self, self->privacy);
}
