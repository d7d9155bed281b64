/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The on-screen keyboard by two buttons: first a row, then a key of it. After a letter it begins with the rows again, and
 * after the last key of a row too, so that a wrong row costs no letter. The field keeps the focus. */
#include "kmzb-osk-scan.h"

#include "kmzb-a11y.h"
#include "kmzb-osk-host.h"
#include "kmzb-osk.h"

#define SCAN_KEY "kmzb-osk-scan"
#define SCANNED "scanned"

typedef struct
{
  guint row;
  int key; /* -1 while rows are scanned */
} Scan;

/* The first mapped widget of @type below @root. */
static GtkWidget *
find (GtkWidget *root, GType type)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

/* Only keys that do something now; (element-type GPtrArray (GtkWidget)), from the top. Returns: (transfer full) */
static GPtrArray *
get_rows (GtkWidget *osk)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GtkWidget *grid = kmzb_osk_get_keys (KMZB_OSK (osk));
  int last = -1;

  for (GtkWidget *key = gtk_widget_get_first_child (grid); key != NULL; key = gtk_widget_get_next_sibling (key))
    {
      int row;

      if (!GTK_IS_BUTTON (key) || !gtk_widget_is_sensitive (key))
        continue;
      gtk_grid_query_child (GTK_GRID (grid), key, NULL, &row, NULL, NULL);
      if (row != last)
        g_ptr_array_add (rows, g_ptr_array_new ());
      last = row;
      g_ptr_array_add (rows->pdata[rows->len - 1], key);
    }
  return rows;
}

static Scan *
get_scan (GtkWidget *osk)
{
  return g_object_get_data (G_OBJECT (osk), SCAN_KEY);
}

static void
show (GtkWidget *osk, GPtrArray *rows, const Scan *scan)
{
  for (guint i = 0; i < rows->len; i++)
    {
      GPtrArray *keys = rows->pdata[i];

      for (guint j = 0; j < keys->len; j++)
        if (scan != NULL && i == scan->row && (scan->key < 0 || (guint) scan->key == j))
          gtk_widget_add_css_class (keys->pdata[j], SCANNED);
        else
          gtk_widget_remove_css_class (keys->pdata[j], SCANNED);
    }
}

static void
tell (GPtrArray *rows, const Scan *scan)
{
  GPtrArray *keys = rows->pdata[scan->row];

  if (scan->key >= 0)
    {
      kmzb_a11y_say_now (kmzb_a11y_get_label (keys->pdata[scan->key]));
    }
  else
    {
      g_autofree char *row = g_strdup_printf ("%s – %s", kmzb_a11y_get_label (keys->pdata[0]),
                                              kmzb_a11y_get_label (keys->pdata[keys->len - 1]));

      kmzb_a11y_say_now (row);
    }
}

/* The keyboard stays away from who moves by keys, until it is asked for. */
void
kmzb_osk_scan_note_key (GtkWidget *root)
{
  GtkWidget *host = find (root, KMZB_TYPE_OSK_HOST);

  if (host != NULL)
    kmzb_osk_host_note_key (KMZB_OSK_HOST (host));
}

/* Returns: whether @field is one to write into, and the keyboard is there for it now */
gboolean
kmzb_osk_scan_begin (GtkWidget *root, GtkWidget *field)
{
  GtkWidget *host = find (root, KMZB_TYPE_OSK_HOST);
  GtkWidget *osk;
  Scan *scan;

  if (host == NULL || !kmzb_osk_can_write (field) || !kmzb_osk_host_open (KMZB_OSK_HOST (host)))
    return FALSE;
  osk = find (host, KMZB_TYPE_OSK);
  if (osk == NULL)
    return FALSE;
  scan = g_new0 (Scan, 1);
  scan->key = -1;
  g_object_set_data_full (G_OBJECT (osk), SCAN_KEY, scan, g_free);

  g_autoptr (GPtrArray) rows = get_rows (osk);
  show (osk, rows, scan);
  tell (rows, scan);
  return TRUE;
}

/* Returns: whether the keyboard is being scanned */
gboolean
kmzb_osk_scan_next (GtkWidget *root)
{
  GtkWidget *osk = find (root, KMZB_TYPE_OSK);
  Scan *scan = osk != NULL ? get_scan (osk) : NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (scan == NULL)
    return FALSE;
  rows = get_rows (osk);
  if (scan->row >= rows->len)
    *scan = (Scan){ .key = -1 };
  else if (scan->key < 0)
    scan->row = (scan->row + 1) % rows->len;
  else if (++scan->key >= (int) ((GPtrArray *) rows->pdata[scan->row])->len)
    *scan = (Scan){ .key = -1 };
  show (osk, rows, scan);
  tell (rows, scan);
  return TRUE;
}

/* Returns: whether the keyboard is being scanned */
gboolean
kmzb_osk_scan_activate (GtkWidget *root)
{
  GtkWidget *osk = find (root, KMZB_TYPE_OSK);
  GtkWidget *field = GTK_IS_WINDOW (root) ? gtk_window_get_focus (GTK_WINDOW (root)) : NULL;
  Scan *scan = osk != NULL ? get_scan (osk) : NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GPtrArray *keys;
  GtkWidget *key;

  if (scan == NULL)
    return FALSE;
  rows = get_rows (osk);
  if (scan->row >= rows->len || scan->key >= (int) ((GPtrArray *) rows->pdata[scan->row])->len)
    {
      *scan = (Scan){ .key = -1 };
    }
  else if (scan->key < 0)
    {
      scan->key = 0;
    }
  else
    {
      keys = rows->pdata[scan->row];
      key = keys->pdata[scan->key];
      *scan = (Scan){ .key = -1 };
      g_signal_emit_by_name (key, "clicked");
    }
  if (!gtk_widget_get_mapped (osk)) /* "Done" */
    {
      g_object_set_data (G_OBJECT (osk), SCAN_KEY, NULL);
      if (field != NULL)
        gtk_widget_grab_focus (field);
      return TRUE;
    }
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = get_rows (osk); /* other letters, other pages are other keys */
  show (osk, rows, scan);
  tell (rows, scan);
  return TRUE;
}

/* A finger takes over. */
void
kmzb_osk_scan_end (GtkWidget *root)
{
  GtkWidget *osk = find (root, KMZB_TYPE_OSK);

  if (osk == NULL || get_scan (osk) == NULL)
    return;

  g_autoptr (GPtrArray) rows = get_rows (osk);
  show (osk, rows, NULL);
  g_object_set_data (G_OBJECT (osk), SCAN_KEY, NULL);
}
