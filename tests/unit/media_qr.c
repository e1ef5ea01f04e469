/* QR codes: what the pixels are, and the file around them. */
#include "check.h"

#include "media/qr.h"
#include "media/version.h"
#include <png.h>

/* The picture as libpng reads it, one byte a pixel; freed by the caller. */
static unsigned char *pixels(Str file, uint32_t *width, uint32_t *height) {
  png_image image = { .version = PNG_IMAGE_VERSION };
  if (!png_image_begin_read_from_memory(&image, file.p, file.n)) return NULL;
  image.format = PNG_FORMAT_GRAY;
  unsigned char *p = malloc(PNG_IMAGE_SIZE(image));
  if (p && !png_image_finish_read(&image, NULL, p, 0, NULL)) {
    free(p);
    return NULL;
  }
  *width = image.width;
  *height = image.height;
  return p;
}

static void the_file_is_a_picture_of_whole_modules(void) {
  Arena a = { 0 };
  QrImage q;
  CHECK(!qr_png(&q, &a, S("https://example.org/2024/01/an-article/"), 0));
  uint32_t width = 0, height = 0;
  unsigned char *p = pixels(q.png, &width, &height);
  CHECK(p != NULL);
  CHECK_INT(width, q.side);
  CHECK_INT(height, q.side);
  CHECK_INT(q.modules, 29); /* version 3 holds 42 bytes at level M */
  uint32_t across = q.modules + 2 * QR_QUIET, scale = q.side / across;
  CHECK_INT(scale * across, q.side);
  CHECK(q.side >= QR_SIDE && q.side < QR_SIDE + across);
  size_t mixed = 0, quiet = 0;
  for (uint32_t y = 0; p && y < q.side; y++)
    for (uint32_t x = 0; x < q.side; x++) {
      unsigned char c = p[y * q.side + x],
                    first = p[y / scale * scale * q.side + x / scale * scale];
      if (c != first || (c != 0 && c != 255)) mixed++;
      bool margin =
          x < 4 * scale || y < 4 * scale || x >= q.side - 4 * scale || y >= q.side - 4 * scale;
      if (margin && c != 255) quiet++;
    }
  CHECK_INT(mixed, 0); /* each module is a square of one colour */
  CHECK_INT(quiet, 0); /* four light modules around */
  /* The finder pattern in a corner: a dark ring, a light ring, a dark heart. */
  static const char finder[] = "1111111100000110111011011101101110110000011111111";
  for (uint32_t i = 0; p && i < 49; i++) {
    uint32_t x = (4 + i % 7) * scale, y = (4 + i / 7) * scale;
    CHECK_INT(p[y * q.side + x] == 0, finder[i] == '1');
  }
  free(p);
  CHECK(q.png.n < 1500);
  arena_free(&a);
}

static void sizes(void) {
  Arena a = { 0 };
  QrImage q;
  static const uint32_t wanted[] = { 0, 1, 240, 300, 512, 1024, 100000 };
  for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
    for (size_t n = 1; n <= QR_TEXT; n += 341) {
      char text[QR_TEXT];
      memset(text, 'x', n);
      CHECK(!qr_png(&q, &a, str_n(text, n), wanted[i]));
      uint32_t least = wanted[i] > QR_SIDE_MAX ? QR_SIDE_MAX : wanted[i];
      CHECK(q.side >= least && q.side >= QR_SIDE);
      CHECK(q.side / (q.modules + 8) >= 3);
    }
  arena_free(&a);
}

static void the_same_text_gives_the_same_bytes(void) {
  Arena a = { 0 };
  QrImage one, other;
  CHECK(!qr_png(&one, &a, S("支付宝 https://qr.example.org/支付"), 240));
  CHECK(!qr_png(&other, &a, S("支付宝 https://qr.example.org/支付"), 240));
  CHECK(str_eq(one.png, other.png));
  CHECK(!qr_png(&other, &a, S("支付宝 https://qr.example.org/支付?"), 240));
  CHECK(!str_eq(one.png, other.png));
  arena_free(&a);
}

static void refused(void) {
  Arena a = { 0 };
  QrImage q;
  static char lots[QR_TEXT + 1];
  memset(lots, 'x', sizeof lots);
  CHECK_STR(str_c(qr_png(&q, &a, S(""), 0)), "is empty");
  CHECK_STR(str_c(qr_png(&q, &a, S("a\0b"), 0)), "contains a NUL byte");
  CHECK_STR(str_c(qr_png(&q, &a, str_n(lots, sizeof lots), 0)), "is longer than 1,024 bytes");
  CHECK(!q.png.p && !q.side);
  CHECK(!qr_png(&q, &a, str_n(lots, QR_TEXT), 0));
  arena_free(&a);
}

static void versions(void) {
  Arena a = { 0 };
  MediaVersions v = media_versions(&a);
  CHECK(v.qrencode[0] >= '4' && v.png[0] == '1' && v.packing.n == 16);
  arena_free(&a);
}

CHECKS_MAIN({ "the file is a picture of whole modules", the_file_is_a_picture_of_whole_modules },
            { "sizes", sizes },
            { "the same text gives the same bytes", the_same_text_gives_the_same_bytes },
            { "refused", refused }, { "versions", versions })
