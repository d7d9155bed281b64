/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-options.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_APPLICATION (kmzb_application_get_type ())
G_DECLARE_FINAL_TYPE (KmzbApplication, kmzb_application, KMZB, APPLICATION, GtkApplication)

KmzbApplication *kmzb_application_new (KmzbOptions *options);
int kmzb_application_run (KmzbApplication *self);

G_END_DECLS
