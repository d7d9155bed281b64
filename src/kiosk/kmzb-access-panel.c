/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-access-panel.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"
#include "kmzb-big-button.h"
#include "kmzb-columns.h"
#include "kmzb-sheet.h"

#include <glib/gi18n.h>

/**
 * KmzbAccessPanel:
 *
 * "Accessibility": what a visitor can have otherwise, each taking effect at the touch that chooses it.
 */
struct _KmzbAccessPanel
{
  GtkWidget parent_instance;

  KmzbAccess *access;
  GtkWidget *box;
  GPtrArray *sizes;    /* (element-type GtkToggleButton): from the least percentage on */
  GPtrArray *switches; /* (element-type GtkToggleButton) */
  GtkWidget *headphones; /* (nullable) */
  GtkWidget *no_voice;   /* (nullable) */
  gboolean following;
};

#define FLAG_KEY "kmzb-access-flag"
#define STATE_KEY "kmzb-access-state"
#define SIZE_WIDTH_PX 104
#define SPACING_PX 8

G_DEFINE_FINAL_TYPE (KmzbAccessPanel, kmzb_access_panel, GTK_TYPE_WIDGET)

static guint
percent_at (guint i)
{
  return KMZB_ACCESS_TEXT_LEAST + i * KMZB_ACCESS_TEXT_STEP;
}

static KmzbAccessFlags
flag_of (GtkWidget *button)
{
  return (KmzbAccessFlags) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), FLAG_KEY));
}

/* Shows what the settings are, whoever changed them. */
static void
follow (KmzbAccessPanel *self)
{
  guint percent = kmzb_access_get_text_percent (self->access);

  self->following = TRUE;
  for (guint i = 0; i < self->sizes->len; i++)
    if (percent_at (i) == percent)
      gtk_toggle_button_set_active (self->sizes->pdata[i], TRUE);
  for (guint i = 0; i < self->switches->len; i++)
    {
      GtkWidget *button = self->switches->pdata[i];
      gboolean on = kmzb_access_has (self->access, flag_of (button));

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), on);
      gtk_label_set_label (GTK_LABEL (g_object_get_data (G_OBJECT (button), STATE_KEY)), on ? _("On") : _("Off"));
    }
  if (self->headphones != NULL)
    {
      gboolean aloud = kmzb_access_has (self->access, KMZB_ACCESS_ALOUD);

      gtk_widget_set_visible (self->headphones, aloud);
      if (aloud)
        gtk_widget_set_visible (self->no_voice, FALSE);
    }
  self->following = FALSE;
}

static void
on_size_toggled (GtkToggleButton *chip, KmzbAccessPanel *self)
{
  guint i;

  if (!self->following && gtk_toggle_button_get_active (chip) && g_ptr_array_find (self->sizes, chip, &i))
    kmzb_access_set_text_percent (self->access, percent_at (i));
}

static void
on_switch_toggled (GtkToggleButton *button, KmzbAccessPanel *self)
{
  if (!self->following)
    kmzb_access_set (self->access, flag_of (GTK_WIDGET (button)), gtk_toggle_button_get_active (button));
}

static GtkWidget *
wrapped_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_sizes (KmzbAccessPanel *self)
{
  GtkWidget *columns = kmzb_columns_new (5, SIZE_WIDTH_PX, SPACING_PX);

  gtk_box_append (GTK_BOX (self->box), wrapped_label (_("Text size"), "kmzb-strong"));
  for (guint percent = KMZB_ACCESS_TEXT_LEAST; percent <= KMZB_ACCESS_TEXT_MOST; percent += KMZB_ACCESS_TEXT_STEP)
    {
      /* Translators: a size of text, as in "125 %"; the space does not break */
      g_autofree char *words = g_strdup_printf (_("%u %%"), percent);
      GtkWidget *chip = kmzb_chip_new (NULL, words);

      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip), self->sizes->len > 0 ? self->sizes->pdata[0] : NULL);
      g_signal_connect (chip, "toggled", G_CALLBACK (on_size_toggled), self);
      kmzb_columns_append (KMZB_COLUMNS (columns), chip);
      g_ptr_array_add (self->sizes, chip);
    }
  gtk_box_append (GTK_BOX (self->box), columns);
}

/* A switch as large as a button, that says in words whether it is on. */
static GtkWidget *
add_switch (KmzbAccessPanel *self, KmzbAccessFlags flag, const char *name, const char *hint)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *state = gtk_label_new (NULL);

  gtk_box_append (GTK_BOX (words), wrapped_label (name, "kmzb-strong"));
  gtk_box_append (GTK_BOX (words), wrapped_label (hint, "kmzb-small"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (line), words);
  gtk_widget_add_css_class (state, "kmzb-strong");
  gtk_box_append (GTK_BOX (line), state);
  gtk_button_set_child (GTK_BUTTON (button), line);

  gtk_widget_add_css_class (button, "kmzb-chip");
  gtk_widget_add_css_class (button, "kmzb-access-switch");
  g_object_set_data (G_OBJECT (button), FLAG_KEY, GINT_TO_POINTER (flag));
  g_object_set_data (G_OBJECT (button), STATE_KEY, state);
  kmzb_a11y_set_label (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, hint, -1);
  g_signal_connect (button, "toggled", G_CALLBACK (on_switch_toggled), self);
  g_ptr_array_add (self->switches, button);
  gtk_box_append (GTK_BOX (self->box), button);
  return button;
}

static void
on_voice_failed (KmzbAccessPanel *self)
{
  gtk_widget_set_visible (self->no_voice, TRUE);
}

static void
kmzb_access_panel_dispose (GObject *object)
{
  KmzbAccessPanel *self = KMZB_ACCESS_PANEL (object);

  self->following = TRUE;
  if (self->access != NULL)
    g_signal_handlers_disconnect_by_data (self->access, self);
  g_clear_object (&self->access);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->sizes, g_ptr_array_unref);
  g_clear_pointer (&self->switches, g_ptr_array_unref);
  G_OBJECT_CLASS (kmzb_access_panel_parent_class)->dispose (object);
}

static void
kmzb_access_panel_class_init (KmzbAccessPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_access_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_access_panel_init (KmzbAccessPanel *self)
{
  self->access = g_object_ref (kmzb_access_get_default ());
  self->sizes = g_ptr_array_new ();
  self->switches = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING_PX);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  add_sizes (self);
  add_switch (self, KMZB_ACCESS_CONTRAST, _("High contrast"), _("Black, white and one yellow."));
  add_switch (self, KMZB_ACCESS_LOW_CONTROLS, _("Buttons at the bottom"), _("All that you touch is within reach."));
  add_switch (self, KMZB_ACCESS_STILL, _("No motion"), _("Nothing moves by itself."));
  if (kmzb_access_can_speak (self->access))
    {
      add_switch (self, KMZB_ACCESS_ALOUD, _("Read aloud"), _("The booth says what is on the screen."));
      self->headphones = add_switch (self, KMZB_ACCESS_HEADPHONES, _("I have headphones"),
                                     _("Read also what I type. Only you hear it."));
      self->no_voice = wrapped_label (_("We could not switch the voice on. Ask at the stand."), "kmzb-error");
      gtk_widget_set_visible (self->no_voice, FALSE);
      gtk_box_append (GTK_BOX (self->box), self->no_voice);
      g_signal_connect_swapped (self->access, "voice-failed", G_CALLBACK (on_voice_failed), self);
    }
  add_switch (self, KMZB_ACCESS_TWO_BUTTONS, _("Two buttons"),
              _("One goes on, the other chooses. The map gets arrows."));
  add_switch (self, KMZB_ACCESS_SLOW, _("More time"), _("The screen waits three times as long for you."));
  follow (self);
  g_signal_connect_swapped (self->access, "changed", G_CALLBACK (follow), self);
}

GtkWidget *
kmzb_access_panel_new (void)
{
  return g_object_new (KMZB_TYPE_ACCESS_PANEL, NULL);
}

static void
on_reset_clicked (void)
{
  kmzb_access_reset (kmzb_access_get_default ());
}

/* The panel on a sheet that leaves a part of the screen in view, where its effect shows. @below: (nullable): what the
 * sheet may not cover */
GtkWidget *
kmzb_access_sheet_new (GtkWidget *below)
{
  GtkWidget *sheet = kmzb_sheet_new (_("Accessibility"));
  GtkWidget *reset = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, NULL, _("As usual again"));

  kmzb_sheet_set_icon (KMZB_SHEET (sheet), "kmzb-access-symbolic");
  kmzb_sheet_set_beside (KMZB_SHEET (sheet), TRUE);
  kmzb_sheet_set_below (KMZB_SHEET (sheet), below);
  kmzb_sheet_set_content (KMZB_SHEET (sheet), kmzb_access_panel_new ());
  g_signal_connect (reset, "clicked", G_CALLBACK (on_reset_clicked), NULL);
  kmzb_sheet_set_actions (KMZB_SHEET (sheet), reset);
  return sheet;
}
