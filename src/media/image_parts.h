/* image_parts.h -- what the files image*.c share: numbers out of bytes that may end
 * anywhere, and the parsers of each format. Private to src/media. */
#ifndef PUBLISH_MEDIA_IMAGE_PARTS_H
#define PUBLISH_MEDIA_IMAGE_PARTS_H

#include "media/image.h"

enum { IMAGE_SIDE_MAX = 1 << 24 }; /* more pixels in a row than any format holds in earnest */

/* `n` bytes (1 to 8) at `at` as a number; 0 where the bytes end before. */
static inline uint64_t big(Str s, size_t at, size_t n) {
  uint64_t v = 0;
  if (at > s.n || n > s.n - at) return 0;
  for (size_t i = 0; i < n; i++) v = v << 8 | (unsigned char)s.p[at + i];
  return v;
}
static inline uint64_t little(Str s, size_t at, size_t n) {
  uint64_t v = 0;
  if (at > s.n || n > s.n - at) return 0;
  for (size_t i = n; i > 0; i--) v = v << 8 | (unsigned char)s.p[at + i - 1];
  return v;
}
/* The `n` bytes at `at`, cut to what there is. */
static inline Str part(Str s, uint64_t at, uint64_t n) {
  if (at > s.n) at = s.n;
  if (n > s.n - at) n = s.n - at;
  return str_n(s.p + at, (size_t)n);
}
static inline bool tagged(Str s, size_t at, const char *tag) {
  return str_eqc(part(s, at, strlen(tag)), tag);
}
/* Both or none. */
static inline void set_size(ImageFacts *f, uint64_t width, uint64_t height) {
  bool good = width > 0 && height > 0 && width <= IMAGE_SIDE_MAX && height <= IMAGE_SIDE_MAX;
  f->width = good ? (uint32_t)width : 0;
  f->height = good ? (uint32_t)height : 0;
}
static inline void swap_size(ImageFacts *f) {
  uint32_t width = f->width;
  f->width = f->height;
  f->height = width;
}

/* Each gets a whole file that begins as its format does. */
void image_jpeg(ImageFacts *f, Str s);
void image_avif(ImageFacts *f, Str s);
void image_svg(ImageFacts *f, Str s);
bool image_is_avif(Str s);
bool image_is_svg(Str s);

/* EXIF: a TIFF structure, with or without "Exif\0\0" in front. */
typedef struct {
  bool gps, turned; /* turned: width and height change places */
} Exif;
Exif image_exif(Str s);
void image_apply_exif(ImageFacts *f, Exif e);
/* EXIF anywhere in the bytes: for containers whose tables are not walked. */
bool image_exif_somewhere(Str s);
/* exif:GPSLatitude with a value, anywhere in the bytes. */
bool image_xmp_gps(Str s);

#endif
