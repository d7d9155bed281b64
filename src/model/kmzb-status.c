/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-status.h"

static const char *const slugs[KMZB_N_STATUSES] = {
  [KMZB_STATUS_NEW] = "new",
  [KMZB_STATUS_VERIFICATION] = "verification",
  [KMZB_STATUS_CONFIRMED] = "confirmed",
  [KMZB_STATUS_PASSED_ON] = "passed-on",
  [KMZB_STATUS_NOT_CONFIRMED] = "not-confirmed",
  [KMZB_STATUS_ELIMINATED] = "eliminated",
  [KMZB_STATUS_MISTAKE] = "mistake",
};

/* The name used in files and on the wire. */
const char *
kmzb_status_to_slug (KmzbStatus status)
{
  g_return_val_if_fail (status < KMZB_N_STATUSES, NULL);
  return slugs[status];
}

gboolean
kmzb_status_from_slug (const char *slug, KmzbStatus *status)
{
  for (guint i = 0; slug != NULL && i < KMZB_N_STATUSES; i++)
    if (g_str_equal (slug, slugs[i]))
      {
        *status = (KmzbStatus) i;
        return TRUE;
      }
  return FALSE;
}

/* Whether visitors see threats of this status; jokes and mistakes are hidden from them. */
gboolean
kmzb_status_is_shown (KmzbStatus status)
{
  return status != KMZB_STATUS_MISTAKE;
}
