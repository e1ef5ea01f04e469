/* json.c -- any bytes as JSON; what was read is written, read and written again as the same. */
#include "fuzz.h"

#include "data/json.h"
#include "data/json_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Arena a = { 0 };
  const Value *v = NULL, *again = NULL;
  const char *problem = NULL;
  Str rest = fuzz_str(data, size);
  if (json_read(&v, &a, &rest, &problem)) {
    /* 0e9 is written as 0, so it is the writing that must not change. */
    Buf out = { 0 }, more = { 0 };
    json_write(&out, v, false);
    Str text = buf_view(&out);
    MUST(json_read(&again, &a, &text, &problem) && text.n == 0);
    json_write(&more, again, false);
    MUST(str_eq(buf_view(&out), buf_view(&more)));
    buf_free(&out);
    buf_free(&more);
  } else {
    MUST(problem && !v && rest.n <= size);
  }
  /* What the strict reader takes, the other takes too. */
  Diags d = { 0 };
  Source source = { S("data/x.json"), fuzz_str(data, size) };
  const Value *strict = NULL;
  bool ok = json_parse(&strict, &a, &source, 0, size, &d);
  MUST(ok == (d.errors == 0));
  if (ok && size && data[0] != 0xEF) MUST(v && value_eq(v, strict));
  fuzz_show(&d);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
