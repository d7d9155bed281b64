/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-error.h"

#include <errno.h>

G_DEFINE_QUARK (kmzb-error-quark, kmzb_error)

/* The code that fits a failed system call. */
KmzbError
kmzb_error_from_errno (int saved_errno)
{
  switch (saved_errno)
    {
    case ENOENT:
    case ENOTDIR:
      return KMZB_ERROR_NOT_FOUND;
    case ENOSPC:
    case EDQUOT:
      return KMZB_ERROR_FULL;
    case EROFS:
      return KMZB_ERROR_READ_ONLY;
    case EACCES:
    case EPERM:
      return KMZB_ERROR_DENIED;
    case EEXIST:
      return KMZB_ERROR_EXISTS;
    case EBUSY:
    case EAGAIN:
      return KMZB_ERROR_BUSY;
    default:
      return KMZB_ERROR_IO;
    }
}
