/* tests/spec/errors.md: whatever a plugin throws is one record, exactly as -v prints it.
 * UPDATE=1 writes what came out, to be read before it is committed. */
#include "check.h"

#include "sandbox_rig.h"

static const char path[] = "tests/spec/errors.md";

static Str read_all(Arena *a) {
  Buf b = { 0 };
  FILE *f = fopen(path, "rb");
  char block[8192];
  if (f) {
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;) buf_add(&b, block, n);
    fclose(f);
  }
  Str text = buf_dup(&b, a);
  buf_free(&b);
  return text;
}

/* Take the text up to `mark` from *rest, and move *rest past the mark. */
static bool upto(Str *rest, Str mark, Str *part) {
  long at = str_find(*rest, mark);
  if (at < 0) return false;
  *part = str_sub(*rest, 0, (size_t)at);
  *rest = str_sub(*rest, (size_t)at + mark.n, rest->n);
  return true;
}

static void one(Str code, Buf *out) {
  char text[2000];
  if (code.n >= sizeof text) abort();
  memcpy(text, code.p, code.n);
  text[code.n] = '\0';
  Rig r = rig_run(text);
  diags_sort(&r.diags);
  diags_print(&r.diags, DIAG_TEXT, false, true, out);
  CHECK(!r.ok);
  CHECK_INT(r.diags.count, 1);
  rig_free(&r);
}

static void as_specified(void) {
  Arena a = { 0 };
  Str rest = read_all(&a), before, code, between, want;
  Buf all = { 0 };
  size_t count = 0;
  while (upto(&rest, S("```lua\n"), &before) && upto(&rest, S("\n```\n"), &code) &&
         upto(&rest, S("```text\n"), &between) && upto(&rest, S("```\n"), &want)) {
    Buf got = { 0 };
    one(code, &got);
    if (!str_eq(buf_view(&got), want)) {
      check_failed_here = 1;
      printf("  %.*s\n  prints:\n%.*s  instead of:\n%.*s", STR(code), STR(buf_view(&got)),
             STR(want));
    }
    CHECK(str_find(buf_view(&got), S("[C]")) < 0);
    CHECK(str_find(buf_view(&got), S("in ?")) < 0);
    buf_printf(&all, "%.*s```lua\n%.*s\n```\n```text\n%.*s```\n", STR(before), STR(code),
               STR(buf_view(&got)));
    buf_free(&got);
    count++;
  }
  CHECK(count > 40);
  const char *update = getenv("UPDATE");
  FILE *f = update && update[0] == '1' ? fopen(path, "wb") : NULL;
  if (f) {
    fwrite(all.p, 1, all.n, f);
    fclose(f);
  }
  buf_free(&all);
  arena_free(&a);
}

CHECKS_MAIN({ "errors as specified", as_specified })
