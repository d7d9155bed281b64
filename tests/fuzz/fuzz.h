/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/* libFuzzer's entry point, one in each fuzz-NAME.c; driver.c has a main() for builds without libFuzzer. A target ends
 * the process (an assertion, a sanitizer) when the input has found a fault; whatever else it does is right. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

void fuzz_begin (void);
const char *fuzz_folder (void);
const char *fuzz_file (const char *name, const void *data, gsize size);

/* Takes an input apart from its front. */
typedef struct
{
  const uint8_t *at;
  gsize left;
} FuzzCursor;

guint fuzz_take_byte (FuzzCursor *cursor);
char *fuzz_take_line (FuzzCursor *cursor);
char *fuzz_take_text (FuzzCursor *cursor);
GBytes *fuzz_take_rest (FuzzCursor *cursor);

void fuzz_check_text (const char *text);

G_END_DECLS
