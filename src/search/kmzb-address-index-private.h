/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-address-index.h"
#include "kmzb-address-words.h"

G_BEGIN_DECLS

/* A house of a street: as little as can be, for a voivodeship has a million. */
typedef struct
{
  const char *number;
  const char *postcode; /* nullable: digits alone */
  gint32 lat_e7;
  gint32 lon_e7;
} KmzbIndexHouse;

/**
 * KmzbIndexEntry:
 * @street: (nullable): %NULL for a village without streets and for a place
 * @place: (nullable)
 * @words: of the street first, then those of the place
 * @n_main: so many of @words name the entry; the others only tell where it is
 * @first_house: its houses stand together
 * @n_houses: 0 for a place
 * @rank: what a place weighs beside others of the same name: 0 for a town
 */
typedef struct
{
  const char *street;
  const char *place;
  KmzbWord *words;
  guint n_words;
  guint n_main;
  guint first_house;
  guint n_houses;
  guint rank;
  KmzbPoint point;
} KmzbIndexEntry;

struct _KmzbAddressIndex
{
  char *country;
  GStringChunk *strings;
  GArray *entries; /* KmzbIndexEntry */
  KmzbIndexHouse *houses;
  guint n_houses;
};

G_END_DECLS
