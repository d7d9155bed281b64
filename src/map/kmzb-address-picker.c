/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-address-picker.h"

#include "kmzb-picker.h"

#include <glib/gi18n.h>

/**
 * KmzbAddressPicker:
 *
 * A field for an address and under it, while somebody types, what it may be. A touched line is the answer ("picked").
 */
struct _KmzbAddressPicker
{
  GtkWidget parent_instance;

  KmzbAddressSearch *search;
  KmzbAddressPickerWay way;
  KmzbPoint near;
  GtkWidget *picker;
  GCancellable *query; /* nullable: one is under way */
};

G_DEFINE_FINAL_TYPE (KmzbAddressPicker, kmzb_address_picker, GTK_TYPE_WIDGET)

static guint picked_signal;

#define MAX_HITS 6

static char *
describe_for_pin (const KmzbAddressHit *hit, gboolean picked)
{
  if (hit->kind == KMZB_ADDRESS_STREET)
    return g_strdup (picked ? _("This is the whole street. Move the map to the exact place.")
                            : _("The whole street. Then move the map to the place."));
  return g_strdup (picked ? _("Move the map to the exact place.") : _("Then move the map to the place."));
}

static char *
describe_for_touch (const KmzbAddressHit *hit, gboolean picked)
{
  if (hit->kind == KMZB_ADDRESS_STREET)
    return g_strdup (picked ? _("This is the whole street. Touch your place on the map.")
                            : _("The whole street. Then touch your place on the map."));
  return g_strdup (picked ? _("Touch your place on the map.") : _("Then touch your place on the map."));
}

/* What a hit is, where its name does not say it, and what is left to do; %NULL for a house that was found. @picked:
 * it is on the map already. Returns: (transfer full) (nullable) */
char *
kmzb_address_picker_describe (const KmzbAddressHit *hit, KmzbAddressPickerWay way, gboolean picked)
{
  switch (hit->kind)
    {
    case KMZB_ADDRESS_NEAR_HOUSE:
      /* Translators: both are house numbers: "We don't know number 18. The nearest is 20." */
      return g_strdup_printf (_("We do not know number %s. The nearest is %s."), hit->wanted, hit->number);
    case KMZB_ADDRESS_STREET:
    case KMZB_ADDRESS_PLACE:
      return way == KMZB_ADDRESS_PICKER_BY_TOUCH ? describe_for_touch (hit, picked) : describe_for_pin (hit, picked);
    case KMZB_ADDRESS_HOUSE:
    default:
      return NULL;
    }
}

static void
on_picked (KmzbAddressPicker *self, KmzbAddressHit *hit)
{
  g_signal_emit (self, picked_signal, 0, hit);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbAddressPicker) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = kmzb_address_search_query_finish (KMZB_ADDRESS_SEARCH (source), result, &error);
  KmzbPicker *picker = KMZB_PICKER (self->picker);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->query);
  kmzb_picker_clear (picker);
  if (error != NULL)
    g_warning ("Can't search for an address: %s", error->message);
  if (hits == NULL || hits->len == 0)
    {
      kmzb_picker_show_message (
          picker, _("We did not find this address. Check the spelling or point at the place on the map."));
      return;
    }
  g_ptr_array_set_free_func (hits, NULL); /* each line takes its own */
  for (guint i = 0; i < hits->len; i++)
    {
      KmzbAddressHit *hit = g_ptr_array_index (hits, i);
      g_autofree char *what = kmzb_address_picker_describe (hit, self->way, FALSE);

      kmzb_picker_add (picker, "kmzb-pin-symbolic", hit->title, what, hit, (GDestroyNotify) kmzb_address_hit_free);
    }
}

static void
stop_query (KmzbAddressPicker *self)
{
  g_cancellable_cancel (self->query);
  g_clear_object (&self->query);
}

static void
on_typed (KmzbAddressPicker *self, const char *text)
{
  stop_query (self);
  if (*text == '\0')
    return;
  self->query = g_cancellable_new ();
  kmzb_address_search_query_async (self->search, text, self->near, MAX_HITS, self->query, on_found,
                                   g_object_ref (self));
}

static void
kmzb_address_picker_dispose (GObject *object)
{
  KmzbAddressPicker *self = KMZB_ADDRESS_PICKER (object);

  stop_query (self);
  if (self->picker != NULL)
    g_signal_handlers_disconnect_by_data (self->picker, self);
  g_clear_pointer (&self->picker, gtk_widget_unparent);
  g_clear_object (&self->search);
  G_OBJECT_CLASS (kmzb_address_picker_parent_class)->dispose (object);
}

static void
kmzb_address_picker_class_init (KmzbAddressPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_address_picker_dispose;

  /**
   * KmzbAddressPicker::picked:
   * @hit: a #KmzbAddressHit, valid during the call
   */
  picked_signal = g_signal_new ("picked", KMZB_TYPE_ADDRESS_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
kmzb_address_picker_init (KmzbAddressPicker *self)
{
  self->picker = kmzb_picker_new (_("Street and number, or a place"), _("For example: Lipowa 7"));
  g_signal_connect_swapped (self->picker, "typed", G_CALLBACK (on_typed), self);
  g_signal_connect_swapped (self->picker, "picked", G_CALLBACK (on_picked), self);
  gtk_widget_set_parent (self->picker, GTK_WIDGET (self));
}

GtkWidget *
kmzb_address_picker_new (KmzbAddressSearch *search, KmzbAddressPickerWay way)
{
  KmzbAddressPicker *self = g_object_new (KMZB_TYPE_ADDRESS_PICKER, NULL);

  self->search = g_object_ref (search);
  self->way = way;
  return GTK_WIDGET (self);
}

/* An empty field with the keyboard under it. */
void
kmzb_address_picker_begin (KmzbAddressPicker *self, KmzbPoint near)
{
  g_return_if_fail (KMZB_IS_ADDRESS_PICKER (self));

  kmzb_address_picker_set_near (self, near);
  kmzb_picker_begin (KMZB_PICKER (self->picker));
}

/* @near: what the map shows: the nearest of equals comes first. Soon somebody may type. */
void
kmzb_address_picker_set_near (KmzbAddressPicker *self, KmzbPoint near)
{
  g_return_if_fail (KMZB_IS_ADDRESS_PICKER (self));

  self->near = near;
  kmzb_address_search_warm_up (self->search);
}

/* What was typed and found is gone. */
void
kmzb_address_picker_forget (KmzbAddressPicker *self)
{
  kmzb_address_picker_set_text (self, "");
}

void
kmzb_address_picker_set_text (KmzbAddressPicker *self, const char *text)
{
  g_return_if_fail (KMZB_IS_ADDRESS_PICKER (self));

  kmzb_picker_set_text (KMZB_PICKER (self->picker), text);
}

const char *
kmzb_address_picker_get_text (KmzbAddressPicker *self)
{
  g_return_val_if_fail (KMZB_IS_ADDRESS_PICKER (self), "");

  return kmzb_picker_get_text (KMZB_PICKER (self->picker));
}
