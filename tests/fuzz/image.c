/* image.c -- any bytes as an image file; and as the text of a QR code. */
#include "fuzz.h"

#include "media/image.h"
#include "media/qr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Str s = fuzz_str(data, size);
  ImageFacts f = image_facts(s);
  MUST((f.width > 0) == (f.height > 0));
  MUST(f.type != IMAGE_NONE || (!f.width && !f.gps));
  MUST(f.type >= IMAGE_NONE && f.type <= IMAGE_SVG);
  image_named(s);
  /* Rarely, because a code takes a thousand times as long. */
  if (size && size <= QR_TEXT && data[size - 1] % 16 == 0) {
    Arena a = { 0 };
    QrImage q;
    if (!qr_png(&q, &a, s, 0)) {
      ImageFacts code = image_facts(q.png);
      MUST(code.type == IMAGE_PNG && code.width == q.side && code.height == q.side);
    }
    arena_free(&a);
  }
  return 0;
}
