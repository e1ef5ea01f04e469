/* settings.c -- any bytes as publish.yaml. */
#include "fuzz.h"

#include "model/settings.h"
#include "text/zone.h"

static bool known(void *context, Str name) {
  return zone_valid(context, name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static TextTools *text;
  Diags d = { 0 };
  if (!text) text = text_open(&d);
  Arena a = { 0 };
  Source source = { S("publish.yaml"), fuzz_str(data, size) };
  Settings s;
  bool ok = settings_read(&s, &a, &source, &(SettingsOverride){ 0 }, known, text, &d);
  MUST(ok == (d.errors == 0));
  if (ok) {
    Str below;
    settings_article(&s, S("articles/2024/a.md"), &below);
    settings_article(&s, S("a.md"), &below);
    settings_excludes(&s, S("articles/x/y/z.md"));
    settings_check(&s, &a, S("links"), NULL, CHECK_ERROR);
    Buf out = { 0 };
    value_encode(&out, s.all);
    Reader in = { buf_view(&out), false };
    MUST(value_decode(&a, &in) && !in.bad);
    buf_free(&out);
  }
  fuzz_show(&d);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
