/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-answer.h"

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
static const char *const truths[] = { "true", "false", NULL };

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
  { "burst", "singlevaluelist", "One of many from one visitor or spot in a short time", truths },
  { "sealed_description", "text", "Description sealed to this server's public key, base64", NULL },
};

void
kmzb_wire_item_free (KmzbWireItem *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->service_code);
  g_free (self->status_notes);
  g_free (self);
}

void
kmzb_wire_update_free (KmzbWireUpdate *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->report_id);
  g_free (self->note);
  g_free (self);
}

/* Open311 knows open and closed alone; the official status stands beside it. */
gboolean
kmzb_wire_status_is_open (KmzbStatus status)
{
  return status == KMZB_STATUS_NEW || status == KMZB_STATUS_VERIFICATION || status == KMZB_STATUS_CONFIRMED;
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
kmzb_wire_answer_services (KmzbWireFormat format, KmzbCatalog *catalog, const char *language)
{
  GPtrArray *categories = kmzb_catalog_get_categories (catalog);
  KmzbWireWriter writer;

  kmzb_wire_writer_init_format (&writer, format);
  kmzb_wire_writer_begin_list (&writer, "services", "service");
  for (guint i = 0; i < categories->len; i++)
    {
      const KmzbCategory *category = g_ptr_array_index (categories, i);

      if (category->is_retired)
        continue;
      kmzb_wire_writer_begin (&writer, NULL, '{');
      kmzb_wire_writer_text (&writer, "service_code", category->slug);
      kmzb_wire_writer_text (&writer, "service_name", kmzb_category_get_name (category, language));
      kmzb_wire_writer_text (&writer, "description", kmzb_category_get_name (category, language));
      kmzb_wire_writer_boolean (&writer, "metadata", TRUE);
      kmzb_wire_writer_text (&writer, "type", "realtime");
      kmzb_wire_writer_text (&writer, "keywords", "");
      kmzb_wire_writer_text (&writer, "group", group_name (catalog, category, language));
      kmzb_wire_writer_end (&writer, '}');
    }
  kmzb_wire_writer_end (&writer, ']');
  return kmzb_wire_writer_finish (&writer);
}

static void
add_attribute (KmzbWireWriter *writer, const Attribute *attribute, int order)
{
  kmzb_wire_writer_begin (writer, NULL, '{');
  kmzb_wire_writer_boolean (writer, "variable", TRUE);
  kmzb_wire_writer_text (writer, "code", attribute->code);
  kmzb_wire_writer_text (writer, "datatype", attribute->datatype);
  kmzb_wire_writer_boolean (writer, "required", FALSE);
  kmzb_wire_writer_text (writer, "datatype_description", "");
  kmzb_wire_writer_int (writer, "order", order);
  kmzb_wire_writer_text (writer, "description", attribute->description);
  if (attribute->values != NULL)
    {
      kmzb_wire_writer_begin_list (writer, "values", "value");
      for (guint i = 0; attribute->values[i] != NULL; i++)
        {
          kmzb_wire_writer_begin (writer, NULL, '{');
          kmzb_wire_writer_text (writer, "key", attribute->values[i]);
          kmzb_wire_writer_text (writer, "name", attribute->values[i]);
          kmzb_wire_writer_end (writer, '}');
        }
      kmzb_wire_writer_end (writer, ']');
    }
  kmzb_wire_writer_end (writer, '}');
}

/* Returns: (transfer full): the answer to GET services/CODE */
GBytes *
kmzb_wire_answer_definition (KmzbWireFormat format, const KmzbCategory *category, const char *language)
{
  KmzbWireWriter writer;

  kmzb_wire_writer_init_format (&writer, format);
  kmzb_wire_writer_begin (&writer, "service_definition", '{');
  kmzb_wire_writer_text (&writer, "service_code", category->slug);
  kmzb_wire_writer_text (&writer, "service_name", kmzb_category_get_name (category, language));
  kmzb_wire_writer_begin_list (&writer, "attributes", "attribute");
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    add_attribute (&writer, &attributes[i], (int) i + 1);
  kmzb_wire_writer_end (&writer, ']');
  kmzb_wire_writer_end (&writer, '}');
  return kmzb_wire_writer_finish (&writer);
}

static void
add_item (KmzbWireWriter *writer, const KmzbWireItem *item, const char *language)
{
  const char *name = item->category ? kmzb_category_get_name (item->category, language) : item->service_code;

  kmzb_wire_writer_begin (writer, NULL, '{');
  kmzb_wire_writer_text (writer, "service_request_id", item->id);
  kmzb_wire_writer_text (writer, "status", kmzb_wire_status_is_open (item->status) ? "open" : "closed");
  kmzb_wire_writer_text (writer, "kmzb_status", kmzb_status_to_slug (item->status));
  if (item->status_notes != NULL)
    kmzb_wire_writer_text (writer, "status_notes", item->status_notes);
  kmzb_wire_writer_text (writer, "service_name", name);
  kmzb_wire_writer_text (writer, "service_code", item->service_code);
  kmzb_wire_writer_time (writer, "requested_datetime", item->requested_us);
  kmzb_wire_writer_time (writer, "updated_datetime", item->updated_us);
  if (item->has_place)
    {
      kmzb_wire_writer_degrees (writer, "lat", item->place.lat);
      kmzb_wire_writer_degrees (writer, "long", item->place.lon);
    }
  kmzb_wire_writer_end (writer, '}');
}

/* @items: (element-type KmzbWireItem). Returns: (transfer full): the answer to GET requests and GET requests/ID */
GBytes *
kmzb_wire_answer_requests (KmzbWireFormat format, GPtrArray *items, const char *language)
{
  KmzbWireWriter writer;

  kmzb_wire_writer_init_format (&writer, format);
  kmzb_wire_writer_begin_list (&writer, "service_requests", "request");
  for (guint i = 0; i < items->len; i++)
    add_item (&writer, g_ptr_array_index (items, i), language);
  kmzb_wire_writer_end (&writer, ']');
  return kmzb_wire_writer_finish (&writer);
}

/* @client_report_id: (nullable). Returns: (transfer full): the answer to a POST that is stored */
GBytes *
kmzb_wire_answer_receipt (KmzbWireFormat format, const char *id, const char *client_report_id)
{
  KmzbWireWriter writer;

  kmzb_wire_writer_init_format (&writer, format);
  kmzb_wire_writer_begin_list (&writer, "service_requests", "request");
  kmzb_wire_writer_begin (&writer, NULL, '{');
  kmzb_wire_writer_text (&writer, "service_request_id", id);
  if (client_report_id != NULL)
    kmzb_wire_writer_text (&writer, "client_report_id", client_report_id);
  kmzb_wire_writer_text (&writer, "service_notice", "");
  kmzb_wire_writer_end (&writer, '}');
  kmzb_wire_writer_end (&writer, ']');
  return kmzb_wire_writer_finish (&writer);
}

/* Returns: (transfer full): the answer to GET tokens/TOKEN */
GBytes *
kmzb_wire_answer_token (KmzbWireFormat format, const char *id, const char *token)
{
  KmzbWireWriter writer;

  kmzb_wire_writer_init_format (&writer, format);
  kmzb_wire_writer_begin_list (&writer, "service_requests", "request");
  kmzb_wire_writer_begin (&writer, NULL, '{');
  kmzb_wire_writer_text (&writer, "service_request_id", id);
  kmzb_wire_writer_text (&writer, "token", token);
  kmzb_wire_writer_end (&writer, '}');
  kmzb_wire_writer_end (&writer, ']');
  return kmzb_wire_writer_finish (&writer);
}

static void
add_update (KmzbWireWriter *writer, const KmzbWireUpdate *update)
{
  kmzb_wire_writer_begin (writer, NULL, '{');
  kmzb_wire_writer_text (writer, "update_id", update->id);
  kmzb_wire_writer_text (writer, "service_request_id", update->report_id);
  kmzb_wire_writer_text (writer, "status", kmzb_wire_status_is_open (update->status) ? "open" : "closed");
  kmzb_wire_writer_text (writer, "kmzb_status", kmzb_status_to_slug (update->status));
  kmzb_wire_writer_time (writer, "updated_datetime", update->updated_us);
  kmzb_wire_writer_text (writer, "description", update->note ? update->note : "");
  kmzb_wire_writer_end (writer, '}');
}

/* @updates: (element-type KmzbWireUpdate). Returns: (transfer full): the answer to GET servicerequestupdates */
GBytes *
kmzb_wire_answer_updates (KmzbWireFormat format, GPtrArray *updates)
{
  KmzbWireWriter writer;

  kmzb_wire_writer_init_format (&writer, format);
  kmzb_wire_writer_begin_list (&writer, "service_request_updates", "request_update");
  for (guint i = 0; i < updates->len; i++)
    add_update (&writer, g_ptr_array_index (updates, i));
  kmzb_wire_writer_end (&writer, ']');
  return kmzb_wire_writer_finish (&writer);
}

/* Returns: (transfer full): the answer to a POST of an update that is stored */
GBytes *
kmzb_wire_answer_update_receipt (KmzbWireFormat format, const char *update_id)
{
  KmzbWireWriter writer;

  kmzb_wire_writer_init_format (&writer, format);
  kmzb_wire_writer_begin_list (&writer, "service_request_updates", "request_update");
  kmzb_wire_writer_begin (&writer, NULL, '{');
  kmzb_wire_writer_text (&writer, "update_id", update_id);
  kmzb_wire_writer_end (&writer, '}');
  kmzb_wire_writer_end (&writer, ']');
  return kmzb_wire_writer_finish (&writer);
}

/* @description: says what is wrong, never what was sent. Returns: (transfer full) */
GBytes *
kmzb_wire_answer_error (KmzbWireFormat format, guint code, const char *description)
{
  KmzbWireWriter writer;

  kmzb_wire_writer_init_format (&writer, format);
  kmzb_wire_writer_begin_list (&writer, "errors", "error");
  kmzb_wire_writer_begin (&writer, NULL, '{');
  kmzb_wire_writer_int (&writer, "code", code);
  kmzb_wire_writer_text (&writer, "description", description);
  kmzb_wire_writer_end (&writer, '}');
  kmzb_wire_writer_end (&writer, ']');
  return kmzb_wire_writer_finish (&writer);
}
