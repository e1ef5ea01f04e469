/* image.c -- which format it is; PNG, GIF and WebP, whose headers are short. */
#include "media/image_parts.h"

static void png(ImageFacts *f, Str s) {
  if (!tagged(s, 12, "IHDR")) return;
  set_size(f, big(s, 16, 4), big(s, 20, 4));
  Exif exif = { 0 };
  /* Each chunk: length, name, content, checksum. */
  for (size_t at = 8; s.n - at >= 12;) {
    uint64_t length = big(s, at, 4);
    if (tagged(s, at + 4, "eXIf")) exif = image_exif(part(s, at + 8, length));
    if (tagged(s, at + 4, "IEND") || length > s.n - at - 12) break;
    at += 12 + (size_t)length;
  }
  image_apply_exif(f, exif);
}

static void gif(ImageFacts *f, Str s) {
  set_size(f, little(s, 6, 2), little(s, 8, 2));
}

/* The first chunk says how large the canvas is, each of the three kinds in its way. */
static void webp_size(ImageFacts *f, Str kind, Str c) {
  if (str_eqc(kind, "VP8X"))
    set_size(f, little(c, 4, 3) + (c.n >= 10), little(c, 7, 3) + (c.n >= 10));
  else if (str_eqc(kind, "VP8L") && big(c, 0, 1) == 0x2F && c.n >= 5)
    set_size(f, (little(c, 1, 4) & 0x3FFF) + 1, (little(c, 1, 4) >> 14 & 0x3FFF) + 1);
  else if (str_eqc(kind, "VP8 ") && big(c, 3, 3) == 0x9D012A)
    set_size(f, little(c, 6, 2) & 0x3FFF, little(c, 8, 2) & 0x3FFF);
}

static void webp(ImageFacts *f, Str s) {
  for (size_t at = 12; s.n - at >= 8;) {
    Str kind = part(s, at, 4);
    uint64_t length = little(s, at + 4, 4);
    Str content = part(s, at + 8, length);
    if (at == 12) webp_size(f, kind, content);
    /* Of orientation in a WebP browsers take no notice. */
    if (str_eqc(kind, "EXIF")) f->gps = image_exif(content).gps;
    length += length & 1; /* chunks begin at even places */
    if (length > s.n - at - 8) break;
    at += 8 + (size_t)length;
  }
}

static ImageType raster_type(Str s) {
  if (tagged(s, 0, "\x89PNG\r\n\x1A\n")) return IMAGE_PNG;
  if (tagged(s, 0, "\xFF\xD8\xFF")) return IMAGE_JPEG;
  if (tagged(s, 0, "GIF87a") || tagged(s, 0, "GIF89a")) return IMAGE_GIF;
  if (tagged(s, 0, "RIFF") && tagged(s, 8, "WEBP")) return IMAGE_WEBP;
  return image_is_avif(s) ? IMAGE_AVIF : IMAGE_NONE;
}

bool image_is_raster(Str bytes) {
  return raster_type(bytes) != IMAGE_NONE;
}

static ImageType type_of(Str s) {
  ImageType type = raster_type(s);
  return type == IMAGE_NONE && image_is_svg(s) ? IMAGE_SVG : type;
}

ImageFacts image_facts(Str bytes) {
  ImageFacts f = { .type = type_of(bytes) };
  switch (f.type) {
  case IMAGE_PNG:
    png(&f, bytes);
    break;
  case IMAGE_JPEG:
    image_jpeg(&f, bytes);
    break;
  case IMAGE_GIF:
    gif(&f, bytes);
    break;
  case IMAGE_WEBP:
    webp(&f, bytes);
    break;
  case IMAGE_AVIF:
    image_avif(&f, bytes);
    break;
  case IMAGE_SVG:
    image_svg(&f, bytes);
    break;
  case IMAGE_NONE:
    return f;
  }
  f.gps = f.gps || image_xmp_gps(bytes);
  return f;
}

const char *image_type_name(ImageType type) {
  static const char *const names[] = { "", "png", "jpeg", "gif", "webp", "avif", "svg" };
  return names[type];
}

const char *image_mime(ImageType type) {
  static const char *const names[] = { "",           "image/png",  "image/jpeg",   "image/gif",
                                       "image/webp", "image/avif", "image/svg+xml" };
  return names[type];
}

bool image_named(Str path) {
  static const char *const endings[] = { "png",  "jpg", "jpeg", "jfif", "pjpeg",
                                         "apng", "gif", "webp", "avif", "svg" };
  long dot = str_rchr(str_base(path), '.');
  if (dot < 0) return false;
  Str ending = str_base(path);
  ending = str_sub(ending, (size_t)dot + 1, ending.n);
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
    if (str_eq_nocase(ending, str_c(endings[i]))) return true;
  return false;
}
