/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-directory.h"

G_BEGIN_DECLS

gboolean kmzb_answer_is_same (const KmzbDirectoryAnswer *a, const KmzbDirectoryAnswer *b);

G_END_DECLS
