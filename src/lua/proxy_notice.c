/* proxy_notice.c -- notices as nodes: parsed as Markdown, then filled in.
 *
 * Placeholders are looked up in the values given, then in the article's row
 * ("source.name"), then, behind "site.", in the settings. Because they are filled
 * after the parse, no value can become markup. */
#include "lua/proxy_notice.h"

#include "doc/parse.h"
#include "doc/placeholders.h"
#include "lua/budget.h"
#include "lua/convert.h"
#include "lua/lib_ast.h"
#include "lua/lib_date.h"
#include "lua/libs.h"
#include "lua/proxy.h"
#include "text/dates.h"

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

/* -- placeholders -- */

typedef struct {
  Sandbox *sb;
  const Libs *libs;
  Arena *a;
  const Value *values;
  Ref article;
  Str language;
} Filling;

static Str date_text(const Filling *f, Date d) {
  if (!f->libs->text) return lib_date_text(f->a, d);
  return dates_format(f->libs->text, f->a, f->language, S("long"), d.seconds, d.offset, S(""));
}

/* A scalar as text; of people and other named things their names. */
static Str value_text(const Filling *f, const Value *v) {
  switch (v ? v->kind : VALUE_NULL) {
  case VALUE_NULL:
    return S("");
  case VALUE_DATE:
    return date_text(f, v->date);
  case VALUE_MAP:
    return value_strc(v, "name");
  case VALUE_LIST: {
    bool wide = str_starts(f->language, S("zh")) || str_starts(f->language, S("ja"));
    Str all = S("");
    for (size_t i = 0; i < v->list.count && i < 100; i++) {
      if (v->list.items[i]->kind == VALUE_LIST) continue;
      Str parts[] = { all,
                      all.n == 0 ? S("")
                      : wide     ? S("、")
                                 : S(", "),
                      value_text(f, v->list.items[i]) };
      all = arena_concat(f->a, parts, 3);
    }
    return all;
  }
  default:
    return value_str(v, f->a);
  }
}

/* The place behind a dotted name; every step is a read. */
static Ref walk(const Filling *f, Ref at, Str dotted) {
  Str part;
  while (at.v && str_split(&dotted, '.', &part)) at = ref_get(f->sb->world, f->sb->reads, at, part);
  return at;
}

static const char *const row_names[] = { "title",  "url",      "date", "updated",     "authors",
                                         "source", "language", "id",   "description", "image",
                                         "series", "expires",  NULL };
static const char *const site_names[] = { "title",  "subtitle", "url",      "base",
                                          "author", "contact",  "language", NULL };

/* Fields of records that may be absent; of what is there every field will do. */
static const char *const deep_names[] = { "source.name",
                                          "source.url",
                                          "source.author",
                                          "source.licence",
                                          "source.permission",
                                          "image.src",
                                          "image.url",
                                          "image.alt",
                                          "image.caption",
                                          "image.credit",
                                          "site.author.name",
                                          "site.author.url",
                                          "site.author.email",
                                          "site.author.role",
                                          "site.contact.name",
                                          "site.contact.url",
                                          "site.contact.email",
                                          "site.contact.role",
                                          NULL };

static bool known_name(const char *const *names, Str name) {
  for (; *names; names++)
    if (str_eqc(name, *names)) return true;
  return false;
}

static bool fill(void *ctx, Str name, Str *out) {
  const Filling *f = ctx;
  const Value *given = value_get(f->values, name);
  if (given) {
    *out = value_text(f, given);
    return true;
  }
  if (str_eqc(name, "author")) name = S("authors"); /* as front matter takes both */
  bool site = str_starts(name, S("site."));
  Str whole = name, rest = site ? str_sub(name, 5, name.n) : name;
  Ref at = walk(f, site ? world_settings(f->sb->world) : f->article, rest);
  const Value *v = at.v ? ref_deep(f->sb->world, f->sb->reads, at) : NULL;
  *out = value_text(f, v);
  return v || known_name(site ? site_names : row_names, rest) || known_name(deep_names, whole);
}

/* Every name that could have been meant, for did-you-mean. */
static size_t all_names(const Filling *f, const Str **out) {
  size_t given = f->values && f->values->kind == VALUE_MAP ? f->values->map.count : 0, n = 0;
  enum { ROWS = sizeof row_names / sizeof row_names[0] - 1 };
  enum { SITES = sizeof site_names / sizeof site_names[0] - 1 };
  enum { DEEP = sizeof deep_names / sizeof deep_names[0] - 1 };
  Str *names = ARENA_ARRAY(f->a, given + ROWS + SITES + DEEP, Str);
  for (size_t i = 0; i < given; i++) names[n++] = f->values->map.fields[i].key;
  for (size_t i = 0; i < ROWS; i++) names[n++] = str_c(row_names[i]);
  for (size_t i = 0; i < DEEP; i++) names[n++] = str_c(deep_names[i]);
  for (size_t i = 0; i < SITES; i++) names[n++] = arena_printf(f->a, "site.%s", site_names[i]);
  *out = names;
  return n;
}

/* -- a notice -- */

static void mark_origin(Node *root, Str plugin) {
  for (Node *n = root; n; n = node_next(n, root)) n->origin = plugin;
}

/* notice:blocks(article [, values]) -> list of nodes */
static int f_blocks(lua_State *L) {
  Handle *h = check(L, 1, NOTICE, "notice");
  Sandbox *sb = sandbox_of(L);
  const Libs *libs = libs_of(L);
  Filling f = { .sb = sb, .libs = libs, .a = sb->arena, .language = libs->language };
  f.article = lua_isnoneornil(L, 2) ? ref_covered(NULL) : proxy_check_article(L, 2);
  static const ConvertRules rules = { "values", "a value of a notice", 1 << 16, true };
  f.values = convert_check(L, 3, f.a, &rules);
  if (f.article.v) {
    Ref language = ref_get(sb->world, sb->reads, f.article, S("language"));
    if (language.v && language.v->kind == VALUE_STR) f.language = language.v->str;
  }
  const Value *row = world_notice(sb->world, sb->reads, h->id, f.language).v;
  if (!row) return luaL_error(L, "there is no notice '%s'", h->id.p);
  Source *source = ARENA_NEW(f.a, Source);
  Str path = value_strc(row, "path");
  if (!world_source(sb->world, sb->reads, path, source)) {
    lua_pushlstring(L, path.p ? path.p : "", path.n);
    return luaL_error(L, "the file of notice '%s' is missing: %s", h->id.p, lua_tostring(L, -1));
  }
  if (value_strc(row, "language").n) f.language = value_strc(row, "language");
  int64_t offset = value_int(value_getc(row, "body_offset"), 0);
  if (offset < 0 || (uint64_t)offset > source->text.n) offset = 0;
  budget_charge(L, 1000 + source->text.n * 4);
  budget_hold(L, source->text.n * 8);
  Doc doc;
  MarkdownOptions options = libs->markdown;
  options.placeholders = true;
  if (!doc_parse(&doc, f.a, source, (size_t)offset, &options, sb->diags)) return sandbox_fail(L);
  const Str *names;
  size_t count = all_names(&f, &names);
  if (!placeholders_fill(doc.root, f.a, fill, &f, names, count, sb->diags)) return sandbox_fail(L);
  mark_origin(doc.root, sb->plugin);
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

static int notice_index(lua_State *L) {
  static const char *const names[] = { "id", "language", "version", "path", "blocks", NULL };
  Handle *h = check(L, 1, NOTICE, "notice");
  Str name;
  name.p = luaL_checklstring(L, 2, &name.n);
  if (str_eqc(name, "blocks")) {
    lua_pushcfunction(L, f_blocks);
    return 1;
  }
  for (const char *const *known = names; *known; known++) {
    if (!str_eqc(name, *known)) continue;
    Sandbox *sb = sandbox_of(L);
    Ref row = world_notice(sb->world, sb->reads, h->id, libs_of(L)->language);
    proxy_push(L, ref_get(sb->world, sb->reads, row, name));
    return 1;
  }
  Str near = sandbox_nearest(name, names);
  if (near.n) return luaL_error(L, "a notice has no '%s'; did you mean '%s'?", name.p, near.p);
  return luaL_error(L, "a notice has no '%s'", name.p);
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
  lua_pushboolean(L, world_notice(sb->world, sb->reads, id, libs_of(L)->language).v != NULL);
  return 1;
}

static int notices_index(lua_State *L) {
  check(L, 1, NOTICES, "list of notices");
  Sandbox *sb = sandbox_of(L);
  Str id;
  id.p = luaL_checklstring(L, 2, &id.n);
  if (str_eqc(id, "has")) {
    lua_pushcfunction(L, f_has);
    return 1;
  }
  if (world_notice(sb->world, sb->reads, id, libs_of(L)->language).v) {
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
  open_type(sb->L, NOTICES, notices_index, notices_tostring);
  open_type(sb->L, NOTICE, notice_index, notice_tostring);
}
