/* image_exif.c -- orientation and coordinates out of EXIF and XMP. */
#include "media/image_parts.h"

enum {
  ENTRY = 12,
  ENTRIES_MOST = 512, /* of one directory: cameras write some fifty */
  TRIES_MOST = 64,    /* places that look like EXIF in one file */
  TAG_ORIENTATION = 0x0112,
  TAG_GPS = 0x8825,
  TAG_LATITUDE = 2,
  TAG_LONGITUDE = 4,
  TYPE_SHORT = 3,
  TYPE_LONG = 4,
  TYPE_RATIONAL = 5
};

/* A TIFF structure in one of its two byte orders. */
typedef struct {
  Str s;
  bool big;
} Tiff;

static uint64_t number(const Tiff *t, uint64_t at, size_t n) {
  if (at > t->s.n) return 0;
  return t->big ? big(t->s, (size_t)at, n) : little(t->s, (size_t)at, n);
}

/* Where entry `tag` of the directory at `at` begins; 0 = there is none. */
static uint64_t find_entry(const Tiff *t, uint64_t at, unsigned tag, unsigned type) {
  uint64_t count = number(t, at, 2);
  if (count > ENTRIES_MOST) count = ENTRIES_MOST;
  for (uint64_t i = 0, e = at + 2; at && i < count && e + ENTRY <= t->s.n; i++, e += ENTRY)
    if (number(t, e, 2) == tag && number(t, e + 2, 2) == type) return e;
  return 0;
}

/* Degrees, minutes, seconds as fractions: numbers, and not nothing but zeros. Many
 * cameras write zeros when they do not know. */
static bool coordinate(const Tiff *t, uint64_t entry, bool *given) {
  uint64_t count = number(t, entry + 4, 4), at = number(t, entry + 8, 4);
  if (!entry || count < 1 || count > 3 || at + 8 * count > t->s.n) return false;
  for (uint64_t i = 0; i < count; i++) {
    if (!number(t, at + 8 * i + 4, 4)) return i > 0; /* a denominator of 0: not said */
    if (number(t, at + 8 * i, 4)) *given = true;
  }
  return true;
}

static bool has_gps(const Tiff *t, uint64_t directory) {
  uint64_t pointer = find_entry(t, directory, TAG_GPS, TYPE_LONG);
  uint64_t gps = pointer ? number(t, pointer + 8, 4) : 0;
  bool given = false;
  return gps && coordinate(t, find_entry(t, gps, TAG_LATITUDE, TYPE_RATIONAL), &given) &&
         coordinate(t, find_entry(t, gps, TAG_LONGITUDE, TYPE_RATIONAL), &given) && given;
}

static bool is_tiff(Str s) {
  return str_starts(s, S("II*\0")) || str_starts(s, S("MM\0*"));
}

Exif image_exif(Str s) {
  Exif e = { 0 };
  if (str_starts(s, S("Exif\0"))) s = str_sub(s, 6, s.n);
  if (!is_tiff(s)) return e;
  Tiff t = { s, s.p[0] == 'M' };
  uint64_t directory = number(&t, 4, 4);
  uint64_t turned = find_entry(&t, directory, TAG_ORIENTATION, TYPE_SHORT);
  uint64_t orientation = turned ? number(&t, turned + 8, 2) : 1;
  e.turned = orientation >= 5 && orientation <= 8;
  e.gps = has_gps(&t, directory);
  return e;
}

void image_apply_exif(ImageFacts *f, Exif e) {
  if (e.turned) swap_size(f);
  f->gps = f->gps || e.gps;
}

bool image_exif_somewhere(Str s) {
  size_t tries = 0;
  for (size_t at = 0; s.n - at >= 8 && tries < TRIES_MOST; at++) {
    if (s.p[at] != s.p[at + 1] || (s.p[at] != 'I' && s.p[at] != 'M')) continue;
    Str rest = str_n(s.p + at, s.n - at);
    if (!is_tiff(rest)) continue;
    tries++;
    if (image_exif(rest).gps) return true;
  }
  return false;
}

/* -- XMP: XML, in any of a dozen places of a file, readable in all of them -- */

/* exif:GPSLatitude="52,31.2N" or <exif:GPSLatitude>52,31.2N<: a digit other than 0. */
bool image_xmp_gps(Str s) {
  for (;;) {
    long found = str_find(s, S("exif:GPSLatitude"));
    if (found < 0) return false;
    s = str_sub(s, (size_t)found + 16, s.n);
    size_t at = 0;
    while (at < s.n && at < 8 && s.p[at] && strchr(" =>\"'\t\r\n", s.p[at])) at++;
    if (!at) continue; /* GPSLatitudeRef */
    for (size_t i = at; i < s.n && i < at + 24 && s.p[i] && strchr("0123456789.,-", s.p[i]); i++)
      if (s.p[i] >= '1' && s.p[i] <= '9') return true;
  }
}
