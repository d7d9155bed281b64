/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-top-bar.h"

#include "kmzb-access.h"
#include "kmzb-emblem.h"
#include "kmzb-screen.h"

#include <glib/gi18n.h>

/**
 * KmzbTopBar:
 *
 * What is at hand on every screen of a visit: whose screen this is, whether reports have gone out, the language,
 * accessibility, the way out. "language", "access" and "finish" are emitted when their buttons are touched.
 */
struct _KmzbTopBar
{
  GtkWidget parent_instance;

  GtkWidget *words;
  GtkWidget *title;
  GtkWidget *buttons;
  GtkWidget *sync_icon;
  GtkWidget *sync_label;
  GtkWidget *language_button;
  GtkWidget *finish_button;
};

enum
{
  LANGUAGE,
  ACCESS,
  FINISH,
  N_SIGNALS
};

#define WIDEST_PX 16384
#define SPACING_PX 16
#define ROW_SPACING_PX 8
#define LARGE_PERCENT 150

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KmzbTopBar, kmzb_top_bar, GTK_TYPE_WIDGET)

static void
on_language_clicked (KmzbTopBar *self)
{
  g_signal_emit (self, signals[LANGUAGE], 0);
}

static void
on_access_clicked (KmzbTopBar *self)
{
  g_signal_emit (self, signals[ACCESS], 0);
}

static void
on_finish_clicked (KmzbTopBar *self)
{
  g_signal_emit (self, signals[FINISH], 0);
}

static GtkSizeRequestMode
kmzb_top_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, gboolean natural)
{
  int least, wanted;

  gtk_widget_measure (widget, orientation, for_size, &least, &wanted, NULL, NULL);
  return natural ? wanted : least;
}

/* How wide the buttons are beside the words; 0 where they need a row of their own. */
static int
width_beside (KmzbTopBar *self, int width)
{
  int room = width - SPACING_PX - measure (self->words, GTK_ORIENTATION_HORIZONTAL, -1, FALSE);
  int least = measure (self->buttons, GTK_ORIENTATION_HORIZONTAL, -1, FALSE);

  return room < least ? 0 : MIN (room, measure (self->buttons, GTK_ORIENTATION_HORIZONTAL, -1, TRUE));
}

/* Words that wrap are a pixel lower to GTK 4.8 when it asks for no width than in the widest one, and it complains. */
static void
kmzb_top_bar_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  KmzbTopBar *self = KMZB_TOP_BAR (widget);
  int beside;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (measure (self->words, orientation, -1, FALSE), measure (self->buttons, orientation, -1, FALSE));
      *natural = measure (self->words, orientation, -1, TRUE) + SPACING_PX + measure (self->buttons, orientation, -1, TRUE);
      return;
    }
  if (for_size < 0)
    for_size = WIDEST_PX;
  beside = width_beside (self, for_size);
  if (beside > 0)
    *minimum = MAX (measure (self->words, orientation, for_size - SPACING_PX - beside, FALSE),
                    measure (self->buttons, orientation, beside, FALSE));
  else
    *minimum = measure (self->words, orientation, for_size, FALSE) + ROW_SPACING_PX
               + measure (self->buttons, orientation, for_size, FALSE);
  *natural = *minimum;
}

static void
kmzb_top_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbTopBar *self = KMZB_TOP_BAR (widget);
  int beside = width_beside (self, width);
  int words_height;

  if (beside > 0)
    {
      kmzb_screen_allocate (self->words, 0, 0, width - SPACING_PX - beside, height);
      kmzb_screen_allocate (self->buttons, width - beside, 0, beside, height);
      return;
    }
  words_height = measure (self->words, GTK_ORIENTATION_VERTICAL, width, FALSE);
  kmzb_screen_allocate (self->words, 0, 0, width, words_height);
  kmzb_screen_allocate (self->buttons, 0, words_height + ROW_SPACING_PX, width, height - words_height - ROW_SPACING_PX);
}

/* Large letters leave out what is said elsewhere. */
static void
follow (KmzbTopBar *self)
{
  gboolean large = kmzb_access_get_text_percent (kmzb_access_get_default ()) >= LARGE_PERCENT;

  gtk_widget_set_visible (self->title, !large);
  for (GtkWidget *button = gtk_widget_get_first_child (self->buttons); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    gtk_widget_set_visible (gtk_widget_get_first_child (gtk_button_get_child (GTK_BUTTON (button))), !large);
}

static void
kmzb_top_bar_dispose (GObject *object)
{
  kmzb_screen_remove_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (kmzb_top_bar_parent_class)->dispose (object);
}

static void
kmzb_top_bar_class_init (KmzbTopBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_top_bar_dispose;
  widget_class->get_request_mode = kmzb_top_bar_get_request_mode;
  widget_class->measure = kmzb_top_bar_measure;
  widget_class->size_allocate = kmzb_top_bar_size_allocate;

  signals[LANGUAGE]
    = g_signal_new ("language", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACCESS] = g_signal_new ("access", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FINISH] = g_signal_new ("finish", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KMZB_TYPE_EMBLEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/kmzb/Booth/kiosk/top-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KmzbTopBar, words);
  gtk_widget_class_bind_template_child (widget_class, KmzbTopBar, title);
  gtk_widget_class_bind_template_child (widget_class, KmzbTopBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, KmzbTopBar, sync_icon);
  gtk_widget_class_bind_template_child (widget_class, KmzbTopBar, sync_label);
  gtk_widget_class_bind_template_child (widget_class, KmzbTopBar, language_button);
  gtk_widget_class_bind_template_child (widget_class, KmzbTopBar, finish_button);
  gtk_widget_class_bind_template_callback (widget_class, on_language_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_access_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_finish_clicked);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_top_bar_init (KmzbTopBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kmzb_screen_name_buttons (GTK_WIDGET (self));
  g_signal_connect_object (kmzb_access_get_default (), "changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  follow (self);
  kmzb_top_bar_set_sync (self, KMZB_SYNC_ALL_SENT, 0);
}

GtkWidget *
kmzb_top_bar_new (void)
{
  return g_object_new (KMZB_TYPE_TOP_BAR, NULL);
}

/**
 * kmzb_top_bar_set_sync:
 * @n_waiting: reports that have not been received yet
 *
 * Waiting for the internet is what booths do all day: said in calm words, never as an alarm.
 */
void
kmzb_top_bar_set_sync (KmzbTopBar *self, KmzbSyncState state, guint n_waiting)
{
  g_autofree char *waiting = NULL;
  const char *text = NULL;
  const char *icon = NULL;

  switch (state)
    {
    case KMZB_SYNC_ALL_SENT:
      text = _("Everything is sent");
      icon = "kmzb-check-symbolic";
      break;
    case KMZB_SYNC_WAITING:
      /* Translators: followed by a number: reports that the booth has not sent yet */
      text = waiting = g_strdup_printf (_("Waiting to be sent: %u"), n_waiting);
      icon = "kmzb-sync-symbolic";
      break;
    case KMZB_SYNC_SENDING:
      text = _("Sending…");
      icon = "kmzb-sync-symbolic";
      break;
    case KMZB_SYNC_OFFLINE:
      text = _("We will send it when there is internet");
      icon = "kmzb-wifi-off-symbolic";
      break;
    default:
      g_return_if_reached ();
    }
  gtk_label_set_label (GTK_LABEL (self->sync_label), text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->sync_icon), icon);
}

/* Hides the way out where the screen below has its own. */
void
kmzb_top_bar_set_can_finish (KmzbTopBar *self, gboolean can_finish)
{
  gtk_widget_set_visible (self->finish_button, can_finish);
}
