/* proxy_notice.c -- notices as nodes: parsed as Markdown, then filled in
 * (notice_values.h). Because they are filled after the parse, no value can become
 * markup.
 *
 * A notice is in the site's language, or with `notice_language: article` in that of the
 * article it is for; model/world.h says what stands in when there is none. */
#include "lua/proxy_notice.h"

#include "doc/html.h"
#include "doc/parse.h"
#include "doc/placeholders.h"
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/convert.h"
#include "lua/html_value.h"
#include "lua/lib_ast.h"
#include "lua/libs.h"
#include "lua/notice_values.h"
#include "lua/proxy.h"

#define NOTICES "notices"
#define NOTICE  "notice"

typedef struct {
  uint64_t epoch;
  Str id; /* bytes in the user value */
} Handle;

static Handle *check(lua_State *L, int arg, const char *type, const char *what) {
  Handle *h = luaL_checkudata(L, arg, type);
  sandbox_check_epoch(L, h->epoch, arg, what);
  return h;
}

static Handle *push_handle(lua_State *L, const char *type, Str id) {
  Handle *h = lua_newuserdatauv(L, sizeof *h, 1);
  *h = (Handle){ .epoch = sandbox_of(L)->epoch };
  luaL_setmetatable(L, type);
  h->id = str_n(lua_pushlstring(L, id.p ? id.p : "", id.n), id.n);
  lua_setiuservalue(L, -2, 1);
  return h;
}

void proxy_notice_push(lua_State *L) {
  push_handle(L, NOTICES, S(""));
}

/* -- a notice -- */

static void mark_origin(Node *root, Str plugin) {
  for (Node *n = root; n; n = node_next(n, root)) n->origin = plugin;
}

/* The language that a notice for this article (absent: the job's) should be in. */
static Str wanted_language(lua_State *L, Ref article) {
  Sandbox *sb = sandbox_of(L);
  Ref settings = world_settings(sb->world);
  Ref choice = ref_get(sb->world, sb->reads, settings, S("notice_language"));
  bool of_article = choice.v && choice.v->kind == VALUE_STR && str_eqc(choice.v->str, "article");
  Ref language = ref_get(sb->world, sb->reads, of_article ? article : settings, S("language"));
  if (language.v && language.v->kind == VALUE_STR && language.v->str.n) return language.v->str;
  return libs_of(L)->language;
}

/* The arguments (notice, article, values): the notice's document, filled in. Raises. */
static void fill_notice(lua_State *L, Doc *doc) {
  Handle *h = check(L, 1, NOTICE, "notice");
  Sandbox *sb = sandbox_of(L);
  const Libs *libs = libs_of(L);
  NoticeValues f = { .sb = sb, .libs = libs, .a = sb->arena };
  f.article = lua_isnoneornil(L, 2) ? ref_covered(NULL) : proxy_check_article(L, 2);
  static const ConvertRules rules = { "values", "a value of a notice", 1 << 16, true };
  f.values = convert_check(L, 3, f.a, &rules);
  f.language = wanted_language(L, f.article);
  const Value *row = world_notice(sb->world, sb->reads, h->id, f.language).v;
  if (!row) luaL_error(L, "there is no notice '%s'", h->id.p);
  Source *source = ARENA_NEW(f.a, Source);
  Str path = value_strc(row, "path");
  if (!world_source(sb->world, sb->reads, path, source)) {
    lua_pushlstring(L, path.p ? path.p : "", path.n);
    luaL_error(L, "the file of notice '%s' is missing: %s", h->id.p, lua_tostring(L, -1));
  }
  if (value_strc(row, "language").n) f.language = value_strc(row, "language");
  int64_t offset = value_int(value_getc(row, "body_offset"), 0);
  if (offset < 0 || (uint64_t)offset > source->text.n) offset = 0;
  budget_charge(L, 1000 + source->text.n * 4);
  budget_hold(L, source->text.n * 8);
  MarkdownOptions options = libs->markdown;
  options.placeholders = true;
  if (!doc_parse(doc, f.a, source, (size_t)offset, &options, sb->diags)) sandbox_fail(L);
  const Str *names;
  size_t count = notice_values_names(&f, &names);
  if (!placeholders_fill(doc->root, f.a, notice_values_get, &f, names, count, sb->diags))
    sandbox_fail(L);
  mark_origin(doc->root, sb->plugin);
}

/* notice:html([article [, values]]) -> html, for pages that have no document */
static int f_html(lua_State *L) {
  Doc doc;
  fill_notice(L, &doc);
  Buf *out = libs_buffer(L);
  const HtmlOptions options = { .words = { S(""), S("") } };
  if (!html_write(out, doc.root, &options, sandbox_of(L)->diags)) return sandbox_fail(L);
  html_value_push(L, buf_view(out));
  return 1;
}

/* notice:blocks(article [, values]) -> list of nodes */
static int f_blocks(lua_State *L) {
  Doc doc;
  fill_notice(L, &doc);
  lua_newtable(L);
  lua_Integer i = 0;
  while (doc.root->first) {
    Node *n = doc.root->first;
    /* Alone, so that it is moved and not copied where it is put. */
    n->parent->first = n->next;
    if (n->next)
      n->next->prev = NULL;
    else
      n->parent->last = NULL;
    n->parent = n->next = NULL;
    lib_ast_push(L, n);
    lua_rawseti(L, -2, ++i);
  }
  return 1;
}

static const ApiField notice_fields[] = {
#include "lua/api/notice_fields.def"
  { 0 }
};
static const ApiFunction notice_methods[] = {
#include "lua/api/notice_methods.def"
  { 0 }
};

const ApiType API_NOTICE = {
  .name = "Notice",
  .kind = API_OBJECT,
  .in = "transform",
  .doc = "One notice in the version that is in force.",
  .fields = notice_fields,
  .functions = notice_methods,
  .speaks = "a notice",
};

static int notice_index(lua_State *L) {
  Handle *h = check(L, 1, NOTICE, "notice");
  Str name;
  name.p = luaL_checklstring(L, 2, &name.n);
  if (api_push_method(L, &API_NOTICE, name)) return 1;
  if (!api_field(&API_NOTICE, name)) return api_no_field(L, &API_NOTICE, name, NULL);
  Sandbox *sb = sandbox_of(L);
  Str language = wanted_language(L, ref_covered(NULL));
  Ref row = world_notice(sb->world, sb->reads, h->id, language);
  proxy_push(L, ref_get(sb->world, sb->reads, row, name));
  return 1;
}

/* -- site.notices -- */

static bool exists(Sandbox *sb, Str id, Str *near) {
  const Str *ids;
  size_t count;
  world_notice_ids(sb->world, sb->reads, &ids, &count);
  *near = str_nearest(id, ids, count);
  for (size_t i = 0; i < count; i++)
    if (str_eq(ids[i], id)) return true;
  return false;
}

/* site.notices:has(id): is there one in force? */
static int f_has(lua_State *L) {
  check(L, 1, NOTICES, "list of notices");
  Sandbox *sb = sandbox_of(L);
  Str id;
  id.p = luaL_checklstring(L, 2, &id.n);
  Str language = wanted_language(L, ref_covered(NULL));
  lua_pushboolean(L, world_notice(sb->world, sb->reads, id, language).v != NULL);
  return 1;
}

/* site.notices:problem(id) -> why none is in force, or nil */
static int f_problem(lua_State *L) {
  check(L, 1, NOTICES, "list of notices");
  Sandbox *sb = sandbox_of(L);
  Str id;
  id.p = luaL_checklstring(L, 2, &id.n);
  Arena *a = sandbox_scratch(L);
  Str problem = world_notice_problem(sb->world, sb->reads, id, a);
  if (problem.n)
    lua_pushlstring(L, problem.p, problem.n);
  else
    lua_pushnil(L);
  return 1;
}

/* site.notices:known(id): is there one, in force or not? */
static int f_known(lua_State *L) {
  check(L, 1, NOTICES, "list of notices");
  Str id, near;
  id.p = luaL_checklstring(L, 2, &id.n);
  lua_pushboolean(L, exists(sandbox_of(L), id, &near));
  return 1;
}

static const ApiFunction notices_methods[] = {
#include "lua/api/notices_methods.def"
  { 0 }
};

const ApiType API_NOTICES = {
  .name = "Notices",
  .kind = API_OBJECT,
  .in = "check",
  .doc = "All notices by id: site.notices.ID, or site.notices[\"ID\"].",
  .functions = notices_methods,
  .items = "[string] Notice",
  .speaks = "site.notices",
};

static int notices_index(lua_State *L) {
  check(L, 1, NOTICES, "list of notices");
  Sandbox *sb = sandbox_of(L);
  Str id;
  id.p = luaL_checklstring(L, 2, &id.n);
  if (api_push_method(L, &API_NOTICES, id)) return 1;
  if (world_notice(sb->world, sb->reads, id, wanted_language(L, ref_covered(NULL))).v) {
    push_handle(L, NOTICE, id);
    return 1;
  }
  Str near;
  if (exists(sb, id, &near))
    return luaL_error(L, "no version of the notice '%s' is in force; ask with site.notices:has",
                      id.p);
  if (near.n) {
    lua_pushlstring(L, near.p, near.n);
    return luaL_error(L, "there is no notice '%s'; did you mean '%s'?", id.p, lua_tostring(L, -1));
  }
  return luaL_error(L, "there is no notice '%s'; make it as notices/%s.<language>.md", id.p, id.p);
}

static int newindex(lua_State *L) {
  return luaL_error(L, "notices are read-only");
}

static int notices_tostring(lua_State *L) {
  lua_pushliteral(L, "notices");
  return 1;
}

static int notice_tostring(lua_State *L) {
  Handle *h = check(L, 1, NOTICE, "notice");
  lua_pushfstring(L, "notice %s", h->id.p);
  return 1;
}

static void open_type(lua_State *L, const char *type, lua_CFunction index, lua_CFunction tostring) {
  luaL_newmetatable(L, type);
  lua_pushcfunction(L, index);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, newindex);
  lua_setfield(L, -2, "__newindex");
  lua_pushcfunction(L, tostring);
  lua_setfield(L, -2, "__tostring");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}

void proxy_notice_open(Sandbox *sb) {
  api_object(sb->L, &API_NOTICES);
  api_object(sb->L, &API_NOTICE);
  open_type(sb->L, NOTICES, notices_index, notices_tostring);
  open_type(sb->L, NOTICE, notice_index, notice_tostring);
}
