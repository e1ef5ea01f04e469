/* fuzz.h -- what every fuzz driver shares.
 *
 * A driver is one file with one LLVMFuzzerTestOneInput: any bytes, and what must
 * hold whatever they are. MUST() ends the program, so that libFuzzer (or replay.c)
 * shows the input. The bytes are no C string and nothing lies behind them. */
#ifndef PUBLISH_TESTS_FUZZ_H
#define PUBLISH_TESTS_FUZZ_H

#include "base/diag.h"
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(cond)                                                                                 \
  do {                                                                                             \
    if (!(cond)) {                                                                                 \
      fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #cond);                         \
      abort();                                                                                     \
    }                                                                                              \
  } while (0)

static inline Str fuzz_str(const uint8_t *data, size_t size) {
  return str_n((const char *)data, size);
}

/* Whatever was reported can be shown, and nothing in it commands a terminal or a
 * CI system. */
static inline void fuzz_show(Diags *d) {
  Buf b = { 0 };
  diags_sort(d);
  diags_print(d, DIAG_TEXT, false, true, &b);
  for (size_t i = 0; i < b.n; i++) {
    unsigned char c = (unsigned char)b.p[i];
    MUST((c >= 0x20 || c == '\n') && c != 0x7F);
  }
  MUST(str_find(buf_view(&b), S("##[")) < 0);
  Str rest = buf_view(&b), line;
  while (str_split(&rest, '\n', &line)) MUST(!str_starts(str_trim(line), S("::")));
  buf_clear(&b);
  diags_print(d, DIAG_JSON, false, true, &b);
  buf_free(&b);
}

#endif
