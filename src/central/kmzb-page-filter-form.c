/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-list.h"

#define MAX_BOOTHS 300

static const char *const sources[] = { "visitor", "debate", "council", "organisation", "joke" };
static const char *const distances[] = { "0.2", "0.5", "1", "2", "5", "10", "20", "50" };

/* Name, hint and fault are tied to the field, for who does not see where they stand. */
static void
add_field (KmzbPage *self, const KmzbPageFilter *filter, const char *name, KmzbText label, KmzbText fault,
           const char *attributes)
{
  gboolean wrong = kmzb_page_filter_is_wrong (filter, name);
  g_autofree char *id = g_strconcat ("e-", name, NULL);

  kmzb_page_print (self, "<p><label for=\"f-%s\">%s</label>", name, kmzb_page_text (self, label));
  if (wrong)
    kmzb_page_print (self, "<span class=\"fault\" id=\"%s\">%s</span>", id, kmzb_page_text (self, fault));
  kmzb_page_print (self, "<input id=\"f-%s\" name=\"%s\" value=\"%s\" ", name, name,
                   kmzb_page_read_field (filter->query, name));
  kmzb_page_add (self, attributes);
  if (wrong)
    kmzb_page_add_wrong (self, id);
  kmzb_page_add (self, "></p>");
}

static void
begin_select (KmzbPage *self, const char *name, KmzbText label)
{
  kmzb_page_print (self, "<p><label for=\"f-%s\">%s</label><select id=\"f-%s\" name=\"%s\">", name,
                   kmzb_page_text (self, label), name, name);
}

static void
add_all_option (KmzbPage *self, const KmzbPageFilter *filter, const char *name)
{
  kmzb_page_add_option (self, "", kmzb_page_text (self, KMZB_TEXT_ALL), kmzb_page_read_field (filter->query, name));
}

static void
add_statuses (KmzbPage *self, const KmzbPageFilter *filter)
{
  begin_select (self, "status", KMZB_TEXT_STATUS);
  add_all_option (self, filter, "status");
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    kmzb_page_add_option (self, kmzb_status_to_slug ((KmzbStatus) i),
                          kmzb_routes_get_status_name ((KmzbStatus) i, self->english),
                          kmzb_page_read_field (filter->query, "status"));
  kmzb_page_add (self, "</select></p>");
}

static void
add_categories (KmzbPage *self, const KmzbPageFilter *filter)
{
  GPtrArray *groups = kmzb_catalog_get_groups (self->routes->catalog);

  begin_select (self, "category", KMZB_TEXT_CATEGORY);
  add_all_option (self, filter, "category");
  for (guint i = 0; i < groups->len; i++)
    {
      const KmzbCategoryGroup *group = g_ptr_array_index (groups, i);

      kmzb_page_print (self, "<optgroup label=\"%s\">",
                       kmzb_category_group_get_name (group, self->english ? "en" : "pl"));
      for (guint j = 0; j < group->categories->len; j++)
        {
          const KmzbCategory *category = g_ptr_array_index (group->categories, j);

          kmzb_page_add_option (self, category->slug, kmzb_page_name_category (self, category->slug),
                                kmzb_page_read_field (filter->query, "category"));
        }
      kmzb_page_add (self, "</optgroup>");
    }
  kmzb_page_add (self, "</select></p>");
}

const char *
kmzb_page_name_source (KmzbPage *self, const char *slug)
{
  static const KmzbText names[] = { KMZB_TEXT_SOURCE_VISITOR, KMZB_TEXT_SOURCE_DEBATE, KMZB_TEXT_SOURCE_COUNCIL,
                                    KMZB_TEXT_SOURCE_ORGANISATION, KMZB_TEXT_SOURCE_JOKE };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (g_str_equal (sources[i], slug))
      return kmzb_page_text (self, names[i]);
  return slug;
}

static void
add_sources (KmzbPage *self, const KmzbPageFilter *filter)
{
  begin_select (self, "source", KMZB_TEXT_SOURCE);
  add_all_option (self, filter, "source");
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    kmzb_page_add_option (self, sources[i], kmzb_page_name_source (self, sources[i]),
                          kmzb_page_read_field (filter->query, "source"));
  kmzb_page_add (self, "</select></p>");
}

/* Names to choose from, beside typing one: a booth whose key is long gone still has its reports. */
static void
add_booth_names (KmzbPage *self)
{
  g_autoptr (GError) error = NULL;
  KmzbStorage *reader = kmzb_archive_borrow (self->routes->archive, &error);
  KmzbRows *rows = reader ? kmzb_storage_query (reader, "SELECT DISTINCT name FROM keys ORDER BY name LIMIT $1",
                                                KMZB_VALUES (kmzb_value_int (MAX_BOOTHS)), &error)
                          : NULL;

  kmzb_page_add (self, "<datalist id=\"booths\">");
  while (rows != NULL && kmzb_rows_next (rows, &error))
    kmzb_page_print (self, "<option value=\"%s\">", kmzb_rows_text (rows, 0));
  kmzb_page_add (self, "</datalist>");
  kmzb_rows_free (rows);
  kmzb_archive_give_back (self->routes->archive, reader);
  if (error != NULL)
    g_warning ("Can't list the booths: %s", error->message);
}

static void
add_distances (KmzbPage *self, const KmzbPageFilter *filter)
{
  const char *chosen = kmzb_page_read_field (filter->query, "km");

  begin_select (self, "km", KMZB_TEXT_WITHIN);
  for (guint i = 0; i < G_N_ELEMENTS (distances); i++)
    {
      g_autofree char *name = g_strconcat (distances[i], " km", NULL);

      if (!self->english)
        g_strdelimit (name, ".", ',');
      kmzb_page_add_option (self, distances[i], name, *chosen != '\0' ? chosen : "1");
    }
  kmzb_page_add (self, "</select></p>");
}

static void
add_joined (KmzbPage *self, const KmzbPageFilter *filter)
{
  const char *chosen = kmzb_page_read_field (filter->query, "joined");

  begin_select (self, "joined", KMZB_TEXT_DUPLICATES);
  kmzb_page_add_option (self, "", kmzb_page_text (self, KMZB_TEXT_WITH_DUPLICATES), chosen);
  kmzb_page_add_option (self, "no", kmzb_page_text (self, KMZB_TEXT_WITHOUT_DUPLICATES), chosen);
  kmzb_page_add_option (self, "only", kmzb_page_text (self, KMZB_TEXT_ONLY_DUPLICATES), chosen);
  kmzb_page_add (self, "</select></p>");
}

/* An area has no field to be typed into: one comes to it from the tallies, and leaves it here. */
static void
add_area (KmzbPage *self, const KmzbPageFilter *filter)
{
  const char *area = kmzb_page_read_field (filter->query, "area");

  if (*area == '\0')
    return;
  kmzb_page_print (self, "<p><label for=\"f-area\">%s</label><select id=\"f-area\" name=\"area\">",
                   kmzb_page_text (self, KMZB_TEXT_AREA));
  kmzb_page_add_option (self, area, area, area);
  kmzb_page_add_option (self, "", kmzb_page_text (self, KMZB_TEXT_EVERYWHERE), area);
  kmzb_page_add (self, "</select></p>");
}

/* What is asked for less often stays folded until it is used. */
static void
add_more (KmzbPage *self, const KmzbPageFilter *filter)
{
  static const char *const names[] = { "booth", "source", "place", "area", "joined" };
  gboolean used = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    used = used || *kmzb_page_read_field (filter->query, names[i]) != '\0';
  kmzb_page_print (self, "<details%s><summary>%s</summary><div class=\"filters\">", used ? " open" : "",
                   kmzb_page_text (self, KMZB_TEXT_MORE_FILTERS));
  add_field (self, filter, "booth", KMZB_TEXT_BOOTH, KMZB_TEXT_TOO_LONG, "list=\"booths\" autocomplete=\"off\"");
  add_booth_names (self);
  add_sources (self, filter);
  add_field (self, filter, "place", KMZB_TEXT_NEAR, KMZB_TEXT_BAD_PLACE,
             "placeholder=\"50.0370, 22.0047\" autocomplete=\"off\"");
  add_distances (self, filter);
  add_joined (self, filter);
  add_area (self, filter);
  kmzb_page_add (self, "</div></details>");
}

/**
 * kmzb_page_add_filters:
 * @path: of the page that the filter is for
 */
void
kmzb_page_add_filters (KmzbPage *self, const KmzbPageFilter *filter, const char *path)
{
  if (filter->wrong->len > 0)
    kmzb_page_add_fault (self, KMZB_TEXT_BAD_FILTER);
  kmzb_page_print (self, "<section aria-label=\"%s\"><form method=\"get\" action=\"%s\" role=\"search\"><div class=\"filters\">",
                   kmzb_page_text (self, KMZB_TEXT_FILTERS), path);
  add_field (self, filter, "q", KMZB_TEXT_SEARCH, KMZB_TEXT_TOO_LONG, "type=\"search\" maxlength=\"100\"");
  add_statuses (self, filter);
  add_categories (self, filter);
  add_field (self, filter, "from", KMZB_TEXT_FROM, KMZB_TEXT_BAD_DATE, "type=\"date\"");
  add_field (self, filter, "to", KMZB_TEXT_TO, KMZB_TEXT_BAD_DATE, "type=\"date\"");
  kmzb_page_add (self, "</div>");
  add_more (self, filter);
  kmzb_page_print (self, "<p class=\"send\"><button class=\"main\">%s</button> <a href=\"%s\">%s</a></p></form></section>",
                   kmzb_page_text (self, KMZB_TEXT_SHOW), path, kmzb_page_text (self, KMZB_TEXT_CLEAR));
}

static void
add_tool (KmzbPage *self, const char *path, const char *query, const char *more, KmzbText name)
{
  gboolean here = g_str_equal (self->exchange->path, path);
  const char *join = *query != '\0' && *more != '\0' ? "&" : "";

  if (!here)
    kmzb_page_print (self, "<a class=\"button\" href=\"%s%s%s%s%s\">%s</a>", path,
                     *query != '\0' || *more != '\0' ? "?" : "", query, join, more, kmzb_page_text (self, name));
}

/* What else can be done with the reports that the filter lets through. */
void
kmzb_page_add_tools (KmzbPage *self, const KmzbPageFilter *filter)
{
  g_autofree char *query = kmzb_page_filter_format (filter, NULL);

  if (filter->wrong->len > 0)
    return;
  kmzb_page_add (self, "<p class=\"tools\">");
  add_tool (self, KMZB_PAGE_ROOT, query, "", KMZB_TEXT_AS_LIST);
  add_tool (self, KMZB_PAGE_ROOT "tallies", query, "", KMZB_TEXT_COUNT_THESE);
  if (self->session.role >= KMZB_ROLE_COORDINATOR)
    {
      add_tool (self, KMZB_PAGE_ROOT "export.csv", query, "for=excel", KMZB_TEXT_FOR_EXCEL);
      add_tool (self, KMZB_PAGE_ROOT "export.csv", query, "", KMZB_TEXT_AS_CSV);
    }
  kmzb_page_add (self, "</p>");
}
