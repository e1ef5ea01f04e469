/* version.c -- what libqrencode and libpng call themselves, and what they make. */
#include "media/version.h"

#include "base/digest.h"
#include "media/qr.h"
#include <png.h>
#include <qrencode.h>

MediaVersions media_versions(Arena *a) {
  QrImage sample;
  char hex[33] = "";
  if (!qr_png(&sample, a, S("https://example.org/2024/01/a-picture-to-be-packed/"), QR_SIDE))
    digest_hex(hex, digest_of(sample.png));
  return (MediaVersions){ QRcode_APIVersionString(), png_get_libpng_ver(NULL),
                          arena_str(a, str_n(hex, 16)) };
}
