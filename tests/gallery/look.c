/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A screen judged by its widget tree and its pixels: text that is cut or lies under other text, targets that a thumb
 * misses, text that is too pale. What lies under a sheet or a question does not count. */
#include "look.h"

#include <math.h>
#include <string.h>

#define LEAST_TARGET 64
#define LEAST_CONTRAST 4.5
#define MOST_OVERLAP_PX 4.0
/* Of a text that is being written: what one wrote last, and the line before it. */
#define LEAST_LINES 2
/* A widget's place is rounded to whole pixels. */
#define ROUNDING 1.0

typedef struct
{
  GtkWidget *label;
  graphene_rect_t ink; /* in the window, only what is in view */
  gboolean whole;      /* all of it is in view: of half a line at a scroller's edge no colour can be told */
} Text;

typedef struct
{
  GtkWidget *window;
  const guchar *pixels; /* BGRA */
  int width, height;
  GArray *texts; /* (element-type Text) */
  GPtrArray *faults;
} Look;

static void G_GNUC_PRINTF (2, 3)
blame (Look *look, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (look->faults, g_strdup_vprintf (format, args));
  va_end (args);
}

static const char *
words_of (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (gtk_widget_get_tooltip_text (widget) != NULL)
    return gtk_widget_get_tooltip_text (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *words = words_of (child);

      if (words[0] != '\0')
        return words;
    }
  return "";
}

/* What of @rect, in the window, its scrollers and other clipping ancestors let through. @scrolls: set when one scrolls. */
static graphene_rect_t
in_view (Look *look, GtkWidget *widget, graphene_rect_t rect, gboolean *scrolls)
{
  *scrolls = FALSE;
  for (GtkWidget *parent = gtk_widget_get_parent (widget); parent != NULL; parent = gtk_widget_get_parent (parent))
    {
      graphene_rect_t bounds;

      if (GTK_IS_VIEWPORT (parent) || GTK_IS_SCROLLED_WINDOW (parent))
        *scrolls = TRUE;
      else if (gtk_widget_get_overflow (parent) != GTK_OVERFLOW_HIDDEN && parent != look->window)
        continue;
      if (gtk_widget_compute_bounds (parent, look->window, &bounds)
          && !graphene_rect_intersection (&rect, &bounds, &rect))
        return *graphene_rect_zero ();
    }
  return rect;
}

/* Whether a finger in the middle of @rect meets @widget, or what is its own: else something lies over it. */
static gboolean
is_on_top (Look *look, GtkWidget *widget, const graphene_rect_t *rect)
{
  GtkWidget *picked = gtk_widget_pick (look->window, rect->origin.x + rect->size.width / 2,
                                       rect->origin.y + rect->size.height / 2,
                                       GTK_PICK_NON_TARGETABLE | GTK_PICK_INSENSITIVE);

  if (picked == NULL)
    return FALSE;
  return picked == widget || gtk_widget_is_ancestor (picked, widget) || gtk_widget_is_ancestor (widget, picked);
}

/* ---- texts ---- */

/* What the start page says, and a question over the screen: nobody looks for it by scrolling. */
static gboolean
must_be_whole (GtkWidget *label)
{
  if (gtk_widget_has_css_class (label, "kmzb-display") || gtk_widget_has_css_class (label, "kmzb-start-line"))
    return TRUE;
  for (GtkWidget *parent = gtk_widget_get_parent (label); parent != NULL; parent = gtk_widget_get_parent (parent))
    if (gtk_widget_has_css_class (parent, "kmzb-question"))
      return TRUE;
  return FALSE;
}

static void
look_at_label (Look *look, GtkWidget *label)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (label));
  graphene_rect_t bounds, whole, seen;
  PangoRectangle ink, logical;
  gboolean scrolls;
  int x, y;

  if (gtk_label_get_text (GTK_LABEL (label))[0] == '\0' || !gtk_widget_compute_bounds (label, look->window, &bounds))
    return;
  pango_layout_get_pixel_extents (layout, &ink, &logical);
  gtk_label_get_layout_offsets (GTK_LABEL (label), &x, &y);
  {
    graphene_point_t at;

    if (!gtk_widget_compute_point (label, look->window, &GRAPHENE_POINT_INIT (0, 0), &at))
      return;
    whole = GRAPHENE_RECT_INIT (at.x + x + ink.x, at.y + y + ink.y, ink.width, ink.height);
  }
  seen = in_view (look, label, whole, &scrolls);
  scrolls = scrolls && !must_be_whole (label);
  if (seen.size.width < 1 || seen.size.height < 1)
    {
      if (!scrolls && whole.size.width > 0)
        blame (look, "“%s” lies off the screen", words_of (label));
      return;
    }
  if (!is_on_top (look, label, &seen))
    return;

  if (pango_layout_is_ellipsized (layout))
    blame (look, "“%s” is cut short", words_of (label));
  if (seen.size.width < whole.size.width - ROUNDING - 1)
    blame (look, "“%s” is cut at a side: %.0f of %.0f px", words_of (label), seen.size.width, whole.size.width);
  if (!scrolls && seen.size.height < whole.size.height - ROUNDING - 1)
    blame (look, "“%s” is cut in height: %.0f of %.0f px", words_of (label), seen.size.height, whole.size.height);
  if (logical.height > gtk_widget_get_height (label) + ROUNDING)
    blame (look, "“%s” has %d px of the %d that it needs", words_of (label), gtk_widget_get_height (label),
           logical.height);
  g_array_append_val (look->texts, ((Text) { label, seen, seen.size.height >= whole.size.height - ROUNDING }));
}

static void
look_for_overlaps (Look *look)
{
  for (guint i = 0; i < look->texts->len; i++)
    for (guint j = i + 1; j < look->texts->len; j++)
      {
        const Text *a = &g_array_index (look->texts, Text, i), *b = &g_array_index (look->texts, Text, j);
        graphene_rect_t both;

        if (graphene_rect_intersection (&a->ink, &b->ink, &both) && both.size.width > MOST_OVERLAP_PX
            && both.size.height > MOST_OVERLAP_PX)
          blame (look, "“%s” and “%s” lie over each other", words_of (a->label), words_of (b->label));
      }
}

/* ---- contrast: relative luminance and ratio as WCAG 2.1 defines them ---- */

static double
linear (guchar value)
{
  double c = value / 255.0;

  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static double
luminance (guint32 bgra)
{
  return 0.2126 * linear (bgra >> 16 & 0xff) + 0.7152 * linear (bgra >> 8 & 0xff) + 0.0722 * linear (bgra & 0xff);
}

static double
ratio (guint32 a, guint32 b)
{
  double la = luminance (a), lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

/* The ground is the colour that most of a text's box has; the letters, what differs most from it: the middle of a stroke. */
static void
look_at_contrast (Look *look, const Text *text)
{
  int x1 = MAX ((int) floorf (text->ink.origin.x), 0), y1 = MAX ((int) floorf (text->ink.origin.y), 0);
  int x2 = MIN ((int) ceilf (text->ink.origin.x + text->ink.size.width), look->width);
  int y2 = MIN ((int) ceilf (text->ink.origin.y + text->ink.size.height), look->height);
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  guint most = 0;
  guint32 ground = 0;
  double best = 1;
  GHashTableIter iter;
  gpointer key;

  for (int y = y1; y < y2; y++)
    for (int x = x1; x < x2; x++)
      {
        guint32 pixel;
        guint count;

        memcpy (&pixel, look->pixels + ((gsize) y * (gsize) look->width + (gsize) x) * 4, 4);
        pixel &= 0xffffff;
        count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (pixel))) + 1;
        g_hash_table_insert (counts, GUINT_TO_POINTER (pixel), GUINT_TO_POINTER (count));
        if (count > most)
          {
            most = count;
            ground = pixel;
          }
      }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    best = MAX (best, ratio (GPOINTER_TO_UINT (key), ground));
  if (best < LEAST_CONTRAST)
    blame (look, "“%s” has a contrast of %.1f : 1 on #%06x", words_of (text->label), best, ground);
}

/* ---- targets ---- */

static gboolean
is_target (GtkWidget *widget)
{
  if (!gtk_widget_get_can_target (widget) || !gtk_widget_get_sensitive (widget))
    return FALSE;
  return GTK_IS_BUTTON (widget) || GTK_IS_TEXT_VIEW (widget) || GTK_IS_ENTRY (widget) || GTK_IS_SEARCH_ENTRY (widget)
         || GTK_IS_SWITCH (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SCALE (widget);
}

/* A field that is written in must be seen, whatever stands around it. */
static void
look_at_field (Look *look, GtkWidget *field)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (field));
  g_autoptr (PangoLayout) line = gtk_widget_create_pango_layout (field, "Ż");
  graphene_rect_t bounds, seen;
  gboolean scrolls;
  int height;

  if (!gtk_widget_is_focus (field) || gtk_text_buffer_get_char_count (buffer) == 0
      || !gtk_widget_compute_bounds (field, look->window, &bounds))
    return;
  pango_layout_get_pixel_size (line, NULL, &height);
  seen = in_view (look, field, bounds, &scrolls);
  if (seen.size.height < LEAST_LINES * height)
    blame (look, "of the text that is written %.0f px are seen, and a line has %d", seen.size.height, height);
}

static void
look_at_target (Look *look, GtkWidget *target)
{
  graphene_rect_t bounds, seen;
  gboolean scrolls;

  if (!gtk_widget_compute_bounds (target, look->window, &bounds))
    return;
  seen = in_view (look, target, bounds, &scrolls);
  if (seen.size.width < 1 || seen.size.height < 1)
    {
      if (!scrolls)
        blame (look, "the target “%s” lies off the screen", words_of (target));
      return;
    }
  if (!is_on_top (look, target, &seen))
    return;
  if (bounds.size.width < LEAST_TARGET - ROUNDING || bounds.size.height < LEAST_TARGET - ROUNDING)
    blame (look, "the target “%s” has %.0f x %.0f px", words_of (target), bounds.size.width, bounds.size.height);
  if (!scrolls && (seen.size.width < bounds.size.width - ROUNDING || seen.size.height < bounds.size.height - ROUNDING))
    blame (look, "the target “%s” is cut", words_of (target));
}

static void
walk (Look *look, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || gtk_widget_get_opacity (widget) <= 0)
    return;
  if (GTK_IS_LABEL (widget))
    look_at_label (look, widget);
  else if (is_target (widget))
    look_at_target (look, widget);
  if (GTK_IS_TEXT_VIEW (widget))
    look_at_field (look, widget);
  if (GTK_IS_TEXT_VIEW (widget) || GTK_IS_NATIVE (widget))
    if (widget != look->window)
      return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (look, child);
}

GPtrArray *
look_for_faults (GtkWidget *window, GdkTexture *picture, int screen_width, int screen_height)
{
  g_autofree guchar *pixels = NULL;
  Look look = { .window = window };
  int width, height;

  look.faults = g_ptr_array_new_with_free_func (g_free);
  look.texts = g_array_new (FALSE, FALSE, sizeof (Text));
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, screen_width, &height, NULL, NULL, NULL);
  if (width > screen_width || height > screen_height)
    blame (&look, "the screen needs %d x %d px", width, height);
  walk (&look, window);
  look_for_overlaps (&look);
  if (picture != NULL)
    {
      look.width = gdk_texture_get_width (picture);
      look.height = gdk_texture_get_height (picture);
      pixels = g_malloc ((gsize) look.width * (gsize) look.height * 4);
      gdk_texture_download (picture, pixels, (gsize) look.width * 4);
      look.pixels = pixels;
      for (guint i = 0; i < look.texts->len; i++)
        {
          const Text *text = &g_array_index (look.texts, Text, i);

          /* What cannot be used now may be pale: WCAG 1.4.3 excepts it. */
          if (text->whole && gtk_widget_is_sensitive (text->label))
            look_at_contrast (&look, text);
        }
    }
  g_array_unref (look.texts);
  return look.faults;
}

/* ---- finding ---- */

static gboolean
is_named (GtkWidget *widget, const char *name)
{
  if (GTK_IS_LABEL (widget))
    return g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), name) == 0;
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), name) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_named (child, name))
      return TRUE;
  return FALSE;
}

static void
find (GtkWidget *root, GtkWidget *widget, const char *name, GtkWidget **found)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_can_target (widget))
    return;
  if (GTK_IS_BUTTON (widget))
    {
      if (gtk_widget_is_sensitive (widget) && is_named (widget, name))
        *found = widget; /* the last one is the one on top */
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find (root, child, name, found);
}

/* The uppermost button on screen that says @name. Returns: (nullable) (transfer none) */
GtkWidget *
look_find_button (GtkWidget *root, const char *name)
{
  GtkWidget *found = NULL;

  find (root, root, name, &found);
  return found;
}

gboolean
look_shows (GtkWidget *root, const char *text)
{
  if (!gtk_widget_get_mapped (root))
    return FALSE;
  if (GTK_IS_LABEL (root))
    return g_str_equal (gtk_label_get_text (GTK_LABEL (root)), text);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (look_shows (child, text))
      return TRUE;
  return FALSE;
}
