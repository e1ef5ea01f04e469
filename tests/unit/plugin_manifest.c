/* plugin_manifest.c -- headers that are no headers end in a message at their line. */
#include "check.h"
#include "plugin/header.h"
#include "plugin/manifest.h"

static bool read(const char *lua, Str *message) {
  static Arena a;
  Diags d = { 0 };
  Source source = { S("plugins/x/init.lua"), str_c(lua) };
  const Value *header = NULL;
  Manifest m;
  bool ok = header_read(&header, &a, S("x"), &source, NULL, &d) &&
            manifest_parse(&m, &a, S("x"), &source, header, &d);
  *message = d.count ? arena_str(&a, d.items[0].message) : S("");
  CHECK(ok == (d.errors == 0));
  diags_free(&d);
  return ok;
}

static void a_header(void) {
  Str said;
  CHECK(read("publish.plugin { name = 'x', version = '1', api = 1 }", &said));
}

static void a_list(void) {
  Str said;
  CHECK(!read("publish.plugin { 'x', '1', 1 }", &said));
  CHECK_STR(said, "a plugin's header must have names");
  CHECK(!read("publish.plugin {}", &said));
}

static void from_nowhere(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Source source = { S("plugins/x/init.lua"), S("") };
  Manifest m;
  CHECK(!manifest_parse(&m, &a, S("x"), &source, NULL, &d));
  CHECK(d.errors == 1);
  CHECK(!manifest_parse(&m, &a, S("x"), &source, value_of_int(&a, 1), &d));
  diags_free(&d);
  arena_free(&a);
}

CHECKS_MAIN({ "a header", a_header }, { "a list is no header", a_list },
            { "what a worker sends is looked at", from_nowhere })
