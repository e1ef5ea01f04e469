/* version.c -- what libqrencode, libpng and zlib call themselves. */
#include "media/version.h"

#include <png.h>
#include <qrencode.h>
#include <stddef.h>
#include <zlib.h>

MediaVersions media_versions(void) {
  return (MediaVersions){ QRcode_APIVersionString(), png_get_libpng_ver(NULL), zlibVersion() };
}
