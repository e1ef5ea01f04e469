/* baseline.c -- any bytes as a list of known findings: entries, or errors at lines. */
#include "fuzz.h"

#include "base/utf8.h"
#include "cli/baseline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Baseline b = { 0 };
  Diags d = { 0 };
  size_t known = 0;
  bool ok = baseline_parse(&b, S("known.txt"), fuzz_str(data, size), &d);
  MUST(ok == (d.errors == 0) && d.errors <= 10);
  for (size_t i = 0; i < b.entries.count; i++) {
    Str key = b.entries.items[i].key;
    const BaselineEntry *e = b.entries.items[i].value;
    MUST(e->known && !e->found && str_chr(key, '\n') == STR_NPOS && utf8_check(key) == key.n);
    known += e->known * (key.n + 1);
  }
  MUST(known <= size + 1);
  fuzz_show(&d);
  diags_free(&d);
  baseline_free(&b);
  return 0;
}
