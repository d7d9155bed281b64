/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-officer-panel.h"

#include "kmzb-alert-cards.h"
#include "kmzb-big-button.h"
#include "kmzb-connection-card.h"
#include "kmzb-entry-page.h"
#include "kmzb-export-page.h"
#include "kmzb-officer-page.h"
#include "kmzb-officer-words.h"
#include "kmzb-queue-view.h"
#include "kmzb-store-officer.h"

#include <glib/gi18n.h>

/**
 * KmzbOfficerPanel:
 *
 * What an officer at the stand may see and do, behind the PIN. One page with everything, and pages behind it for one
 * report, for the stick and for what was done. Emits "closed" when the booth is the visitors' again and "leave" when it
 * is to end.
 */
struct _KmzbOfficerPanel
{
  GtkWidget parent_instance;

  KmzbOfficerContext *context;
  GtkWidget *stack;
  GtkWidget *main;
  GtkWidget *columns;  /* what there is to do, and the queue: beside each other where there is room */
  GtkWidget *page;     /* (nullable): in front of the main one */
  GtkWidget *practice; /* button */
  GtkWidget *leave;
  gboolean leaving;
  guint turn_id;
};

enum
{
  CLOSED,
  LEAVE,
  N_SIGNALS
};

#define MARGIN_PX 80 /* of the columns and a scroll bar */
#define N_DEEDS 100

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KmzbOfficerPanel, kmzb_officer_panel, GTK_TYPE_WIDGET)

static void
note_deed (KmzbOfficerPanel *self, const char *action)
{
  kmzb_store_audit (self->context->report->store, action);
}

/* ---- pages behind the first one ---- */

static void
close_page (KmzbOfficerPanel *self)
{
  gtk_widget_set_visible (self->main, TRUE);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->main);
  if (self->page != NULL)
    gtk_stack_remove (GTK_STACK (self->stack), self->page);
  self->page = NULL;
}

/* The first page is hidden, not only covered: GTK 4.8 tells a screen reader of all that is visible. */
static void
open_page (KmzbOfficerPanel *self, GtkWidget *page)
{
  close_page (self);
  self->page = page;
  gtk_stack_add_child (GTK_STACK (self->stack), page);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), page);
  gtk_widget_set_visible (self->main, FALSE);
}

static void
on_entry_chosen (KmzbOfficerPanel *self, const KmzbQueueEntry *entry)
{
  GtkWidget *page = kmzb_entry_page_new (self->context, entry);

  g_signal_connect_swapped (page, "back", G_CALLBACK (close_page), self);
  open_page (self, page);
}

static void
on_export_clicked (KmzbOfficerPanel *self)
{
  GtkWidget *page = kmzb_export_page_new (self->context);

  g_signal_connect_swapped (page, "back", G_CALLBACK (close_page), self);
  open_page (self, page);
}

static void
on_deeds_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbOfficerPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) deeds = kmzb_store_list_audit_finish (KMZB_STORE (source), result, &error);
  GtkWidget *content;

  if (self->stack == NULL)
    return;
  content = kmzb_officer_box_new ();
  for (guint i = 0; deeds != NULL && i < deeds->len; i++)
    {
      g_autofree char *line = kmzb_officer_deed (deeds->pdata[i]);

      gtk_box_append (GTK_BOX (content), kmzb_officer_label_new (line, "kmzb-numbers"));
    }
  if (error != NULL || deeds->len == 0)
    gtk_box_append (GTK_BOX (content), kmzb_officer_label_new (error != NULL ? error->message : _("Nothing yet."), NULL));
  open_page (self, kmzb_officer_page_new (_("What was done here"), content, G_CALLBACK (close_page), self));
}

static void
on_deeds_clicked (KmzbOfficerPanel *self)
{
  kmzb_store_list_audit_async (self->context->report->store, N_DEEDS, NULL, on_deeds_listed, g_object_ref (self));
}

/* ---- practice, leaving ---- */

static gboolean
is_practice (KmzbOfficerPanel *self)
{
  gboolean practice = FALSE;

  g_object_get (self->context->booth, "practice", &practice, NULL);
  return practice;
}

static void
show_practice (KmzbOfficerPanel *self)
{
  kmzb_big_button_set_label (self->practice,
                             is_practice (self) ? _("Switch practice mode off") : _("Switch practice mode on"));
}

static void
on_practice_clicked (KmzbOfficerPanel *self)
{
  gboolean practice = !is_practice (self);

  note_deed (self, practice ? "practice-on" : "practice-off");
  g_object_set (self->context->booth, "practice", practice, NULL);
}

static void
on_close_clicked (KmzbOfficerPanel *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

/* One slip of a finger does not switch the stand off: the button asks once. */
static void
on_leave_clicked (KmzbOfficerPanel *self)
{
  if (!self->leaving)
    {
      self->leaving = TRUE;
      kmzb_big_button_set_label (self->leave, _("Really close the booth"));
      return;
    }
  note_deed (self, "leave");
  g_signal_emit (self, signals[LEAVE], 0);
}

/* ---- the first page ---- */

static GtkWidget *
make_header (KmzbOfficerPanel *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *close = kmzb_big_button_new (KMZB_BIG_BUTTON_MAIN, NULL, _("Back to visitors"));

  gtk_widget_add_css_class (header, "kmzb-navy");
  gtk_widget_add_css_class (header, "kmzb-officer-header");
  gtk_box_append (GTK_BOX (titles), kmzb_officer_label_new (_("Officer's panel"), "kmzb-heading"));
  gtk_box_append (GTK_BOX (titles), kmzb_officer_label_new (self->context->booth_name, "kmzb-small"));
  gtk_widget_set_hexpand (titles, TRUE);
  gtk_widget_set_valign (titles, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (header), titles);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (on_close_clicked), self);
  gtk_widget_set_valign (close, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (header), close);
  return header;
}

static GtkWidget *
add_button (KmzbOfficerPanel *self, GtkWidget *card, const char *icon_name, const char *label, GCallback on_clicked)
{
  GtkWidget *button = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, icon_name, label);

  g_signal_connect_swapped (button, "clicked", on_clicked, self);
  gtk_box_append (GTK_BOX (card), button);
  return button;
}

static GtkWidget *
make_booth_card (KmzbOfficerPanel *self)
{
  GtkWidget *card = kmzb_officer_card_new (_("This booth"));

  self->practice = add_button (self, card, "kmzb-question-symbolic", "", G_CALLBACK (on_practice_clicked));
  show_practice (self);
  add_button (self, card, "kmzb-down-symbolic", _("Export reports to a USB stick"), G_CALLBACK (on_export_clicked));
  add_button (self, card, "kmzb-list-symbolic", _("What was done here"), G_CALLBACK (on_deeds_clicked));
  self->leave = add_button (self, card, "kmzb-exit-symbolic", _("Close the booth"), G_CALLBACK (on_leave_clicked));
  return card;
}

static GtkWidget *
make_main (KmzbOfficerPanel *self)
{
  GtkWidget *main = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *content = kmzb_officer_box_new ();
  GtkWidget *side = kmzb_officer_box_new ();
  GtkWidget *queue = kmzb_queue_view_new (self->context);

  g_signal_connect_swapped (queue, "chosen", G_CALLBACK (on_entry_chosen), self);
  gtk_widget_add_css_class (content, "kmzb-officer-content");
  gtk_box_append (GTK_BOX (content), kmzb_alert_cards_new (self->context));
  gtk_box_append (GTK_BOX (side), kmzb_connection_card_new (self->context));
  gtk_box_append (GTK_BOX (side), make_booth_card (self));
  gtk_widget_set_valign (side, GTK_ALIGN_START);
  gtk_widget_set_valign (queue, GTK_ALIGN_START);
  self->columns = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  gtk_widget_set_hexpand (side, TRUE);
  gtk_widget_set_hexpand (queue, TRUE);
  gtk_box_append (GTK_BOX (self->columns), side);
  gtk_box_append (GTK_BOX (self->columns), queue);
  gtk_box_append (GTK_BOX (content), self->columns);
  gtk_box_append (GTK_BOX (main), make_header (self));
  gtk_box_append (GTK_BOX (main), kmzb_officer_scroller_new (content));
  return main;
}

/* Columns on a wide screen, one below the other on a tall one or when words are too large for two. */
static gboolean
on_turned (gpointer data)
{
  KmzbOfficerPanel *self = data;
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  int widest = 0;
  gboolean beside;

  self->turn_id = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (self->columns); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      widest = MAX (widest, minimum);
    }
  beside = width > height && 2 * widest + MARGIN_PX <= width;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns),
                                  beside ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (GTK_BOX (self->columns), beside);
  return G_SOURCE_REMOVE;
}

static void
kmzb_officer_panel_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbOfficerPanel *self = KMZB_OFFICER_PANEL (widget);

  gtk_widget_allocate (self->stack, width, height, baseline, NULL);
  if (self->turn_id == 0)
    self->turn_id = g_idle_add (on_turned, self); /* nothing may turn inside an allocation */
}

static void
kmzb_officer_panel_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  gtk_widget_measure (KMZB_OFFICER_PANEL (widget)->stack, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

static void
kmzb_officer_panel_dispose (GObject *object)
{
  KmzbOfficerPanel *self = KMZB_OFFICER_PANEL (object);

  g_clear_handle_id (&self->turn_id, g_source_remove);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_pointer (&self->context, kmzb_officer_context_unref);
  G_OBJECT_CLASS (kmzb_officer_panel_parent_class)->dispose (object);
}

static void
kmzb_officer_panel_class_init (KmzbOfficerPanelClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_officer_panel_dispose;
  GTK_WIDGET_CLASS (klass)->size_allocate = kmzb_officer_panel_size_allocate;
  GTK_WIDGET_CLASS (klass)->measure = kmzb_officer_panel_measure;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "officer-panel");
  signals[CLOSED] = g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEAVE] = g_signal_new ("leave", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kmzb_officer_panel_init (KmzbOfficerPanel *self)
{
  self->stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}

GtkWidget *
kmzb_officer_panel_new (KmzbOfficerContext *context)
{
  KmzbOfficerPanel *self = g_object_new (KMZB_TYPE_OFFICER_PANEL, NULL);

  self->context = kmzb_officer_context_ref (context);
  self->main = make_main (self);
  gtk_stack_add_child (GTK_STACK (self->stack), self->main);
  g_signal_connect_object (context->booth, "notify::practice", G_CALLBACK (show_practice), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
