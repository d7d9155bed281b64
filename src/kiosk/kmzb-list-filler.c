/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-list-filler.h"

/* A row is a dozen widgets. Somewhat more than a screenful comes at once, the rest while the sheet is there already and
 * moves: a hundred at once would leave a touch unanswered for the better part of a second. */
#define FIRST_ROWS 12
#define ROWS_A_TURN 2

typedef struct
{
  GWeakRef list;
  KmzbListStep step;
} Filler;

static void
filler_free (gpointer data)
{
  Filler *filler = data;

  g_weak_ref_clear (&filler->list);
  g_free (filler);
}

static gboolean
take_steps (GtkWidget *list, KmzbListStep step, int n)
{
  while (n-- > 0)
    if (!step (list))
      return FALSE;
  return TRUE;
}

static gboolean
on_turn (gpointer data)
{
  Filler *filler = data;
  g_autoptr (GtkWidget) list = g_weak_ref_get (&filler->list);

  return list != NULL && take_steps (list, filler->step, ROWS_A_TURN) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Fills @list, the first rows at once and the others whenever there is nothing else to do; ends with the list. */
void
kmzb_list_fill (GtkWidget *list, KmzbListStep step)
{
  Filler *filler;

  if (!take_steps (list, step, FIRST_ROWS))
    return;
  filler = g_new0 (Filler, 1);
  g_weak_ref_init (&filler->list, list);
  filler->step = step;
  g_idle_add_full (G_PRIORITY_LOW, on_turn, filler, filler_free);
}
