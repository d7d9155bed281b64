/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-mapnik.h"

#include <mapnik/agg_renderer.hpp>
#include <mapnik/attribute.hpp>
#include <mapnik/datasource_cache.hpp>
#include <mapnik/debug.hpp>
#include <mapnik/font_engine_freetype.hpp>
#include <mapnik/image.hpp>
#include <mapnik/image_util.hpp>
#include <mapnik/image_view.hpp>
#include <mapnik/load_map.hpp>
#include <mapnik/map.hpp>
#include <mapnik/request.hpp>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

/* The only C++ of the project: Mapnik has no C interface. One object belongs to one thread. */
struct KmzbMapnik
{
  mapnik::Map map{ 256, 256 };
  std::unique_ptr<mapnik::image_rgba8> image;
};

static void
set_fault (char **fault, const char *message)
{
  *fault = strdup (message);
  for (char *at = *fault; at != nullptr && *at != '\0'; at++)
    if (*at == '\n')
      *at = ' ';
}

bool
kmzb_mapnik_setup (const char *plugin_folder, char **fault)
try
  {
    /* Mapnik's own log would write to our terminal; faults come back as exceptions. */
    mapnik::logger::instance ().set_severity (mapnik::logger::none);
    mapnik::datasource_cache::instance ().register_datasources (plugin_folder);
    for (const std::string &name : mapnik::datasource_cache::instance ().plugin_names ())
      if (name == "sqlite")
        return true;
    set_fault (fault, "Mapnik's sqlite plugin is not installed");
    return false;
  }
catch (const std::exception &exception)
  {
    set_fault (fault, exception.what ());
    return false;
  }

bool
kmzb_mapnik_add_font (const char *path)
try
  {
    return mapnik::freetype_engine::register_font (path);
  }
catch (const std::exception &)
  {
    return false;
  }

KmzbMapnik *
kmzb_mapnik_new (const char *style, const char *base_folder, bool strict, char **fault)
try
  {
    std::unique_ptr<KmzbMapnik> self (new KmzbMapnik);

    mapnik::load_map_string (self->map, style, strict, base_folder);
    return self.release ();
  }
catch (const std::exception &exception)
  {
    set_fault (fault, exception.what ());
    return nullptr;
  }

void
kmzb_mapnik_free (KmzbMapnik *self)
{
  delete self;
}

/* Draws @box (west, south, east, north in Web Mercator metres); what labels need around it is read too. */
bool
kmzb_mapnik_draw (KmzbMapnik *self,
                  const double box[4],
                  unsigned width,
                  unsigned height,
                  unsigned buffer,
                  int zoom,
                  char **fault)
try
  {
    mapnik::box2d<double> extent (box[0], box[1], box[2], box[3]);
    mapnik::request request (width, height, extent);
    mapnik::attributes variables;

    self->map.resize (width, height);
    self->map.zoom_to_box (extent);
    request.set_buffer_size (static_cast<int> (buffer));
    variables.emplace ("zoom", mapnik::value_integer (zoom));
    self->image.reset (new mapnik::image_rgba8 (static_cast<int> (width), static_cast<int> (height)));
    mapnik::agg_renderer<mapnik::image_rgba8> renderer (self->map, request, variables, *self->image);
    renderer.apply ();
    return true;
  }
catch (const std::exception &exception)
  {
    set_fault (fault, exception.what ());
    return false;
  }

/* Encodes a square of the drawn image. @data is released with free(). */
bool
kmzb_mapnik_encode (KmzbMapnik *self,
                    unsigned x,
                    unsigned y,
                    unsigned size,
                    const char *format,
                    char **data,
                    size_t *length,
                    char **fault)
try
  {
    mapnik::image_view_rgba8 view (x, y, size, size, *self->image);
    std::string bytes = mapnik::save_to_string (view, format);

    *data = static_cast<char *> (std::malloc (bytes.size ()));
    *length = bytes.size ();
    if (*data == nullptr)
      throw std::bad_alloc ();
    std::memcpy (*data, bytes.data (), bytes.size ());
    return true;
  }
catch (const std::exception &exception)
  {
    set_fault (fault, exception.what ());
    return false;
  }
