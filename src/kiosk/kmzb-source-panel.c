/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-source-panel.h"

#include "kmzb-a11y.h"
#include "kmzb-big-button.h"
#include "kmzb-filter-choice.h"
#include "kmzb-list-row.h"
#include "kmzb-source-words.h"

#include <glib/gi18n.h>

/**
 * KmzbSourcePanel:
 *
 * A switch for each source of what the map shows, with how much there is of it and as of when. Emits "changed".
 */
struct _KmzbSourcePanel
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *chips[KMZB_N_THREAT_SOURCES];
  GtkWidget *states[KMZB_N_THREAT_SOURCES];
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbSourcePanel, kmzb_source_panel, GTK_TYPE_WIDGET)

/* Not by colour alone: a check, and a word. */
static void
show_state (KmzbSourcePanel *self, guint source)
{
  gboolean on = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->chips[source]));

  kmzb_big_button_set_icon (self->chips[source], on ? "kmzb-check-symbolic" : kmzb_source_icon (source));
  gtk_label_set_label (GTK_LABEL (self->states[source]), on ? _("On the map") : _("Switched off"));
}

static void
on_toggled (KmzbSourcePanel *self)
{
  for (guint i = 0; i < KMZB_N_THREAT_SOURCES; i++)
    show_state (self, i);
  g_signal_emit (self, changed_signal, 0);
}

static const char *
explain (KmzbThreatSource source)
{
  switch (source)
    {
    case KMZB_THREAT_SOURCE_PEOPLE:
      return _("What residents have reported, one by one.");
    case KMZB_THREAT_SOURCE_POLICE:
      return _("What the police have counted: on roads, in places and in whole areas.");
    case KMZB_THREAT_SOURCE_DEBATE:
      return _("What residents said when they were asked, and at public debates.");
    }
  g_return_val_if_reached ("");
}

static void
add_source (KmzbSourcePanel *self, KmzbThreatSource source, const KmzbSourceFacts *facts, gboolean on)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *chip = kmzb_chip_new (kmzb_source_icon (source), kmzb_source_words (source));
  g_autofree char *number = kmzb_filter_number_words (facts->count);
  g_autofree char *count = g_strdup_printf (g_dngettext (NULL, "%s entry", "%s entries", facts->count), number);
  g_autofree char *text = facts->as_of != NULL ? g_strdup_printf ("%s, %s", count, facts->as_of) : NULL;

  self->chips[source] = chip;
  self->states[source] = kmzb_text_new ("", "kmzb-strong");
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_button_get_child (GTK_BUTTON (chip))), GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_add_css_class (chip, "kmzb-source-chip");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), on);
  gtk_widget_set_sensitive (chip, facts->count > 0);
  gtk_box_append (GTK_BOX (group), chip);
  gtk_box_append (GTK_BOX (group), self->states[source]);
  gtk_box_append (GTK_BOX (group), kmzb_text_new (text != NULL ? text : _("This booth has none."), "kmzb-numbers"));
  gtk_box_append (GTK_BOX (group), kmzb_text_new (explain (source), "kmzb-muted"));
  gtk_widget_add_css_class (group, "kmzb-source");
  gtk_box_append (GTK_BOX (self->box), group);
  show_state (self, source);
  g_signal_connect_swapped (chip, "toggled", G_CALLBACK (on_toggled), self);
}

static void
kmzb_source_panel_dispose (GObject *object)
{
  g_clear_pointer (&KMZB_SOURCE_PANEL (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_source_panel_parent_class)->dispose (object);
}

static void
kmzb_source_panel_class_init (KmzbSourcePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_source_panel_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_source_panel_init (KmzbSourcePanel *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * kmzb_source_panel_new:
 * @features: (element-type KmzbStatFeature) (nullable): the statistics there are
 * @sources: a bit (1 << source) for each #KmzbThreatSource that is switched on
 */
GtkWidget *
kmzb_source_panel_new (KmzbMapView *map_view, GPtrArray *features, guint sources)
{
  KmzbSourcePanel *self = g_object_new (KMZB_TYPE_SOURCE_PANEL, NULL);

  for (guint i = 0; i < KMZB_N_THREAT_SOURCES; i++)
    {
      g_auto (KmzbSourceFacts) facts;

      kmzb_source_facts_init (&facts, (KmzbThreatSource) i, map_view, features);
      add_source (self, (KmzbThreatSource) i, &facts, (sources & 1u << i) != 0);
    }
  kmzb_a11y_set_label (GTK_WIDGET (self), _("Layers"));
  return GTK_WIDGET (self);
}

/* A bit (1 << source) for each that is switched on. */
guint
kmzb_source_panel_get_sources (KmzbSourcePanel *self)
{
  guint sources = 0;

  for (guint i = 0; i < KMZB_N_THREAT_SOURCES; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->chips[i])))
      sources |= 1u << i;
  return sources;
}
