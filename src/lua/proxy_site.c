/* proxy_site.c -- site, site.indexes, index objects, stats. */
#include "lua/proxy_site.h"

#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/convert.h"
#include "lua/libs.h"
#include "lua/proxy.h"
#include "lua/proxy_notice.h"
#include "lua/proxy_query.h"
#include "lua/proxy_rows.h"
#include "text/fixed.h"

#define SITE    "site"
#define INDEXES "indexes"
#define INDEX   "index"
#define STATS   "all statistics"
#define STAT    "statistics"

enum { SIMILAR_MOST = 100 };

/* All these objects are a name (of an index, or none) and an epoch. */
typedef struct {
  uint64_t epoch;
  Str name; /* bytes in the user value */
} Handle;

static void push_handle(lua_State *L, const char *type, Str name) {
  Handle *h = lua_newuserdatauv(L, sizeof *h, 1);
  *h = (Handle){ .epoch = sandbox_of(L)->epoch };
  luaL_setmetatable(L, type);
  h->name = str_n(lua_pushlstring(L, name.p ? name.p : "", name.n), name.n);
  lua_setiuservalue(L, -2, 1);
  budget_charge(L, 8);
}

static Handle *check(lua_State *L, int arg, const char *type, const char *what) {
  Handle *h = luaL_checkudata(L, arg, type);
  sandbox_check_epoch(L, h->epoch, arg, what);
  return h;
}

static Str check_str(lua_State *L, int arg) {
  Str s;
  s.p = luaL_checklstring(L, arg, &s.n);
  return s;
}

static int push_str(lua_State *L, Str s) {
  lua_pushlstring(L, s.p ? s.p : "", s.n);
  return 1;
}

void proxy_site_push(lua_State *L) {
  push_handle(L, SITE, S(""));
}

void proxy_site_stats(lua_State *L) {
  push_handle(L, STATS, S(""));
}

void proxy_site_rows(lua_State *L, Str index, Str key) {
  proxy_rows_push_key(L, index, key);
}

/* -- site -- */

/* site:article(path) -> row or nil */
static int f_article(lua_State *L) {
  check(L, 1, SITE, "site");
  Sandbox *sb = sandbox_of(L);
  proxy_push_row(L, world_article_by_path(sb->world, sb->reads, check_str(L, 2)));
  return 1;
}

/* site:articles{ ... } -> rows; lua/proxy_query.h says what may be asked */
static int f_articles(lua_State *L) {
  check(L, 1, SITE, "site");
  return proxy_query_push(L, 2);
}

/* site:link(source path) -> where it is published, or nil */
static int f_link(lua_State *L) {
  check(L, 1, SITE, "site");
  Sandbox *sb = sandbox_of(L);
  Str url = world_link(sb->world, sb->reads, check_str(L, 2));
  /* Marks such as LINK_HIDDEN are no addresses. */
  if (url.n == 0 || url.p[0] == '@')
    lua_pushnil(L);
  else
    push_str(L, url);
  return 1;
}

/* site:hidden(source path): is there an article that is not published (a draft, of the
 * future, expired, or with errors)? */
static int f_hidden(lua_State *L) {
  check(L, 1, SITE, "site");
  Sandbox *sb = sandbox_of(L);
  Str url = world_link(sb->world, sb->reads, check_str(L, 2));
  lua_pushboolean(L, str_eqc(url, LINK_HIDDEN) || str_eqc(url, LINK_FAILED) ||
                         str_eqc(url, LINK_HELD));
  return 1;
}

/* The place of item `number` of a list, its first line. */
static Range data_item(const Source *file, const Value *list, Str number) {
  size_t index = 0;
  for (size_t i = 0; i < number.n && index < list->list.count; i++) {
    if (number.p[i] < '0' || number.p[i] > '9') return (Range){ 0, 0 };
    index = index * 10 + (size_t)(number.p[i] - '0');
  }
  if (index == 0 || index > list->list.count) return (Range){ 0, 0 };
  Span span = list->list.items[index - 1]->span;
  if (span.offset + (size_t)span.length > file->text.n) return (Range){ 0, 0 };
  Str there = str_sub(file->text, span.offset, span.offset + (size_t)span.length);
  long end = str_chr(there, '\n');
  return (Range){ span.offset, end < 0 ? there.n : (size_t)end };
}

/* Where a data file has a key, or an item by its number; length 0 when that cannot be
 * told. */
static Range data_key(const World *w, const Source *file, Str key) {
  const Value *v = world_data(w).v;
  Str path = file->path, part;
  long dot = str_rchr(path, '.');
  if (str_starts(path, S("data/"))) path = str_sub(path, 5, dot > 5 ? (size_t)dot : path.n);
  while (v && str_split(&path, '/', &part)) v = value_get(v, part);
  if (v && v->kind == VALUE_LIST) return data_item(file, v, key);
  const Field *f = value_field(v, key);
  if (!f || f->key_span.offset + (size_t)f->key_span.length > file->text.n) return (Range){ 0, 0 };
  Range where = { f->key_span.offset, f->key_span.length };
  /* The key may come from another file that goes over this one. */
  Str there = str_sub(file->text, where.offset, where.offset + where.length);
  bool quoted = str_starts(there, S("\"")) || str_starts(there, S("'"));
  return quoted || str_eq(there, key) ? where : (Range){ 0, 0 };
}

/* site:warn(data file, key or number, message [, help]): about a line of a file of data/ */
static int f_warn(lua_State *L) {
  check(L, 1, SITE, "site");
  Sandbox *sb = sandbox_of(L);
  Str path = check_str(L, 2), key = check_str(L, 3), message = check_str(L, 4);
  Str help = lua_isnoneornil(L, 5) ? S("") : check_str(L, 5);
  Source file;
  luaL_argcheck(L, str_starts(path, S("data/")), 2, "the path of a data file expected");
  if (!libs_may_tell(L, DIAG_WARNING)) return 0;
  budget_hold(L, message.n + help.n + 256);
  bool found = world_source(sb->world, sb->reads, path, &file);
  Range where = found ? data_key(sb->world, &file, key) : (Range){ 0, 0 };
  Diag *d = where.length ? diag_at(sb->diags, DIAG_WARNING, P_PLUGIN_SAYS, &file, where, NULL,
                                   "%.*s", STR(message))
                         : diag_file(sb->diags, DIAG_WARNING, P_PLUGIN_SAYS, path, NULL, "%.*s",
                                     STR(message));
  if (help.n) diag_help(sb->diags, d, "%.*s", STR(help));
  libs_sign(sb, d);
  return 0;
}

/* site:image(path) -> what is known of an image file, or nil. The path is one of the
 * repository, or begins with '/' and is an address without the site's base. */
static int f_image(lua_State *L) {
  check(L, 1, SITE, "site");
  Sandbox *sb = sandbox_of(L);
  proxy_push(L, ref_covered(world_image(sb->world, sb->reads, check_str(L, 2))));
  return 1;
}

static const ApiField site_fields[] = {
#include "lua/api/site_fields.def"
  { 0 }
};
static const ApiFunction site_methods[] = {
#include "lua/api/site_methods.def"
  { 0 }
};

const ApiType API_SITE = {
  .name = "Site",
  .kind = API_OBJECT,
  .in = "check",
  .doc = "The site as a whole. Whatever is read of it is noted, and the page is made again when "
         "that changes.",
  .fields = site_fields,
  .functions = site_methods,
  .speaks = "site",
};

static int site_index(lua_State *L) {
  static const char *const settings[] = { "title",    "subtitle", "url",     "base",  "language",
                                          "timezone", "author",   "contact", "menus", "footer",
                                          "home",     "foreign",  NULL };
  check(L, 1, SITE, "site");
  Sandbox *sb = sandbox_of(L);
  Str name = check_str(L, 2);
  budget_charge(L, 8);
  for (const char *const *s = settings; *s; s++) {
    if (!str_eqc(name, *s)) continue;
    Ref site = world_site(sb->world, sb->reads, libs_of(L)->edition, NULL);
    proxy_push(L, ref_get(sb->world, sb->reads, site, name));
    return 1;
  }
  if (str_eqc(name, "settings"))
    proxy_push(L, world_settings(sb->world));
  else if (str_eqc(name, "data"))
    proxy_push(L, world_data(sb->world));
  else if (str_eqc(name, "withdrawn"))
    proxy_push(L, world_withdrawn(sb->world));
  else if (str_eqc(name, "pages"))
    proxy_push(L, ref_covered(world_pages(sb->world, sb->reads)));
  else if (str_eqc(name, "indexes"))
    push_handle(L, INDEXES, S(""));
  else if (str_eqc(name, "notices"))
    proxy_notice_push(L);
  else if (!api_push_method(L, &API_SITE, name))
    return api_no_field(L, &API_SITE, name, "what is a site's own stands in site.data");
  return 1;
}

/* -- indexes -- */

/* "tgas" -> "; did you mean 'tags'?" or the names there are */
static const char *other_indexes(lua_State *L, Str name) {
  enum { SHOWN = 12 };
  Arena *a = sandbox_scratch(L);
  const Str *names;
  size_t count = world_index_names(sandbox_of(L)->world, &names, a);
  Str near = str_nearest(name, names, count);
  if (near.n) return arena_printf(a, "; did you mean '%.*s'?", STR(near)).p;
  if (!count) return "; a plugin declares indexes in its header";
  Str list = S("");
  for (size_t i = 0; i < count && i < SHOWN; i++)
    list = arena_printf(a, "%.*s%s%.*s", STR(list), i ? ", " : "", STR(names[i]));
  return arena_printf(a, "; there are: %.*s%s", STR(list), count > SHOWN ? " ..." : "").p;
}

static int indexes_index(lua_State *L) {
  check(L, 1, INDEXES, "list of indexes");
  Str name = check_str(L, 2);
  Sandbox *sb = sandbox_of(L);
  if (!world_has_index(sb->world, name))
    return luaL_error(L, "there is no index '%s'%s", name.p, other_indexes(L, name));
  push_handle(L, INDEX, name);
  return 1;
}

/* idx:keys() -> list of texts in byte order */
static int f_keys(lua_State *L) {
  Handle *h = check(L, 1, INDEX, "index");
  Sandbox *sb = sandbox_of(L);
  const Str *keys;
  size_t count = world_index_keys(sb->world, sb->reads, h->name, &keys);
  budget_charge(L, 8 + 8 * count);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    push_str(L, keys[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* idx:rows([key]) */
static int f_rows(lua_State *L) {
  Handle *h = check(L, 1, INDEX, "index");
  proxy_rows_push_key(L, h->name, lua_isnoneornil(L, 2) ? S("") : check_str(L, 2));
  return 1;
}

static uint32_t check_row(lua_State *L, int arg) {
  Ref at = proxy_check_article(L, arg);
  luaL_argcheck(L, at.article, arg, "this article is not in the catalog yet");
  return at.article;
}

/* idx:near(article, step [, key]) -> row or nil; step 1: the next (older), -1: the
 * one before */
static int f_near(lua_State *L) {
  Handle *h = check(L, 1, INDEX, "index");
  Sandbox *sb = sandbox_of(L);
  uint32_t article = check_row(L, 2);
  lua_Integer to = luaL_checkinteger(L, 3);
  luaL_argcheck(L, to == 1 || to == -1, 3, "the step must be 1 or -1");
  Str key = lua_isnoneornil(L, 4) ? S("") : check_str(L, 4);
  proxy_push_row(L, world_near(sb->world, sb->reads, h->name, key, article, (int)to));
  return 1;
}

/* idx:position(article [, key]) -> where it stands among the rows, from 1, or nil */
static int f_position(lua_State *L) {
  Handle *h = check(L, 1, INDEX, "index");
  Sandbox *sb = sandbox_of(L);
  uint32_t article = check_row(L, 2);
  Str key = lua_isnoneornil(L, 3) ? S("") : check_str(L, 3);
  size_t at = world_position(sb->world, sb->reads, h->name, key, article);
  if (at)
    lua_pushinteger(L, (lua_Integer)at);
  else
    lua_pushnil(L);
  return 1;
}

/* idx:of(article [, k]) -> list of { article =, score =, why = }, best first */
static int f_of(lua_State *L) {
  Handle *h = check(L, 1, INDEX, "index");
  Sandbox *sb = sandbox_of(L);
  uint32_t article = check_row(L, 2);
  lua_Integer k = luaL_optinteger(L, 3, 10);
  luaL_argcheck(L, k >= 0 && k <= SIMILAR_MOST, 3, "how many must be 0 to 100");
  Arena *a = sandbox_scratch(L);
  Similar found[SIMILAR_MOST];
  budget_charge(L, 20000);
  size_t n = world_similar(sb->world, sb->reads, a, h->name, article, found, (size_t)k);
  lua_createtable(L, (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    lua_createtable(L, 0, 3);
    proxy_push_row(L, found[i].article);
    lua_setfield(L, -2, "article");
    lua_pushnumber(L, (double)found[i].score / (double)FIXED_ONE);
    lua_setfield(L, -2, "score");
    push_str(L, found[i].why);
    lua_setfield(L, -2, "why");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static const ApiFunction index_methods[] = {
#include "lua/api/index_methods.def"
  { 0 }
};

const ApiType API_INDEX = {
  .name = "Index",
  .kind = API_OBJECT,
  .in = "check",
  .doc = "What a plugin declared in `indexes`: index[key] is the list of articles under that key, "
         "empty when there are none.",
  .functions = index_methods,
  .items = "[string] Rows",
  .speaks = "an index",
};

const ApiType API_INDEXES = {
  .name = "Indexes",
  .kind = API_OBJECT,
  .in = "check",
  .doc = "All indexes by name, of every plugin: site.indexes.NAME.",
  .items = "[string] Index",
  .speaks = "site.indexes",
};

/* idx[key] -> rows, also of a key that is not there (then they are empty). */
static int index_index(lua_State *L) {
  Handle *h = check(L, 1, INDEX, "index");
  lua_settop(L, 2);
  Str name;
  if (lua_type(L, 2) != LUA_TSTRING && lua_type(L, 2) != LUA_TNUMBER)
    return luaL_error(L, "the keys of an index are texts, found a %s", luaL_typename(L, 2));
  name.p = lua_tolstring(L, 2, &name.n);
  if (api_push_method(L, &API_INDEX, name)) return 1;
  proxy_rows_push_key(L, h->name, name);
  return 1;
}

static int no_pairs(lua_State *L) {
  return luaL_error(L, "pairs does not work here; of an index walk over idx:keys()");
}

/* -- statistics -- */

static int stats_index(lua_State *L) {
  check(L, 1, STATS, "stats");
  Str name = check_str(L, 2);
  if (!world_has_index(sandbox_of(L)->world, name))
    return luaL_error(L, "there is no index of kind terms called '%s'", name.p);
  push_handle(L, STAT, name);
  return 1;
}

/* s:df(term): in how many articles, rounded down to a power of two */
static int f_df(lua_State *L) {
  Handle *h = check(L, 1, STAT, "stats");
  Sandbox *sb = sandbox_of(L);
  lua_pushinteger(L, world_df(sb->world, sb->reads, h->name, check_str(L, 2)));
  return 1;
}

static const ApiField stat_fields[] = {
#include "lua/api/stat_fields.def"
  { 0 }
};
static const ApiFunction stat_methods[] = {
#include "lua/api/stat_methods.def"
  { 0 }
};

const ApiType API_STATS = {
  .name = "Stats",
  .kind = API_OBJECT,
  .in = "derive",
  .doc = "Statistics of all indexes of the kind terms, by name: stats.NAME.",
  .items = "[string] Stat",
  .speaks = "stats",
};

const ApiType API_STAT = {
  .name = "Stat",
  .kind = API_OBJECT,
  .in = "derive",
  .doc = "In how many articles a term stands. Numbers are rounded down to powers of two, so that "
         "one more article does not change every page.",
  .fields = stat_fields,
  .functions = stat_methods,
  .speaks = "stats",
};

static int stat_index(lua_State *L) {
  Handle *h = check(L, 1, STAT, "stats");
  Str name = check_str(L, 2);
  Sandbox *sb = sandbox_of(L);
  if (str_eqc(name, "n"))
    lua_pushinteger(L, world_n(sb->world, sb->reads, h->name));
  else if (!api_push_method(L, &API_STAT, name))
    return api_no_field(L, &API_STAT, name, "there are s.n and s:df(term)");
  return 1;
}

Str proxy_site_check_stats(lua_State *L, int arg) {
  return check(L, arg, STAT, "stats")->name;
}

/* -- the types -- */

static int newindex(lua_State *L) {
  return luaL_error(L, "this is read-only; return a new value instead");
}

static int tostring(lua_State *L) {
  if (luaL_getmetafield(L, 1, "__name") != LUA_TSTRING) lua_pushliteral(L, "object");
  return 1;
}

static void open_type(lua_State *L, const char *type, lua_CFunction index) {
  luaL_newmetatable(L, type);
  lua_pushcfunction(L, index);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, newindex);
  lua_setfield(L, -2, "__newindex");
  lua_pushcfunction(L, tostring);
  lua_setfield(L, -2, "__tostring");
  lua_pushcfunction(L, no_pairs);
  lua_setfield(L, -2, "__pairs");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}

void proxy_site_open(Sandbox *sb) {
  open_type(sb->L, SITE, site_index);
  open_type(sb->L, INDEXES, indexes_index);
  open_type(sb->L, INDEX, index_index);
  open_type(sb->L, STATS, stats_index);
  open_type(sb->L, STAT, stat_index);
  api_object(sb->L, &API_SITE);
  api_object(sb->L, &API_INDEX);
  api_object(sb->L, &API_STAT);
  proxy_notice_open(sb);
}
