/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-intake.h"

void
kmzb_intake_free (KmzbIntake *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->request, kmzb_wire_request_free);
  g_clear_pointer (&self->digest, g_bytes_unref);
  g_free (self->booth);
  g_free (self);
}

/* When it was reported, as far as that can be believed: nothing was saved after it was received. */
gint64
kmzb_intake_get_requested_us (const KmzbIntake *self)
{
  gint64 saved_us = self->request->report->saved_us;

  return saved_us > 0 && saved_us < self->received_us ? saved_us : self->received_us;
}
