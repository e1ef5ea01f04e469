/* image_jpeg.c -- the segments of a JPEG up to its pixels. */
#include "media/image_parts.h"

/* Frame headers SOF0 to SOF15, without the three numbers among them that mean
 * something else (tables, and one that is reserved). */
static bool is_frame(unsigned marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* Markers that have no length behind them. */
static bool stands_alone(unsigned marker) {
  return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

void image_jpeg(ImageFacts *f, Str s) {
  Exif exif = { 0 };
  bool has_exif = false;
  size_t at = 2;
  while (at < s.n) {
    /* A marker is FF and a byte; any number of FF may fill up before it. Readers
     * skip bytes that are neither, and so do browsers. */
    while (at < s.n && (unsigned char)s.p[at] != 0xFF) at++;
    while (at < s.n && (unsigned char)s.p[at] == 0xFF) at++;
    if (at == s.n) break;
    unsigned marker = (unsigned char)s.p[at++];
    if (marker == 0 || stands_alone(marker)) continue;
    if (marker == 0xD9 || marker == 0xDA) break; /* the end, or the pixels */
    uint64_t length = big(s, at, 2);
    if (length < 2) break;
    Str content = part(s, at + 2, length - 2);
    if (is_frame(marker) && !f->width) set_size(f, big(content, 3, 2), big(content, 1, 2));
    if (marker == 0xE1 && !has_exif && str_starts(content, S("Exif\0"))) {
      exif = image_exif(content);
      has_exif = true;
    }
    at += (size_t)length;
  }
  image_apply_exif(f, exif);
}
