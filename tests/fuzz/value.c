/* value.c -- any bytes as an encoded Value, as the parent gets them from a worker;
 * then everything that the parent does with one. */
#include "fuzz.h"

#include "data/date.h"
#include "data/json.h"
#include "data/match.h"
#include "plugin/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Arena a = { 0 };
  Diags d = { 0 };
  Reader in = { fuzz_str(data, size), false };
  const Value *v = value_decode(&a, &in);
  MUST(!v || !in.bad);
  if (v) {
    Buf out = { 0 };
    value_encode(&out, v);
    Reader back = { buf_view(&out), false };
    const Value *again = value_decode(&a, &back);
    MUST(again && !back.bad && back.rest.n == 0);
    MUST(digest_eq(value_digest(v), value_digest(again)));
    value_truthy(v);
    value_str(v, &a);
    if (v->kind == VALUE_DATE) date_civil(v->date);
    buf_clear(&out);
    json_write(&out, v, true);
    buf_free(&out);
    Source source = { S("plugins/x/init.lua"), S("one\ntwo\n") };
    Manifest m;
    bool ok = manifest_parse(&m, &a, S("x"), &source, v, &d);
    MUST(ok == (d.errors == 0));
    SchemaContext c = {
      .arena = &a, .diags = &d, .source = &source, .code = P_OPTION, .unknown = P_OPTION
    };
    if (match_check(v, S("when"), &c)) match_row(match_compile(&a, v), &a, v);
    const Schema *schema;
    if (schema_of_fields(&schema, v, S("fields"), &c)) schema_check(&again, schema, v, S(""), &c);
  }
  fuzz_show(&d);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
