/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-qr.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

/**
 * KmzbQr:
 *
 * A QR code that a phone reads from an arm's length: whole pixels for every module and, around them, the four modules
 * of quiet that ISO/IEC 18004 wants. Always dark on white, also in high contrast: phones expect it.
 */
struct _KmzbQr
{
  GtkWidget parent_instance;

  QRcode *code;
  int module_px; /* 0: as large as usual */
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QRcode, QRcode_free)
G_DEFINE_FINAL_TYPE (KmzbQr, kmzb_qr, GTK_TYPE_WIDGET)

#define QUIET_MODULES 4
#define MIN_MODULE_PX 2
#define MODULE_PX 8

static int
side_modules (KmzbQr *self)
{
  return self->code != NULL ? self->code->width + 2 * QUIET_MODULES : 0;
}

static GtkSizeRequestMode
kmzb_qr_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
kmzb_qr_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  KmzbQr *self = KMZB_QR (widget);

  *minimum = side_modules (self) * MIN_MODULE_PX;
  *natural = side_modules (self) * (self->module_px > 0 ? self->module_px : MODULE_PX);
}

static void
kmzb_qr_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const GdkRGBA white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };
  KmzbQr *self = KMZB_QR (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (self->code == NULL)
    return;

  int modules = self->code->width;
  int px = MIN (width, height) / side_modules (self);
  int side = px * side_modules (self);
  int left = (width - side) / 2, top = (height - side) / 2;

  gtk_snapshot_append_color (snapshot, &white, &GRAPHENE_RECT_INIT (left, top, side, side));
  for (int y = 0; y < modules; y++)
    for (int x = 0, run; x < modules; x += run)
      {
        const guint8 *row = self->code->data + y * modules;

        /* One rectangle for a run of equal modules: some 400 instead of 1,000. */
        for (run = 1; x + run < modules && (row[x + run] & 1) == (row[x] & 1);)
          run++;
        if (row[x] & 1)
          gtk_snapshot_append_color (snapshot, &black,
                                     &GRAPHENE_RECT_INIT (left + (x + QUIET_MODULES) * px,
                                                          top + (y + QUIET_MODULES) * px,
                                                          run * px, px));
      }
}

static void
kmzb_qr_finalize (GObject *object)
{
  g_clear_pointer (&KMZB_QR (object)->code, QRcode_free);
  G_OBJECT_CLASS (kmzb_qr_parent_class)->finalize (object);
}

static void
kmzb_qr_class_init (KmzbQrClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kmzb_qr_finalize;
  widget_class->get_request_mode = kmzb_qr_get_request_mode;
  widget_class->measure = kmzb_qr_measure;
  widget_class->snapshot = kmzb_qr_snapshot;
  gtk_widget_class_set_css_name (widget_class, "qr");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kmzb_qr_init (KmzbQr *self)
{
}

GtkWidget *
kmzb_qr_new (void)
{
  return g_object_new (KMZB_TYPE_QR, NULL);
}

/* Shows @text (UTF-8, at most 2,331 bytes); %NULL shows nothing. */
void
kmzb_qr_set_text (KmzbQr *self, const char *text)
{
  g_return_if_fail (KMZB_IS_QR (self));

  g_clear_pointer (&self->code, QRcode_free);
  if (text != NULL)
    {
      /* Level M: a fingerprint on the glass may cover a seventh of it. */
      self->code = QRcode_encodeString (text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
      if (self->code == NULL)
        g_warning ("No QR code for a text of %" G_GSIZE_FORMAT " bytes: %s", strlen (text), g_strerror (errno));
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Modules on one side without the quiet zone; 0 while nothing is shown. */
guint
kmzb_qr_get_modules (KmzbQr *self)
{
  g_return_val_if_fail (KMZB_IS_QR (self), 0);

  return self->code != NULL ? (guint) self->code->width : 0;
}

/* How large a module wants to be, where a code has to share its room. */
void
kmzb_qr_set_module_px (KmzbQr *self, int module_px)
{
  g_return_if_fail (KMZB_IS_QR (self) && module_px >= MIN_MODULE_PX);

  self->module_px = module_px;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
