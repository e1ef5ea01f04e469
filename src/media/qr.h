/* qr.h -- a text as a QR code, as the PNG file that a page can carry in itself.
 *
 * Error correction M (15 % of the code may be damaged), the quiet zone of four
 * light modules that ISO/IEC 18004 asks for, one bit a pixel, nothing in the file
 * but the pixels: the same text gives the same bytes for the same versions of the
 * libraries, which media_versions() names. Digits and capitals are packed as such,
 * all else as UTF-8 bytes.
 *
 * Own: the layout. Libraries: libqrencode makes the modules (Reed-Solomon codes and
 * the choice of the mask are nothing to write by hand), libpng the file. Memory of
 * the arena; no state; can fail only for the text. */
#ifndef PUBLISH_MEDIA_QR_H
#define PUBLISH_MEDIA_QR_H

#include "base/arena.h"
#include <stdint.h>

enum {
  QR_TEXT = 1024, /* bytes at most: more makes a code that no telephone reads from a screen */
  QR_SIDE = 240,  /* pixels at least: below that a long press in WeChat finds no code */
  QR_SIDE_MAX = 1024,
  QR_QUIET = 4 /* modules around the code */
};

typedef struct {
  Str png;
  uint32_t side;    /* pixels, the same in width and height */
  uint32_t modules; /* of a side, without the quiet zone */
} QrImage;

/* The code for `text` in *out, at least `least` pixels wide (taken up to QR_SIDE)
 * and a whole number of pixels a module. NULL, or what is wrong with the text as the
 * end of a sentence: "is empty". */
const char *qr_png(QrImage *out, Arena *a, Str text, uint32_t least);

/* What qr_png will cost at most, in bytes looked at: for a budget. */
uint64_t qr_cost(Str text);

#endif
