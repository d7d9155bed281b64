/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-json.h"

#include "kmzb-report.h"
#include "kmzb-time.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* An attribute that a client may add to a report. None is required, so that every Open311 client can post. */
typedef struct
{
  const char *code;
  const char *datatype;
  const char *description;
  const char *const *values; /* for the list types */
} Attribute;

static const char *const day_parts[] = { "night", "morning", "midday", "afternoon", "evening", NULL };
static const char *const week_days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL };
static const char *const sources[] = { "visitor", "debate", "council", "organisation", "joke", NULL };

static const Attribute attributes[] = {
  { "client_report_id", "string", "UUID made when the report was saved; the same report is taken once", NULL },
  { "client_number", "string", "Number that the person was given", NULL },
  { "saved_at", "datetime", "When it was saved, by the client's clock", NULL },
  { "clock_state", "string", "ok, unsure, or the known offset of that clock in seconds", NULL },
  { "day_part", "multivaluelist", "Parts of the day at which it happens", day_parts },
  { "week_days", "multivaluelist", "Days of the week on which it happens", week_days },
  { "observed_date", "datetime", "Day on which it was seen, YYYY-MM-DD", NULL },
  { "confirms", "string", "Id of the request that this one confirms", NULL },
  { "source", "singlevaluelist", "Where the report comes from", sources },
  { "sealed_description", "text", "Description sealed to this server's public key, base64", NULL },
};

void
kmzb_wire_item_free (KmzbWireItem *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->service_code);
  g_free (self);
}

/* Open311 knows open and closed alone; the official status stands beside it. */
gboolean
kmzb_wire_status_is_open (KmzbStatus status)
{
  return status == KMZB_STATUS_NEW || status == KMZB_STATUS_VERIFICATION || status == KMZB_STATUS_CONFIRMED;
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_time (JsonBuilder *builder, const char *name, gint64 us)
{
  g_autofree char *text = kmzb_time_format_w3c (us);

  add_text (builder, name, text);
}

/* @builder: (transfer full) */
static GBytes *
finish (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  char *text = json_to_string (root, FALSE);

  g_object_unref (builder);
  return g_bytes_new_take (text, strlen (text));
}

static const char *
group_name (KmzbCatalog *catalog, const KmzbCategory *category, const char *language)
{
  GPtrArray *groups = kmzb_catalog_get_groups (catalog);

  for (guint i = 0; i < groups->len; i++)
    {
      const KmzbCategoryGroup *group = g_ptr_array_index (groups, i);

      if (g_strcmp0 (group->id, category->group) == 0)
        return kmzb_category_group_get_name (group, language);
    }
  return "";
}

/* Returns: (transfer full): the answer to GET services */
GBytes *
kmzb_wire_json_services (KmzbCatalog *catalog, const char *language)
{
  JsonBuilder *builder = json_builder_new_immutable ();
  GPtrArray *categories = kmzb_catalog_get_categories (catalog);

  json_builder_begin_array (builder);
  for (guint i = 0; i < categories->len; i++)
    {
      const KmzbCategory *category = g_ptr_array_index (categories, i);

      json_builder_begin_object (builder);
      add_text (builder, "service_code", category->slug);
      add_text (builder, "service_name", kmzb_category_get_name (category, language));
      add_text (builder, "description", kmzb_category_get_name (category, language));
      json_builder_set_member_name (builder, "metadata");
      json_builder_add_boolean_value (builder, TRUE);
      add_text (builder, "type", "realtime");
      add_text (builder, "keywords", "");
      add_text (builder, "group", group_name (catalog, category, language));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return finish (builder);
}

static void
add_attribute (JsonBuilder *builder, const Attribute *attribute, int order)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "variable");
  json_builder_add_boolean_value (builder, TRUE);
  add_text (builder, "code", attribute->code);
  add_text (builder, "datatype", attribute->datatype);
  json_builder_set_member_name (builder, "required");
  json_builder_add_boolean_value (builder, FALSE);
  add_text (builder, "datatype_description", "");
  json_builder_set_member_name (builder, "order");
  json_builder_add_int_value (builder, order);
  add_text (builder, "description", attribute->description);
  if (attribute->values != NULL)
    {
      json_builder_set_member_name (builder, "values");
      json_builder_begin_array (builder);
      for (guint i = 0; attribute->values[i] != NULL; i++)
        {
          json_builder_begin_object (builder);
          add_text (builder, "key", attribute->values[i]);
          add_text (builder, "name", attribute->values[i]);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

/* Returns: (transfer full): the answer to GET services/CODE */
GBytes *
kmzb_wire_json_definition (const KmzbCategory *category, const char *language)
{
  JsonBuilder *builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  add_text (builder, "service_code", category->slug);
  add_text (builder, "service_name", kmzb_category_get_name (category, language));
  json_builder_set_member_name (builder, "attributes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    add_attribute (builder, &attributes[i], (int) i + 1);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return finish (builder);
}

static void
add_item (JsonBuilder *builder, const KmzbWireItem *item, const char *language)
{
  json_builder_begin_object (builder);
  add_text (builder, "service_request_id", item->id);
  add_text (builder, "status", kmzb_wire_status_is_open (item->status) ? "open" : "closed");
  add_text (builder, "kmzb_status", kmzb_status_to_slug (item->status));
  add_text (builder, "service_name",
            item->category ? kmzb_category_get_name (item->category, language) : item->service_code);
  add_text (builder, "service_code", item->service_code);
  add_time (builder, "requested_datetime", item->requested_us);
  add_time (builder, "updated_datetime", item->updated_us);
  if (item->has_place)
    {
      json_builder_set_member_name (builder, "lat");
      json_builder_add_double_value (builder, item->place.lat);
      json_builder_set_member_name (builder, "long");
      json_builder_add_double_value (builder, item->place.lon);
    }
  json_builder_end_object (builder);
}

/* @items: (element-type KmzbWireItem). Returns: (transfer full): the answer to GET requests and GET requests/ID */
GBytes *
kmzb_wire_json_requests (GPtrArray *items, const char *language)
{
  JsonBuilder *builder = json_builder_new_immutable ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < items->len; i++)
    add_item (builder, g_ptr_array_index (items, i), language);
  json_builder_end_array (builder);
  return finish (builder);
}

/* @client_report_id: (nullable). Returns: (transfer full): the answer to a POST that is stored */
GBytes *
kmzb_wire_json_receipt (const char *id, const char *client_report_id)
{
  JsonBuilder *builder = json_builder_new_immutable ();

  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_text (builder, "service_request_id", id);
  if (client_report_id != NULL)
    add_text (builder, "client_report_id", client_report_id);
  add_text (builder, "service_notice", "");
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  return finish (builder);
}

/* @description: says what is wrong, never what was sent. Returns: (transfer full) */
GBytes *
kmzb_wire_json_error (guint code, const char *description)
{
  JsonBuilder *builder = json_builder_new_immutable ();

  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_int_value (builder, (gint64) code);
  add_text (builder, "description", description);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  return finish (builder);
}
