/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-start-page.h"

#include "kmzb-a11y.h"
#include "kmzb-access.h"
#include "kmzb-columns.h"
#include "kmzb-emblem.h"
#include "kmzb-focus.h"
#include "kmzb-language.h"
#include "kmzb-screen.h"
#include "kmzb-spare.h"

#include <glib/gi18n.h>

/**
 * KmzbStartPage:
 *
 * What a passer-by sees: one sheet with what this is and how to begin, beside the map. Wherever it is touched, a visit
 * begins ("start"); a language's own name only changes the language ("language", with its code), "access" asks for the
 * accessibility settings, and "learn" begins with how the map works.
 *
 * Nobody there: cards take turns, and between two of them the map moves slowly ("drift", with whether). One or the other
 * moves, never both, so that a passer-by can read and a booth that stands idle all day hardly works. Where motion is
 * not wanted the first card stays.
 */
struct _KmzbStartPage
{
  GtkWidget parent_instance;

  GtkWidget *panel;
  GtkWidget *start_button;
  GtkWidget *language_box;
  GtkWidget *cards;

  KmzbClock *clock;
  guint timer;
  guint n_turns;
  gboolean mapped;
};

enum
{
  START,
  LANGUAGE,
  ACCESS,
  LEARN,
  DRIFT,
  N_SIGNALS
};

#define LANGUAGE_KEY "kmzb-language"
#define LANGUAGE_WIDTH_PX 120
#define PANEL_SHARE 0.46 /* of a wide screen, with text of 100 % */
#define PANEL_SHARE_MOST 0.62
#define PANEL_WIDTH_PX 640 /* and no less: the languages in one row */
#define MAP_SHARE 0.40   /* of a tall one, at the top */

/* A card is read in peace for two turns, then the map moves for one. */
#define TURN_MS 6000
#define TURNS_A_CARD 3

static guint signals[N_SIGNALS];

static const struct
{
  const char *icon;
  const char *heading;
  const char *text;
} cards[] = {
  { "kmzb-report-symbolic", N_ ("Report a place"),
    N_ ("Show on the map a place that needs the attention of the police. No account and no name needed.") },
  { "kmzb-legend-symbolic", N_ ("See the threats near by"),
    N_ ("The map shows what others have reported and what the police have done.") },
  { "kmzb-hand-symbolic", N_ ("Try it first"),
    N_ ("Make a report for practice. It stays here, nobody gets it.") },
};

G_DEFINE_FINAL_TYPE (KmzbStartPage, kmzb_start_page, GTK_TYPE_WIDGET)

static void
on_start_clicked (KmzbStartPage *self)
{
  g_signal_emit (self, signals[START], 0);
}

static void
on_access_clicked (KmzbStartPage *self)
{
  g_signal_emit (self, signals[ACCESS], 0);
}

static void
on_learn_clicked (KmzbStartPage *self)
{
  g_signal_emit (self, signals[LEARN], 0);
}

static void
on_touched (GtkGestureClick *gesture, int n_press, double x, double y, KmzbStartPage *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[START], 0);
}

static void
on_language_clicked (GtkWidget *button, KmzbStartPage *self)
{
  g_signal_emit (self, signals[LANGUAGE], 0, g_object_get_data (G_OBJECT (button), LANGUAGE_KEY));
}

static void
add_language (KmzbStartPage *self, KmzbColumns *columns, const char *code, gboolean current)
{
  GtkWidget *button = gtk_button_new_with_label (kmzb_language_get_own_name (code));

  g_object_set_data_full (G_OBJECT (button), LANGUAGE_KEY, g_strdup (code), g_free);
  if (current)
    gtk_widget_add_css_class (button, "kmzb-current");
  kmzb_a11y_set_label (button, kmzb_language_get_own_name (code));
  kmzb_a11y_set_language (button, code);
  g_signal_connect (button, "clicked", G_CALLBACK (on_language_clicked), self);
  kmzb_columns_append (columns, button);
}

/* ---- while nobody is there ---- */

static GtkWidget *
new_card (guint index)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *image = gtk_image_new_from_icon_name (cards[index].icon);
  GtkWidget *heading = gtk_label_new (_(cards[index].heading));
  GtkWidget *text = gtk_label_new (_(cards[index].text));

  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "kmzb-heading");
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_add_css_class (text, "kmzb-start-line");
  gtk_widget_add_css_class (title, "kmzb-start-card-title");
  gtk_widget_add_css_class (card, "kmzb-start-card");
  gtk_box_append (GTK_BOX (title), image);
  gtk_box_append (GTK_BOX (title), heading);
  gtk_box_append (GTK_BOX (card), title);
  gtk_box_append (GTK_BOX (card), text);
  return card;
}

static void
show_card (KmzbStartPage *self, guint index)
{
  g_autofree char *name = g_strdup_printf ("%u", index);
  GtkWidget *shown = gtk_stack_get_child_by_name (GTK_STACK (self->cards), name);

  gtk_stack_set_visible_child (GTK_STACK (self->cards), shown);
  /* GTK 4.8 tells a screen reader of every child of a stack that is visible. */
  for (GtkWidget *child = gtk_widget_get_first_child (self->cards); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN, child != shown, -1);
}

/* The map rests while a card is new, and moves in the last turn of each. */
static void
show_turn (KmzbStartPage *self)
{
  show_card (self, self->n_turns / TURNS_A_CARD % G_N_ELEMENTS (cards));
  g_signal_emit (self, signals[DRIFT], 0, self->timer != 0 && self->n_turns % TURNS_A_CARD == TURNS_A_CARD - 1);
}

static gboolean
on_turn (gpointer data)
{
  KmzbStartPage *self = data;

  self->n_turns++;
  show_turn (self);
  return G_SOURCE_CONTINUE;
}

static void
update_loop (KmzbStartPage *self)
{
  gboolean moves = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &moves, NULL);
  moves = moves && self->mapped;
  if (moves == (self->timer != 0))
    return;
  self->n_turns = 0;
  if (moves)
    self->timer = kmzb_clock_add_timeout (self->clock, TURN_MS, on_turn, self);
  else
    g_clear_handle_id (&self->timer, g_source_remove);
  show_turn (self);
}

static void
take_focus (gpointer data)
{
  kmzb_focus_grab (KMZB_START_PAGE (data)->start_button);
}

static void
kmzb_start_page_map (GtkWidget *widget)
{
  KmzbStartPage *self = KMZB_START_PAGE (widget);

  GTK_WIDGET_CLASS (kmzb_start_page_parent_class)->map (widget);
  self->mapped = TRUE;
  g_signal_connect_object (gtk_widget_get_settings (widget), "notify::gtk-enable-animations",
                           G_CALLBACK (update_loop), self, G_CONNECT_SWAPPED);
  update_loop (self);
  kmzb_a11y_present (widget);
  kmzb_focus_later (widget, take_focus);
}

static void
kmzb_start_page_unmap (GtkWidget *widget)
{
  KmzbStartPage *self = KMZB_START_PAGE (widget);

  g_signal_handlers_disconnect_by_func (gtk_widget_get_settings (widget), G_CALLBACK (update_loop), self);
  self->mapped = FALSE;
  update_loop (self);
  GTK_WIDGET_CLASS (kmzb_start_page_parent_class)->unmap (widget);
}

static void
kmzb_start_page_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  KmzbStartPage *self = KMZB_START_PAGE (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    gtk_widget_measure (self->panel, orientation, -1, minimum, natural, NULL, NULL);
  else
    *minimum = *natural = 0;
}

static void
kmzb_start_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbStartPage *self = KMZB_START_PAGE (widget);
  GdkRectangle area, sheet;

  kmzb_start_page_get_free_area (self, width, height, &area);
  if (area.x > 0)
    sheet = (GdkRectangle){ 0, 0, area.x, height };
  else
    sheet = (GdkRectangle){ 0, area.height, width, height - area.height };
  kmzb_screen_allocate (self->panel, sheet.x, sheet.y, sheet.width, sheet.height);
}

static void
kmzb_start_page_dispose (GObject *object)
{
  KmzbStartPage *self = KMZB_START_PAGE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->clock);
  kmzb_screen_remove_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (kmzb_start_page_parent_class)->dispose (object);
}

static void
kmzb_start_page_class_init (KmzbStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_start_page_dispose;
  widget_class->map = kmzb_start_page_map;
  widget_class->unmap = kmzb_start_page_unmap;
  widget_class->measure = kmzb_start_page_measure;
  widget_class->size_allocate = kmzb_start_page_size_allocate;

  signals[START] = kmzb_screen_new_signal (type, "start", G_TYPE_NONE);
  signals[LANGUAGE] = kmzb_screen_new_signal (type, "language", G_TYPE_STRING);
  signals[LEARN] = kmzb_screen_new_signal (type, "learn", G_TYPE_NONE);
  signals[DRIFT] = kmzb_screen_new_signal (type, "drift", G_TYPE_BOOLEAN);

  signals[ACCESS] = kmzb_screen_new_signal (type, "access", G_TYPE_NONE);

  g_type_ensure (KMZB_TYPE_EMBLEM);
  g_type_ensure (KMZB_TYPE_COLUMNS);
  g_type_ensure (KMZB_TYPE_SPARE);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/kmzb/Booth/kiosk/start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KmzbStartPage, panel);
  gtk_widget_class_bind_template_child (widget_class, KmzbStartPage, start_button);
  gtk_widget_class_bind_template_child (widget_class, KmzbStartPage, language_box);
  gtk_widget_class_bind_template_child (widget_class, KmzbStartPage, cards);
  gtk_widget_class_bind_template_callback (widget_class, on_access_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_start_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_learn_clicked);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_start_page_init (KmzbStartPage *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      gtk_stack_add_named (GTK_STACK (self->cards), new_card (i), name);
    }
  show_card (self, 0);
  g_signal_connect (click, "released", G_CALLBACK (on_touched), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * kmzb_start_page_new:
 * @languages: codes of the languages to offer, in this order
 * @current: the one that this page is in
 */
GtkWidget *
kmzb_start_page_new (KmzbClock *clock, char *const *languages, const char *current)
{
  KmzbStartPage *self = g_object_new (KMZB_TYPE_START_PAGE, NULL);
  GtkWidget *columns = kmzb_columns_new (4, LANGUAGE_WIDTH_PX, 8);

  self->clock = g_object_ref (clock);
  gtk_widget_set_hexpand (columns, TRUE);
  for (gsize i = 0; languages[i] != NULL; i++)
    add_language (self, KMZB_COLUMNS (columns), languages[i], g_str_equal (languages[i], current));
  gtk_box_append (GTK_BOX (self->language_box), columns);
  gtk_widget_set_visible (self->language_box, languages[0] != NULL && languages[1] != NULL);
  kmzb_screen_name_buttons (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/* @least: that the sheet needs, in width on a wide screen and in height on a tall one */
static void
get_area_beside (int least, int width, int height, GdkRectangle *area)
{
  int panel;

  if (width > height)
    {
      double share = PANEL_SHARE * kmzb_access_get_text_percent (kmzb_access_get_default ()) / 100.0;

      share = MIN (share, PANEL_SHARE_MOST);
      panel = CLAMP (MAX (least, MAX ((int) (width * share), PANEL_WIDTH_PX)), 0, width);
      *area = (GdkRectangle){ panel, 0, width - panel, height };
      return;
    }
  panel = CLAMP (MAX (least, (int) (height * (1 - MAP_SHARE))), 0, height);
  *area = (GdkRectangle){ 0, 0, width, height - panel };
}

/* Where the map shows when the page has this size: beside the sheet on a wide screen, above it on a tall one. */
void
kmzb_start_page_get_free_area (KmzbStartPage *self, int width, int height, GdkRectangle *area)
{
  int least = 0;

  if (width > height)
    gtk_widget_measure (self->panel, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  else
    gtk_widget_measure (self->panel, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  get_area_beside (least, width, height, area);
}

/* The same but for a page that needs more room than most, and without asking its texts, which take long to lay out. */
void
kmzb_start_page_guess_free_area (int width, int height, GdkRectangle *area)
{
  get_area_beside (0, width, height, area);
}
