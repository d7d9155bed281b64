/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-place-page.h"

#include "kmzb-a11y.h"
#include "kmzb-address-picker.h"
#include "kmzb-big-button.h"
#include "kmzb-map-pane.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * KmzbPlacePage:
 *
 * Where it is: a pin that stands still and a map that is moved under it, with the nearest address in words; or an
 * address is typed and the map goes there. Map and finder belong to the flow and survive this page, so that a change of
 * language neither moves the map nor forgets the address.
 */
struct _KmzbPlacePage
{
  KmzbReportPage parent_instance;

  GtkWidget *pane;
  GtkWidget *spot; /* what is known of the place, and the way to type one */
  GtkWidget *address_label;
  GtkWidget *gmina_label;
  GtkWidget *type_address;
  GtkWidget *picker; /* nullable: without addresses there is nothing to type */

  KmzbMapView *map;
  KmzbPlaceFinder *finder;
  gulong moved_id;
  gulong found_id;
  gboolean entered;
  char *hint; /* what to say while the map shows @hinted */
  KmzbPoint hinted;
};

G_DEFINE_FINAL_TYPE (KmzbPlacePage, kmzb_place_page, KMZB_TYPE_REPORT_PAGE)

/* Near enough to see the houses around it, far enough to know the street again. */
#define PICKED_ZOOM 18.0
#define SAME_PLACE_M 1.0
#define GMINA_WORD "gmina "

static gboolean
is_typing (KmzbPlacePage *self)
{
  return self->picker != NULL && gtk_widget_get_visible (self->picker);
}

/* ---- what is known of the place under the pin ---- */

static void
show_words (KmzbPlacePage *self, KmzbPlaceVerdict verdict)
{
  const char *address = kmzb_place_finder_get_address (self->finder);
  const char *gmina = kmzb_place_finder_get_gmina (self->finder);
  g_autofree char *gmina_words = NULL;

  if (kmzb_place_finder_is_looking (self->finder))
    return; /* the words before stay until the next are known: a label that blinks can't be read */
  if (verdict != KMZB_PLACE_INSIDE && verdict != KMZB_PLACE_OUTSIDE)
    address = "";
  else if (address == NULL)
    address = _("No address near by. That does not matter: the pin is enough.");
  if (gmina != NULL && g_ascii_strncasecmp (gmina, GMINA_WORD, strlen (GMINA_WORD)) == 0)
    gmina += strlen (GMINA_WORD);
  if (gmina != NULL && *address != '\0')
    gmina_words = g_strdup_printf (_("Municipality of %s"), gmina);
  if (!g_str_equal (gtk_label_get_label (GTK_LABEL (self->address_label)), address))
    kmzb_a11y_announce (address);
  gtk_label_set_label (GTK_LABEL (self->address_label), address);
  gtk_label_set_label (GTK_LABEL (self->gmina_label), gmina_words != NULL ? gmina_words : "");
  gtk_widget_set_visible (self->gmina_label, gmina_words != NULL);
}

static const char *
note_for (KmzbPlacePage *self, KmzbPlaceVerdict verdict, KmzbPoint center)
{
  switch (verdict)
    {
    case KMZB_PLACE_NO_MAP:
      return _("This booth has no map yet. Please ask the officer.");
    case KMZB_PLACE_ABROAD:
      return _("This place is not in Poland. Move the map back, or touch “Where am I”.");
    case KMZB_PLACE_OUTSIDE:
      return _("This place is outside our map. You can report it: make sure that the pin is right.");
    case KMZB_PLACE_INSIDE:
    default:
      return self->hint != NULL && kmzb_geo_distance_m (center, self->hinted) < SAME_PLACE_M ? self->hint : NULL;
    }
}

static void
look (KmzbPlacePage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  KmzbPlaceVerdict verdict;
  KmzbPoint center;

  kmzb_map_view_get_center (self->map, &center);
  verdict = kmzb_place_finder_judge (self->finder, center);
  kmzb_step_page_set_note (page, note_for (self, verdict, center));
  kmzb_step_page_set_next_sensitive (page, verdict == KMZB_PLACE_INSIDE || verdict == KMZB_PLACE_OUTSIDE);
  if (verdict == KMZB_PLACE_INSIDE || verdict == KMZB_PLACE_OUTSIDE)
    kmzb_place_finder_look_up (self->finder, center);
  else
    kmzb_place_finder_forget (self->finder);
  show_words (self, verdict);
}

/* A map that still glides after the answer looks nothing up: the address is that of the answer. */
static void
on_moved (KmzbPlacePage *self)
{
  if (self->entered)
    look (self);
}

static void
on_found (KmzbPlacePage *self)
{
  KmzbPoint center;

  if (!self->entered)
    return;
  kmzb_map_view_get_center (self->map, &center);
  show_words (self, kmzb_place_finder_judge (self->finder, center));
}

/* ---- an address that is typed ---- */

static void
set_typing (KmzbPlacePage *self, gboolean typing)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_widget_set_visible (self->pane, !typing); /* a list and a keyboard need the room */
  gtk_widget_set_visible (self->spot, !typing);
  gtk_widget_set_visible (self->picker, typing);
  /* While a list of addresses asks for an answer, the pin's place is none. */
  kmzb_step_page_set_next (page, typing ? NULL : _("Here it is"));
  kmzb_step_page_set_hint (page, typing ? NULL : _("Move the map until the pin points at the place."));
  if (!typing)
    {
      kmzb_address_picker_forget (KMZB_ADDRESS_PICKER (self->picker));
      if (root != NULL)
        gtk_root_set_focus (root, NULL);
    }
}

static void
on_type_address_clicked (KmzbPlacePage *self)
{
  KmzbPoint center;

  kmzb_map_view_get_center (self->map, &center);
  kmzb_step_page_set_note (KMZB_STEP_PAGE (self), NULL);
  set_typing (self, TRUE);
  kmzb_address_picker_begin (KMZB_ADDRESS_PICKER (self->picker), center);
}

static void
on_picked (KmzbPlacePage *self, const KmzbAddressHit *hit)
{
  g_free (self->hint);
  self->hint = kmzb_address_picker_describe (hit, KMZB_ADDRESS_PICKER_BY_PIN, TRUE);
  self->hinted = hit->point;
  kmzb_map_view_go_to (self->map, hit->point.lat, hit->point.lon, PICKED_ZOOM, FALSE);
  set_typing (self, FALSE);
  look (self);
}

/* ---- the page ---- */

static gboolean
kmzb_place_page_next (KmzbStepPage *page)
{
  KmzbPlacePage *self = KMZB_PLACE_PAGE (page);
  KmzbPlaceVerdict verdict;
  KmzbPoint center;

  kmzb_map_view_get_center (self->map, &center);
  verdict = kmzb_place_finder_judge (self->finder, center);
  if (verdict != KMZB_PLACE_INSIDE && verdict != KMZB_PLACE_OUTSIDE)
    {
      look (self);
      return FALSE;
    }
  kmzb_place_finder_choose (self->finder, center);
  return TRUE;
}

static gboolean
kmzb_place_page_back (KmzbReportPage *page)
{
  KmzbPlacePage *self = KMZB_PLACE_PAGE (page);

  if (!is_typing (self))
    return FALSE;
  set_typing (self, FALSE);
  look (self);
  return TRUE;
}

static void
kmzb_place_page_enter (KmzbReportPage *page)
{
  KmzbPlacePage *self = KMZB_PLACE_PAGE (page);

  g_return_if_fail (self->map != NULL);

  self->entered = TRUE;
  look (self);
}

static void
kmzb_place_page_leave (KmzbReportPage *page)
{
  KmzbPlacePage *self = KMZB_PLACE_PAGE (page);

  self->entered = FALSE;
  if (is_typing (self))
    set_typing (self, FALSE);
}

static void
kmzb_place_page_constructed (GObject *object)
{
  KmzbPlacePage *self = KMZB_PLACE_PAGE (object);
  KmzbAddressSearch *addresses = kmzb_report_page_get_context (KMZB_REPORT_PAGE (self))->addresses;

  G_OBJECT_CLASS (kmzb_place_page_parent_class)->constructed (object);
  gtk_widget_set_visible (self->type_address, addresses != NULL);
  if (addresses == NULL)
    return;
  self->picker = kmzb_address_picker_new (addresses, KMZB_ADDRESS_PICKER_BY_PIN);
  gtk_widget_set_visible (self->picker, FALSE);
  gtk_box_append (GTK_BOX (gtk_widget_get_parent (self->spot)), self->picker);
  g_signal_connect_swapped (self->picker, "picked", G_CALLBACK (on_picked), self);
}

static void
kmzb_place_page_dispose (GObject *object)
{
  KmzbPlacePage *self = KMZB_PLACE_PAGE (object);

  if (self->picker != NULL)
    g_signal_handlers_disconnect_by_data (self->picker, self);
  self->picker = NULL;
  if (self->map != NULL)
    kmzb_place_page_set_map (self, NULL, NULL);
  g_clear_pointer (&self->hint, g_free);
  G_OBJECT_CLASS (kmzb_place_page_parent_class)->dispose (object);
}

static void
kmzb_place_page_class_init (KmzbPlacePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = kmzb_place_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = kmzb_place_page_dispose;
  KMZB_STEP_PAGE_CLASS (klass)->next = kmzb_place_page_next;
  KMZB_REPORT_PAGE_CLASS (klass)->enter = kmzb_place_page_enter;
  KMZB_REPORT_PAGE_CLASS (klass)->leave = kmzb_place_page_leave;
  KMZB_REPORT_PAGE_CLASS (klass)->back = kmzb_place_page_back;

  g_type_ensure (KMZB_TYPE_MAP_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/kmzb/Booth/report/place-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KmzbPlacePage, pane);
  gtk_widget_class_bind_template_child (widget_class, KmzbPlacePage, spot);
  gtk_widget_class_bind_template_child (widget_class, KmzbPlacePage, address_label);
  gtk_widget_class_bind_template_child (widget_class, KmzbPlacePage, gmina_label);
}

static void
kmzb_place_page_init (KmzbPlacePage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->type_address = kmzb_big_button_new (KMZB_BIG_BUTTON_SMALL, "kmzb-search-symbolic", _("Type an address"));
  g_signal_connect_swapped (self->type_address, "clicked", G_CALLBACK (on_type_address_clicked), self);
  gtk_box_append (GTK_BOX (self->spot), self->type_address);

  kmzb_step_page_set_question (page, _("Where?"));
  kmzb_step_page_set_hint (page, _("Move the map until the pin points at the place."));
  kmzb_step_page_set_progress (page, 1, KMZB_REPORT_N_COUNTED_STEPS);
  kmzb_step_page_set_next (page, _("Here it is"));
}

/* @map, @finder: (nullable): used from now on; %NULL gives both back to their owner. */
void
kmzb_place_page_set_map (KmzbPlacePage *self, KmzbMapView *map, KmzbPlaceFinder *finder)
{
  g_return_if_fail (KMZB_IS_PLACE_PAGE (self) && (map == NULL) == (finder == NULL));

  if (self->map != NULL)
    {
      g_clear_signal_handler (&self->moved_id, self->map);
      g_clear_signal_handler (&self->found_id, self->finder);
      kmzb_map_pane_set_map (KMZB_MAP_PANE (self->pane), NULL);
    }
  g_set_object (&self->map, map);
  g_set_object (&self->finder, finder);
  if (map != NULL)
    {
      self->moved_id = g_signal_connect_swapped (map, "moved", G_CALLBACK (on_moved), self);
      self->found_id = g_signal_connect_swapped (finder, "changed", G_CALLBACK (on_found), self);
      kmzb_map_pane_set_map (KMZB_MAP_PANE (self->pane), map);
    }
}
