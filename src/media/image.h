/* image.h -- what the bytes of an image file say about it.
 *
 * Type, size in pixels as a browser shows it, and whether it tells where it was
 * taken. The type is what the bytes are, whatever the file is called: PNG, JPEG,
 * GIF, WebP, AVIF or SVG, which is what browsers show.
 *
 * Own, because no library answers this: those that know one format each (libpng,
 * libjpeg, libwebp, libavif, libexif and an XML parser) would be six dependencies
 * of megabytes that see strangers' bytes, to read a few dozen bytes of headers;
 * and those that know them all decode pictures. Nothing is decoded here: every
 * parser walks over lengths that it compares with what is left, reads each byte a
 * bounded number of times, allocates nothing, and has no way to fail but saying
 * less. */
#ifndef PUBLISH_MEDIA_IMAGE_H
#define PUBLISH_MEDIA_IMAGE_H

#include "base/str.h"
#include <stdint.h>

typedef enum {
  IMAGE_NONE, /* none of these */
  IMAGE_PNG,
  IMAGE_JPEG,
  IMAGE_GIF,
  IMAGE_WEBP,
  IMAGE_AVIF,
  IMAGE_SVG
} ImageType;

typedef struct {
  ImageType type;
  /* As shown: turned by EXIF orientation (5 to 8, in JPEG and PNG: measured with
   * Chromium, which leaves WebP alone) or by AVIF's own rotation. An SVG's
   * in CSS pixels, from width and height or else its viewBox. Both 0 = not said, or
   * the file is damaged. */
  uint32_t width, height;
  /* Coordinates that are not all zero: in EXIF (JPEG, PNG, WebP, AVIF) or in XMP
   * wherever it stands in the file. */
  bool gps;
} ImageFacts;

ImageFacts image_facts(Str bytes);
/* Do they begin as one of these, SVG aside? Looks at the beginning only. */
bool image_is_raster(Str bytes);
const char *image_type_name(ImageType type); /* "jpeg"; "" for IMAGE_NONE */
const char *image_mime(ImageType type);      /* "image/svg+xml"; "" for IMAGE_NONE */
/* Does a file of this name claim to be one of these? By its ending, in any case. */
bool image_named(Str path);

#endif
