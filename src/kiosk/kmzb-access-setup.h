/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"
#include "kmzb-options.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kmzb_access_setup (GtkWindow *window, KmzbOptions *options, KmzbClock *clock);

G_END_DECLS
