/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colours of all signs on the map and in its legends. One set, as there is one screen; main thread only. */
#include "kmzb-pin-palette.h"

#include <string.h>

#define RGBA(r, g, b, a) { r / 255.0f, g / 255.0f, b / 255.0f, a }

/* Those of ui/style.css, until a widget has told others. */
static KmzbPinPalette palette = {
  .plate = RGBA (0x12, 0x30, 0x5B, 1),
  .accent = RGBA (0xF5, 0xA3, 0x00, 1),
  .sheet = RGBA (0xFF, 0xFF, 0xFF, 1),
  .edge = RGBA (0x0B, 0x1F, 0x3D, 0.45f),
  .statuses = {
    [KMZB_STATUS_NEW] = RGBA (0x2E, 0x7D, 0x32, 1),
    [KMZB_STATUS_VERIFICATION] = RGBA (0xBF, 0x83, 0x00, 1),
    [KMZB_STATUS_CONFIRMED] = RGBA (0xC6, 0x28, 0x28, 1),
    [KMZB_STATUS_PASSED_ON] = RGBA (0x6A, 0x3F, 0xA0, 1),
    [KMZB_STATUS_NOT_CONFIRMED] = RGBA (0x7A, 0x85, 0x94, 1),
    [KMZB_STATUS_ELIMINATED] = RGBA (0x15, 0x65, 0xC0, 1),
    [KMZB_STATUS_MISTAKE] = RGBA (0xC9, 0xD3, 0xDF, 1),
  },
};
static guint version;

static const char *const status_names[KMZB_N_STATUSES] = {
  [KMZB_STATUS_NEW] = "kmzb_status_new",
  [KMZB_STATUS_VERIFICATION] = "kmzb_status_verification",
  [KMZB_STATUS_CONFIRMED] = "kmzb_status_confirmed",
  [KMZB_STATUS_PASSED_ON] = "kmzb_status_passed_on",
  [KMZB_STATUS_NOT_CONFIRMED] = "kmzb_status_not_confirmed",
  [KMZB_STATUS_ELIMINATED] = "kmzb_status_eliminated",
  [KMZB_STATUS_MISTAKE] = "kmzb_status_mistake",
};

const KmzbPinPalette *
kmzb_pin_palette_get (void)
{
  return &palette;
}

static void
look_up (GtkWidget *widget, const char *name, GdkRGBA *color)
{
  GdkRGBA found;

  if (gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &found))
    *color = found;
}

/**
 * kmzb_pin_palette_follow:
 *
 * Takes the colours of the style that @widget lives under. Whoever keeps pictures calls this when its style changes.
 *
 * Returns: a number that grows with every change: pictures of an older one are to be drawn again
 */
guint
kmzb_pin_palette_follow (GtkWidget *widget)
{
  KmzbPinPalette now = palette;

  look_up (widget, "kmzb_navy", &now.plate);
  look_up (widget, "kmzb_accent", &now.accent);
  look_up (widget, "kmzb_sheet", &now.sheet);
  look_up (widget, "kmzb_sign_edge", &now.edge);
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    look_up (widget, status_names[i], &now.statuses[i]);
  if (memcmp (&now, &palette, sizeof palette) != 0)
    {
      palette = now;
      version++;
    }
  return version;
}
