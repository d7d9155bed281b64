/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KmzbSyncState:
 * @KMZB_SYNC_ALL_SENT: nothing waits
 * @KMZB_SYNC_WAITING: reports wait for their next try
 * @KMZB_SYNC_SENDING: reports are under way
 * @KMZB_SYNC_OFFLINE: reports wait, and central cannot be reached
 *
 * What a visitor is told about sending.
 */
typedef enum
{
  KMZB_SYNC_ALL_SENT,
  KMZB_SYNC_WAITING,
  KMZB_SYNC_SENDING,
  KMZB_SYNC_OFFLINE,
} KmzbSyncState;

#define KMZB_TYPE_SYNC_STATE (kmzb_sync_state_get_type ())
GType kmzb_sync_state_get_type (void);

/**
 * KmzbNewsState:
 * @KMZB_NEWS_UNKNOWN: central has not been asked yet
 * @KMZB_NEWS_ASKING: it is being asked
 * @KMZB_NEWS_LATEST: the booth has what central told when it was asked last
 * @KMZB_NEWS_MISSED: it could not be asked
 * @KMZB_NEWS_NONE: the server takes reports and tells no news, as others than central
 *
 * How the booth stands to central's news: threats, statistics, the catalogue.
 */
typedef enum
{
  KMZB_NEWS_UNKNOWN,
  KMZB_NEWS_ASKING,
  KMZB_NEWS_LATEST,
  KMZB_NEWS_MISSED,
  KMZB_NEWS_NONE,
} KmzbNewsState;

#define KMZB_TYPE_NEWS_STATE (kmzb_news_state_get_type ())
GType kmzb_news_state_get_type (void);

/**
 * KmzbTrouble:
 * @KMZB_TROUBLE_NONE: reports go out, or there is nothing to send
 * @KMZB_TROUBLE_NO_SERVER: the booth was never given a server
 * @KMZB_TROUBLE_OFFLINE: the server cannot be reached
 * @KMZB_TROUBLE_PORTAL: something else answers in its place, such as the page of a wireless network
 * @KMZB_TROUBLE_OTHER_SERVER: the server is not the one that this booth's reports are for
 * @KMZB_TROUBLE_REFUSED_KEY: the server does not accept the booth's key
 * @KMZB_TROUBLE_KEY_CHANGED: central shows another key to seal to; see kmzb_store_get_stranger_id()
 * @KMZB_TROUBLE_CLOCK: the server's certificate is not valid by the booth's clock
 * @KMZB_TROUBLE_CERTIFICATE: nobody vouches for the server's certificate
 * @KMZB_TROUBLE_SERVER: the server is there and does not work
 * @KMZB_TROUBLE_BOOTH: the booth's own disk, key file or configuration
 *
 * Why reports wait, for the officer to act upon. kmzb_sync_engine_get_problem() has it in words for an operator.
 */
typedef enum
{
  KMZB_TROUBLE_NONE,
  KMZB_TROUBLE_NO_SERVER,
  KMZB_TROUBLE_OFFLINE,
  KMZB_TROUBLE_PORTAL,
  KMZB_TROUBLE_OTHER_SERVER,
  KMZB_TROUBLE_REFUSED_KEY,
  KMZB_TROUBLE_KEY_CHANGED,
  KMZB_TROUBLE_CLOCK,
  KMZB_TROUBLE_CERTIFICATE,
  KMZB_TROUBLE_SERVER,
  KMZB_TROUBLE_BOOTH,
} KmzbTrouble;

#define KMZB_TYPE_TROUBLE (kmzb_trouble_get_type ())
GType kmzb_trouble_get_type (void);
KmzbTrouble kmzb_trouble_from_error (const GError *error);

G_END_DECLS
