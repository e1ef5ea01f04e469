/* qr.c -- modules from libqrencode, pixels by us, the file by libpng. */
#include "media/qr.h"

#include "base/buf.h"
#include <png.h>
#include <qrencode.h>
#include <setjmp.h>

/* -- the file -- */

static void write_bytes(png_structp png, png_bytep bytes, png_size_t n) {
  buf_add(png_get_io_ptr(png), bytes, n);
}

static void write_nothing(png_structp png) {
  (void)png;
}

/* libpng must not print: there is nothing to say that the caller does not know. */
static void on_error(png_structp png, png_const_charp message) {
  (void)message;
  longjmp(*png_set_longjmp_fn(png, longjmp, sizeof(jmp_buf)), 1);
}

static void on_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

/* `side` rows of one bit a pixel, most significant first, 1 = light; rows[i] may be
 * one and the same for many i. Everything that lives across the jump is a parameter. */
static bool write_png(png_structp png, png_infop info, Buf *out, png_bytepp rows, uint32_t side) {
  if (setjmp(*png_set_longjmp_fn(png, longjmp, sizeof(jmp_buf)))) return false;
  png_set_write_fn(png, out, write_bytes, write_nothing);
  png_set_compression_level(png, 9);
  /* Most rows repeat the one above them. */
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
  png_set_IHDR(png, info, side, side, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  png_write_info(png, info);
  png_write_image(png, rows);
  png_write_end(png, NULL);
  return true;
}

static bool make_png(Buf *out, png_bytepp rows, uint32_t side) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  bool ok = info && write_png(png, info, out, rows, side);
  png_destroy_write_struct(&png, &info);
  return ok;
}

/* -- the picture -- */

/* One row of pixels: light, with the modules of row `y` of the code dark. */
static png_bytep make_row(Arena *a, const QRcode *code, uint32_t y, uint32_t scale, uint32_t side) {
  size_t bytes = (side + 7) / 8;
  png_bytep row = arena_alloc(a, bytes);
  memset(row, 0xFF, bytes);
  for (uint32_t x = 0; code && x < (uint32_t)code->width; x++) {
    if (!(code->data[y * (uint32_t)code->width + x] & 1)) continue;
    uint32_t from = (x + QR_QUIET) * scale;
    for (uint32_t i = from; i < from + scale; i++) row[i / 8] &= (png_byte) ~(0x80u >> i % 8);
  }
  return row;
}

static bool draw(QrImage *out, Arena *a, const QRcode *code, uint32_t least) {
  uint32_t modules = (uint32_t)code->width, across = modules + 2 * QR_QUIET;
  if (least < QR_SIDE) least = QR_SIDE;
  if (least > QR_SIDE_MAX) least = QR_SIDE_MAX;
  uint32_t scale = (least + across - 1) / across;
  if (scale < 3) scale = 3; /* less than three pixels a module does not survive a camera */
  uint32_t side = across * scale;
  png_bytepp rows = ARENA_ARRAY(a, side, png_bytep);
  png_bytep light = make_row(a, NULL, 0, scale, side);
  for (uint32_t y = 0; y < across; y++) {
    bool quiet = y < QR_QUIET || y >= QR_QUIET + modules;
    png_bytep row = quiet ? light : make_row(a, code, y - QR_QUIET, scale, side);
    for (uint32_t i = 0; i < scale; i++) rows[y * scale + i] = row;
  }
  Buf file = { 0 };
  bool ok = make_png(&file, rows, side);
  if (ok) *out = (QrImage){ buf_dup(&file, a), side, modules };
  buf_free(&file);
  return ok;
}

const char *qr_png(QrImage *out, Arena *a, Str text, uint32_t least) {
  *out = (QrImage){ 0 };
  if (text.n == 0) return "is empty";
  if (text.n > QR_TEXT) return "is longer than 1,024 bytes";
  if (memchr(text.p, 0, text.n)) return "contains a NUL byte";
  /* Version 0: the smallest that holds the text. Case is kept. */
  QRcode *code = QRcode_encodeString(arena_cstr(a, text), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  if (!code) return "does not fit into a QR code";
  bool ok = draw(out, a, code, least);
  QRcode_free(code);
  return ok ? NULL : "cannot be drawn";
}

/* libqrencode tries eight masks over all modules, of which there are about nine for
 * a byte beside the fixed patterns, and weighs each of them several times. */
uint64_t qr_cost(Str text) {
  uint64_t n = text.n < QR_TEXT ? text.n : QR_TEXT;
  return 40000 + n * 1000;
}
