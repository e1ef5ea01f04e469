/* toml.c -- any bytes as a TOML document; what was read survives its own encoding. */
#include "fuzz.h"

#include "data/json.h"
#include "data/toml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Arena a = { 0 };
  Diags d = { 0 };
  Source source = { S("data/x.toml"), fuzz_str(data, size) };
  const Value *v = NULL;
  bool ok = toml_parse(&v, &a, &source, 0, size, &d);
  MUST(ok == (d.errors == 0));
  if (ok) {
    Buf out = { 0 };
    value_encode(&out, v);
    Reader in = { buf_view(&out), false };
    const Value *again = value_decode(&a, &in);
    MUST(again && !in.bad && in.rest.n == 0);
    MUST(value_eq(v, again) && digest_eq(value_digest(v), value_digest(again)));
    buf_clear(&out);
    json_write(&out, v, true);
    MUST(str_chr(buf_view(&out), '<') < 0);
    buf_free(&out);
  }
  fuzz_show(&d);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
