/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-sync-state.h"

#include "kmzb-error.h"

G_DEFINE_ENUM_TYPE (KmzbSyncState,
                    kmzb_sync_state,
                    G_DEFINE_ENUM_VALUE (KMZB_SYNC_ALL_SENT, "all-sent"),
                    G_DEFINE_ENUM_VALUE (KMZB_SYNC_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (KMZB_SYNC_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (KMZB_SYNC_OFFLINE, "offline"))

G_DEFINE_ENUM_TYPE (KmzbNewsState,
                    kmzb_news_state,
                    G_DEFINE_ENUM_VALUE (KMZB_NEWS_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (KMZB_NEWS_ASKING, "asking"),
                    G_DEFINE_ENUM_VALUE (KMZB_NEWS_LATEST, "latest"),
                    G_DEFINE_ENUM_VALUE (KMZB_NEWS_MISSED, "missed"),
                    G_DEFINE_ENUM_VALUE (KMZB_NEWS_NONE, "none"))

G_DEFINE_ENUM_TYPE (KmzbTrouble,
                    kmzb_trouble,
                    G_DEFINE_ENUM_VALUE (KMZB_TROUBLE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (KMZB_TROUBLE_NO_SERVER, "no-server"),
                    G_DEFINE_ENUM_VALUE (KMZB_TROUBLE_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (KMZB_TROUBLE_PORTAL, "portal"),
                    G_DEFINE_ENUM_VALUE (KMZB_TROUBLE_OTHER_SERVER, "other-server"),
                    G_DEFINE_ENUM_VALUE (KMZB_TROUBLE_REFUSED_KEY, "refused-key"),
                    G_DEFINE_ENUM_VALUE (KMZB_TROUBLE_KEY_CHANGED, "key-changed"),
                    G_DEFINE_ENUM_VALUE (KMZB_TROUBLE_CLOCK, "clock"),
                    G_DEFINE_ENUM_VALUE (KMZB_TROUBLE_CERTIFICATE, "certificate"),
                    G_DEFINE_ENUM_VALUE (KMZB_TROUBLE_SERVER, "server"),
                    G_DEFINE_ENUM_VALUE (KMZB_TROUBLE_BOOTH, "booth"))

/* What stands behind the uploader's problem. @error: (nullable) */
KmzbTrouble
kmzb_trouble_from_error (const GError *error)
{
  if (error == NULL)
    return KMZB_TROUBLE_NONE;
  if (error->domain != KMZB_ERROR)
    return KMZB_TROUBLE_OFFLINE;
  switch ((KmzbError) error->code)
    {
    case KMZB_ERROR_OFFLINE:
    case KMZB_ERROR_LOST:
      return KMZB_TROUBLE_OFFLINE;
    case KMZB_ERROR_PORTAL:
      return KMZB_TROUBLE_PORTAL;
    case KMZB_ERROR_UNSUPPORTED:
      return KMZB_TROUBLE_OTHER_SERVER;
    case KMZB_ERROR_STRANGER:
      return KMZB_TROUBLE_KEY_CHANGED;
    case KMZB_ERROR_DENIED:
      return KMZB_TROUBLE_REFUSED_KEY;
    case KMZB_ERROR_UNTRUSTED:
      return KMZB_TROUBLE_CERTIFICATE;
    case KMZB_ERROR_CLOCK:
      return KMZB_TROUBLE_CLOCK;
    case KMZB_ERROR_UNPROVEN:
      return KMZB_TROUBLE_SERVER;
    case KMZB_ERROR_INVALID:
    case KMZB_ERROR_NOT_FOUND:
    case KMZB_ERROR_DAMAGED:
    case KMZB_ERROR_NEWER:
    case KMZB_ERROR_EXISTS:
    case KMZB_ERROR_FULL:
    case KMZB_ERROR_READ_ONLY:
    case KMZB_ERROR_BUSY:
    case KMZB_ERROR_IO:
    default:
      return KMZB_TROUBLE_BOOTH;
    }
}
