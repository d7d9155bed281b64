/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-archive.h"
#include "kmzb-connections.h"
#include "kmzb-intake.h"
#include "kmzb-wire-writer.h"

#include <microhttpd.h>

G_BEGIN_DECLS

typedef struct _KmzbExchange KmzbExchange;

typedef enum
{
  KMZB_EXCHANGE_BEGUN,    /* the headers are being read */
  KMZB_EXCHANGE_BODY,     /* the body is being read */
  KMZB_EXCHANGE_WAITING,  /* suspended until the archive has answered, or the page is made */
  KMZB_EXCHANGE_ANSWERED, /* there is an answer, not necessarily sent */
} KmzbExchangeStage;

/**
 * KmzbExchangeMore:
 * @text: the next part is appended to it; nothing at the end
 *
 * Makes a long answer part by part, on the connection's thread.
 */
typedef gboolean (*KmzbExchangeMore) (gpointer data, GString *text, GError **error);

/**
 * KmzbExchange:
 * @path: as sent, not decoded: no path of ours needs escapes
 * @query: (nullable): as sent, without the question mark
 * @too_large: more body came than is taken; it is read on and dropped
 * @begun_us: monotonic: when its first line was there
 * @booth: (nullable): who asks, once that is known
 * @format: of the answer, by how the path ends
 * @archive: (nullable) (transfer none): the one that is meant, production's or the one for trying out
 * @intake: (nullable): the POSTed report on its way into the archive
 *
 * One request and its answer. It belongs to the HTTP thread of its connection, but for the time it is suspended, when
 * it belongs to the archive's.
 */
struct _KmzbExchange
{
  struct MHD_Connection *connection;
  KmzbExchangeStage stage;
  char *method;
  char *path;
  char *query;
  GByteArray *body;
  gsize dropped;
  gboolean too_large;
  KmzbIntake *intake;
  gpointer owner;
  KmzbConnections *connections;
  gint64 begun_us;
  char *booth;
  KmzbWireFormat format;
  KmzbArchive *archive;

  guint status;
  GBytes *answer;
  const char *content_type;
  const char *allow;
  KmzbExchangeMore more; /* (nullable): instead of @answer */
  gpointer more_data;
  GDestroyNotify more_free;
  char *disposition; /* (nullable): what a browser is to do with it */
  char *cookie;     /* (nullable): to set; as is @location */
  char *location;
  gboolean may_be_kept; /* the same for everybody, under this address for ever */
  gboolean is_page; /* one for coordinators: what it may do is said more strictly */
  guint retry_seconds; /* 0: nothing is said about coming again */
};

#define KMZB_RETRY_SECONDS 5

KmzbExchange *kmzb_exchange_new (const char *uri);
void kmzb_exchange_free (KmzbExchange *self);

char *kmzb_exchange_dup_client (KmzbExchange *self, gboolean behind_proxy);
const char *kmzb_exchange_get_header (KmzbExchange *self, const char *name);
void kmzb_exchange_answer (KmzbExchange *self, guint status, const char *content_type, GBytes *answer);
void kmzb_exchange_answer_stream (KmzbExchange *self,
                                  const char *content_type,
                                  KmzbExchangeMore more,
                                  gpointer data,
                                  GDestroyNotify free);
void kmzb_exchange_answer_wire (KmzbExchange *self, GBytes *answer);
void kmzb_exchange_answer_error (KmzbExchange *self, guint status, const char *description);
enum MHD_Result kmzb_exchange_send (KmzbExchange *self, gboolean close_after);

G_END_DECLS
