/* Lua values to Values: what is data, and how everything else is refused. */
#include "check.h"

#include "data/json.h"
#include "lib_rig.h"
#include "lua/convert.h"

/* What the snippet returns as JSON, or the refusal. */
static Str converted(LibRig *r, const char *code, const ConvertRules *rules) {
  lib_rig_open(r, NULL, (Libs){ 0 });
  lib_rig_begin(r);
  const Value *v = NULL;
  if (!lib_rig_call(r, code)) return lib_rig_text(r);
  if (!convert_take(&v, r->sb, &r->arena, rules, &r->diags)) return r->diags.items[0].message;
  Buf b = { 0 };
  if (v)
    json_write(&b, v, false);
  else
    buf_c(&b, "nothing");
  Str s = buf_dup(&b, &r->arena);
  buf_free(&b);
  return s;
}

#define CONVERTS(rules, code, want)                                                                \
  do {                                                                                             \
    LibRig c_;                                                                                     \
    Str text_ = converted(&c_, code, &(rules));                                                    \
    CHECK_STR(text_, want);                                                                        \
    CHECK_INT(lua_gettop(c_.sb->L), 0);                                                            \
    lib_rig_close(&c_);                                                                            \
  } while (0)

static void plain_data(void) {
  CONVERTS(CONVERT_DATA, "return nil", "nothing");
  CONVERTS(CONVERT_DATA, "return 42", "42");
  CONVERTS(CONVERT_DATA, "return 'text'", "\"text\"");
  CONVERTS(CONVERT_DATA, "return { 1, 'b', true, { 2.5 } }", "[1,\"b\",true,[2.5]]");
  CONVERTS(CONVERT_DATA, "return { b = 1, a = { c = 'x' } }", "{\"a\":{\"c\":\"x\"},\"b\":1}");
  CONVERTS(CONVERT_DATA, "return { d = date.parse '2024-01-03' }", "{\"d\":\"2024-01-03\"}");
}

static void lists_and_maps(void) {
  CONVERTS(CONVERT_DATA, "return {}", "[]");
  CONVERTS(CONVERT_FACTS, "return {}", "{}");
  CONVERTS(CONVERT_FACTS, "return nil", "nothing");
  CONVERTS(CONVERT_FACTS, "return { tags = {} }", "{\"tags\":[]}");
  CONVERTS(CONVERT_FACTS, "return { 1, nil, 3 }",
           "hook: facts: a list must not have holes: nil between its items");
  CONVERTS(CONVERT_FACTS, "return { 1, 2 }",
           "hook: facts: must be a table with names as keys, found a list");
  CONVERTS(CONVERT_FACTS, "return { x = { 1, y = 2 } }",
           "hook: facts.x: keys must be either names or 1, 2, 3 ...");
  CONVERTS(CONVERT_FACTS, "return { x = { [0] = 1 } }",
           "hook: facts.x: keys must be either names or 1, 2, 3 ...");
  CONVERTS(CONVERT_FACTS, "return { x = { [true] = 1 } }",
           "hook: facts.x: keys must be either names or 1, 2, 3 ...");
}

static void refusals_name_the_place(void) {
  CONVERTS(CONVERT_FACTS, "return 42", "hook: facts: must be a table, found a number");
  CONVERTS(CONVERT_FACTS, "return { words = print }",
           "hook: facts.words: a function cannot be a fact");
  CONVERTS(CONVERT_FACTS, "return { a = { { b = { 1, coroutine.create(print) } } } }",
           "hook: facts.a[1].b[2]: a coroutine cannot be a fact");
  CONVERTS(CONVERT_FACTS, "return { ['a b'] = { 0/0 } }",
           "hook: facts[\"a b\"][1]: nan (0/0) cannot be a fact");
  CONVERTS(CONVERT_FACTS, "return { x = -1/0 }",
           "hook: facts.x: an infinite number cannot be a fact");
  CONVERTS(CONVERT_FACTS, "return { x = html.b 'y' }", "hook: facts.x: html cannot be a fact");
  CONVERTS(CONVERT_FACTS, "local t = {} t.t = { t } return t",
           "hook: facts.t[1]: a table inside itself");
  CONVERTS(CONVERT_FACTS, "local t = {} for i = 1, 40 do t = { t } end return { x = t }",
           "hook: facts.x[1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1]"
           "[1][1][1][1][1][1][1]: nested too deeply; at most 32 levels");
  CONVERTS(CONVERT_FACTS, "return { x = ('x'):rep(2000000) }",
           "hook: facts.x: facts is larger than 1024 KiB");
}

static void a_shared_table_is_no_cycle(void) {
  CONVERTS(CONVERT_DATA, "local s = { 1 } return { s, s, { s } }", "[[1],[1],[[1]]]");
}

static void metatables_are_ignored(void) {
  CONVERTS(CONVERT_DATA,
           "return setmetatable({ 1 }, { __index = function() return 1 end, __len = function() "
           "return 9 end, __pairs = function() error 'called' end })",
           "[1]");
}

static void frozen_tables_convert_like_others(void) {
  LibRig r;
  lib_rig_open(&r, NULL, (Libs){ 0 });
  lib_rig_begin(&r);
  CHECK(lib_rig_call(&r, "return { list = { 1, 2 }, name = 'x' }"));
  freeze_value(r.sb->L, -1);
  const Value *v = NULL;
  CHECK(convert_take(&v, r.sb, &r.arena, &CONVERT_FACTS, &r.diags));
  CHECK_INT(value_count(value_getc(v, "list")), 2);
  CHECK_STR(value_strc(v, "name"), "x");
  lib_rig_close(&r);
}

static void strings_are_bytes(void) {
  LibRig r;
  lib_rig_open(&r, NULL, (Libs){ 0 });
  lib_rig_begin(&r);
  const Value *v = NULL;
  CHECK(lib_rig_call(&r, "return { terms = 'a\\0b\\xFF' }"));
  CHECK(convert_take(&v, r.sb, &r.arena, &CONVERT_FACTS, &r.diags));
  CHECK(str_eq(value_strc(v, "terms"), str_n("a\0b\xFF", 4)));
  lib_rig_close(&r);
}

static void there_and_back(void) {
  LibRig r;
  lib_rig_open(&r, NULL, (Libs){ 0 });
  lib_rig_begin(&r);
  const Value *v = NULL, *again = NULL;
  CHECK(lib_rig_call(&r,
                     "return { a = { 1, 2.5, 'x', { b = false } }, d = date.parse '2024-01-03' }"));
  CHECK(convert_take(&v, r.sb, &r.arena, &CONVERT_DATA, &r.diags));
  convert_push(r.sb->L, v);
  CHECK(convert_take(&again, r.sb, &r.arena, &CONVERT_DATA, &r.diags));
  CHECK(value_eq(v, again));
  lib_rig_close(&r);
}

CHECKS_MAIN({ "plain data", plain_data }, { "lists and maps", lists_and_maps },
            { "refusals name the place", refusals_name_the_place },
            { "a shared table is no cycle", a_shared_table_is_no_cycle },
            { "metatables are ignored", metatables_are_ignored },
            { "frozen tables convert like others", frozen_tables_convert_like_others },
            { "strings are bytes", strings_are_bytes }, { "there and back", there_and_back })
