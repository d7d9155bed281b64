/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-choice.h"

#include "kmzb-source-words.h"

#include <glib/gi18n.h>

/**
 * KmzbMapChoice:
 *
 * What a visitor wants to see on the map: threats or areas, from which sources, through which filters. Tells the map so,
 * and says it in words. Emits "changed" when the map shows something else.
 */
struct _KmzbMapChoice
{
  GObject parent_instance;

  KmzbMapView *map_view;
  KmzbReportContext *context;
  KmzbFilterChoice filter;
  guint sources;
  GPtrArray *features; /* (nullable) (element-type KmzbStatFeature): the statistics there are */
  char *count;         /* as last told, (nullable) */
  char *which;         /* likewise */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbMapChoice, kmzb_map_choice, G_TYPE_OBJECT)

static void
emit_changed (KmzbMapChoice *self)
{
  g_signal_emit (self, changed_signal, 0);
}

/* What of the filter tells on the map of now: areas compare what was confirmed with all that was reported, whatever
 * status a visitor has chosen for the threats. */
static KmzbFilterChoice
get_told (KmzbMapChoice *self)
{
  KmzbFilterChoice told = self->filter;

  if (kmzb_map_choice_get_layer (self) == KMZB_MAP_AREAS)
    told.statuses = 0;
  return told;
}

/* Other threats are shown a moment later; the map tells when. */
static void
apply (KmzbMapChoice *self)
{
  KmzbFilterChoice told = get_told (self);
  g_autoptr (KmzbThreatFilter) filter
      = kmzb_filter_choice_make (&told, self->context->catalog, kmzb_map_choice_get_now_us (self), self->sources);

  kmzb_map_view_set_filter (self->map_view, filter);
  kmzb_map_view_set_stat_sources (self->map_view, kmzb_source_to_stats (self->sources));
}

static void
kmzb_map_choice_dispose (GObject *object)
{
  KmzbMapChoice *self = KMZB_MAP_CHOICE (object);

  if (self->map_view != NULL)
    g_signal_handlers_disconnect_by_data (self->map_view, self);
  g_clear_object (&self->map_view);
  g_clear_pointer (&self->context, kmzb_report_context_unref);
  g_clear_pointer (&self->features, g_ptr_array_unref);
  g_clear_pointer (&self->count, g_free);
  g_clear_pointer (&self->which, g_free);
  G_OBJECT_CLASS (kmzb_map_choice_parent_class)->dispose (object);
}

static void
kmzb_map_choice_class_init (KmzbMapChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_map_choice_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
kmzb_map_choice_init (KmzbMapChoice *self)
{
  self->sources = KMZB_SOURCES_DEFAULT;
}

KmzbMapChoice *
kmzb_map_choice_new (KmzbMapView *map_view, KmzbReportContext *context)
{
  KmzbMapChoice *self = g_object_new (KMZB_TYPE_MAP_CHOICE, NULL);

  self->map_view = g_object_ref (map_view);
  self->context = kmzb_report_context_ref (context);
  g_signal_connect_swapped (map_view, "threats-shown", G_CALLBACK (emit_changed), self);
  apply (self);
  return self;
}

/* The moment from which periods count back, microseconds since 1970 UTC. A booth that was long without current may have
 * a clock of years ago, and nobody to ask: what the map knows of has happened, so it is not earlier than that. */
gint64
kmzb_map_choice_get_now_us (KmzbMapChoice *self)
{
  gint64 now_us = kmzb_clock_get_real_us (self->context->clock);

  for (int i = 0; i < KMZB_N_THREAT_SOURCES; i++)
    {
      gint64 latest_us;

      kmzb_map_view_count_source (self->map_view, (KmzbThreatSource) i, &latest_us);
      now_us = MAX (now_us, latest_us);
    }
  return now_us;
}

const KmzbFilterChoice *
kmzb_map_choice_get_filter (KmzbMapChoice *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_CHOICE (self), NULL);
  return &self->filter;
}

void
kmzb_map_choice_set_filter (KmzbMapChoice *self, const KmzbFilterChoice *filter)
{
  g_return_if_fail (KMZB_IS_MAP_CHOICE (self));

  self->filter = *filter;
  apply (self);
}

/* A bit (1 << source) for each #KmzbThreatSource that is shown. */
guint
kmzb_map_choice_get_sources (KmzbMapChoice *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_CHOICE (self), 0);
  return self->sources;
}

void
kmzb_map_choice_set_sources (KmzbMapChoice *self, guint sources)
{
  g_return_if_fail (KMZB_IS_MAP_CHOICE (self));

  if (sources == self->sources)
    return;
  self->sources = sources;
  apply (self);
  emit_changed (self); /* the statistics are others at once */
}

KmzbMapLayer
kmzb_map_choice_get_layer (KmzbMapChoice *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_CHOICE (self), KMZB_MAP_PINS);
  return kmzb_map_view_get_layer (self->map_view);
}

void
kmzb_map_choice_set_layer (KmzbMapChoice *self, KmzbMapLayer layer)
{
  g_return_if_fail (KMZB_IS_MAP_CHOICE (self));

  kmzb_map_view_set_layer (self->map_view, layer);
  if (self->filter.statuses != 0)
    apply (self);
  emit_changed (self);
}

/* Returns: (transfer none) (element-type KmzbStatFeature) (nullable): the statistics there are */
GPtrArray *
kmzb_map_choice_get_features (KmzbMapChoice *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_CHOICE (self), NULL);
  return self->features;
}

/* @features: (element-type KmzbStatFeature) (nullable): kept, not to be changed any more */
void
kmzb_map_choice_set_features (KmzbMapChoice *self, GPtrArray *features)
{
  g_return_if_fail (KMZB_IS_MAP_CHOICE (self));

  g_clear_pointer (&self->features, g_ptr_array_unref);
  self->features = features != NULL ? g_ptr_array_ref (features) : NULL;
  kmzb_map_view_set_statistics (self->map_view, features);
  emit_changed (self);
}

/* "Showing 212 of 926 threats", of the sources that are shown. Returns: (transfer full) */
char *
kmzb_map_choice_describe_count (KmzbMapChoice *self)
{
  guint total = 0;

  g_return_val_if_fail (KMZB_IS_MAP_CHOICE (self), NULL);

  for (guint i = 0; i < KMZB_N_THREAT_SOURCES; i++)
    if ((self->sources & 1u << i) != 0)
      total += kmzb_map_view_count_source (self->map_view, (KmzbThreatSource) i, NULL);
  if (total == 0 && (self->sources & KMZB_SOURCES_DEFAULT) == 0)
    return g_strdup (_("Residents' reports are switched off"));
  return kmzb_filter_count_words (MIN (kmzb_map_view_count_shown (self->map_view), total), total);
}

/* Returns: (transfer full) (nullable): what the filters let through, %NULL for everything */
char *
kmzb_map_choice_describe_filter (KmzbMapChoice *self)
{
  KmzbFilterChoice told;

  g_return_val_if_fail (KMZB_IS_MAP_CHOICE (self), NULL);
  told = get_told (self);
  return kmzb_filter_choice_describe (&told, self->context->catalog);
}

/* Returns: what the map shows, for its legend; (transfer none), until this is asked again */
KmzbMapShown
kmzb_map_choice_get_shown (KmzbMapChoice *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_CHOICE (self), (KmzbMapShown){ 0 });

  g_free (self->count);
  self->count = kmzb_map_choice_describe_count (self);
  g_free (self->which);
  self->which = kmzb_map_choice_describe_filter (self);
  return (KmzbMapShown){
    .layer = kmzb_map_choice_get_layer (self),
    .count = self->count,
    .filter = self->which,
    .features = self->features,
    .stats = kmzb_source_to_stats (self->sources),
  };
}

/* Nothing that this visitor has chosen may meet the next one. */
void
kmzb_map_choice_forget (KmzbMapChoice *self)
{
  g_return_if_fail (KMZB_IS_MAP_CHOICE (self));

  self->filter = (KmzbFilterChoice){ 0 };
  self->sources = KMZB_SOURCES_DEFAULT;
  apply (self);
  kmzb_map_choice_set_layer (self, KMZB_MAP_PINS);
}
