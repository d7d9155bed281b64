/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-fit.h"

#include "kmzb-access.h"

/* @user_data: outlives the time until kmzb_fit_clear() */
void
kmzb_fit_init (KmzbFit *self, KmzbFitFunc func, gpointer user_data)
{
  self->func = func;
  self->user_data = user_data;
}

static gboolean
on_idle (gpointer data)
{
  KmzbFit *self = data;

  self->id = 0;
  self->func (self->user_data);
  return G_SOURCE_REMOVE;
}

/* From the widget's size_allocate. @width, @height: of what is to fit, in px */
void
kmzb_fit_note (KmzbFit *self, int width, int height)
{
  guint text_percent = kmzb_access_get_text_percent (kmzb_access_get_default ());

  if (width == self->width && height == self->height && text_percent == self->text_percent)
    return;
  self->width = width;
  self->height = height;
  self->text_percent = text_percent;
  if (self->id == 0)
    self->id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_idle, self, NULL);
}

/* Before the widget goes. */
void
kmzb_fit_clear (KmzbFit *self)
{
  g_clear_handle_id (&self->id, g_source_remove);
}
