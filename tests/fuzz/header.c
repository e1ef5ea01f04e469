/* header.c -- any bytes as a plugin's init.lua: the header is read, nothing else runs. */
#include "fuzz.h"

#include "data/schema_print.h"
#include "plugin/header.h"
#include "plugin/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Arena a = { 0 };
  Diags d = { 0 };
  Source source = { S("plugins/x/init.lua"), fuzz_str(data, size) };
  Progress *progress = progress_map();
  const Value *header = NULL;
  bool ok = header_read(&header, &a, S("x"), &source, progress, &d);
  MUST(ok == (d.errors == 0));
  Manifest m;
  if (ok) {
    ok = manifest_parse(&m, &a, S("x"), &source, header, &d);
    MUST(ok == (d.errors == 0));
  }
  if (ok && m.options) {
    const Value *v;
    SchemaContext c = {
      .arena = &a, .diags = &d, .source = &source, .code = P_OPTION, .unknown = P_OPTION
    };
    schema_check(&v, m.options, NULL, S("x"), &c);
    Buf manual = { 0 };
    schema_print(&manual, m.options);
    buf_free(&manual);
  }
  progress_unmap(progress);
  fuzz_show(&d);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
