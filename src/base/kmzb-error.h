/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbError:
 * @KMZB_ERROR_INVALID: input from outside breaks its rules (argument, file, answer)
 * @KMZB_ERROR_NOT_FOUND: the named thing does not exist
 * @KMZB_ERROR_DAMAGED: a file exists and cannot be trusted
 * @KMZB_ERROR_UNSUPPORTED: well formed, but not something this program can use
 * @KMZB_ERROR_NEWER: made by a newer version of this program
 * @KMZB_ERROR_EXISTS: the thing is there already, with other content
 * @KMZB_ERROR_FULL: no space left
 * @KMZB_ERROR_READ_ONLY: the place cannot be written
 * @KMZB_ERROR_BUSY: another process holds it
 * @KMZB_ERROR_IO: reading or writing failed
 * @KMZB_ERROR_DENIED: key or permission refused
 * @KMZB_ERROR_UNPROVEN: an answer that proves nothing; the work is to be tried again
 * @KMZB_ERROR_OFFLINE: the other side cannot be reached
 * @KMZB_ERROR_PORTAL: something else answers in the other side's place
 * @KMZB_ERROR_STRANGER: the other side shows another key than the known one
 * @KMZB_ERROR_LOST: it was sent and no answer came: it may have been done
 * @KMZB_ERROR_UNTRUSTED: a certificate for which nobody vouches
 * @KMZB_ERROR_CLOCK: a certificate that is not valid by this machine's clock: one of the two is wrong
 *
 * The one error domain of the project. Messages are for the operator's log, name the object and the fault,
 * and never hold what a visitor typed.
 */
typedef enum
{
  KMZB_ERROR_INVALID,
  KMZB_ERROR_NOT_FOUND,
  KMZB_ERROR_DAMAGED,
  KMZB_ERROR_UNSUPPORTED,
  KMZB_ERROR_NEWER,
  KMZB_ERROR_EXISTS,
  KMZB_ERROR_FULL,
  KMZB_ERROR_READ_ONLY,
  KMZB_ERROR_BUSY,
  KMZB_ERROR_IO,
  KMZB_ERROR_DENIED,
  KMZB_ERROR_UNPROVEN,
  KMZB_ERROR_OFFLINE,
  KMZB_ERROR_PORTAL,
  KMZB_ERROR_STRANGER,
  KMZB_ERROR_LOST,
  KMZB_ERROR_UNTRUSTED,
  KMZB_ERROR_CLOCK,
} KmzbError;

#define KMZB_ERROR (kmzb_error_quark ())
GQuark kmzb_error_quark (void);

KmzbError kmzb_error_from_errno (int saved_errno);

G_END_DECLS
