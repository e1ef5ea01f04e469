/* proxy_record.c -- the records whose names are known, and article's methods.
 *
 * article:error(field, message) points at the field in the front matter when
 * the row still knows where it stood, else at the file. */
#include "lua/proxy.h"

#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/libs.h"

/* The Value of a dotted field of a row: "source.url". */
static const Value *find_field(const Value *v, Str dotted) {
  Str part;
  while (v && str_split(&dotted, '.', &part)) v = value_get(v, part);
  return v;
}

static Diag *placed_report(Diags *d, Severity severity, const Source *source, const Value *v,
                           Str message) {
  if (!source || !v || !v->span.length || v->span.offset > source->text.n ||
      v->span.length > source->text.n - v->span.offset)
    return NULL;
  return diag_at(d, severity, P_PLUGIN_SAYS, source, (Range){ v->span.offset, v->span.length },
                 NULL, "%.*s", STR(message));
}

void proxy_record_report(lua_State *L, Str path, const Value *v, Str message, Str help) {
  Sandbox *sb = sandbox_of(L);
  Source found;
  bool have = sb->world && world_source(sb->world, NULL, path, &found);
  Diag *r = placed_report(sb->diags, DIAG_ERROR, have ? &found : NULL, v, message);
  if (!r) r = diag_file(sb->diags, DIAG_ERROR, P_PLUGIN_SAYS, path, NULL, "%.*s", STR(message));
  if (help.n) diag_help(sb->diags, r, "%.*s", STR(help));
  libs_sign(sb, r);
}

/* The nearest that the front matter has of a dotted field: of "source.url" its `source`. */
static const Value *nearest_field(const Value *row, Str dotted) {
  for (;;) {
    const Value *v = find_field(row, dotted);
    long dot = str_rchr(dotted, '.');
    if ((v && v->span.length) || dot < 0) return v;
    dotted = str_sub(dotted, 0, (size_t)dot);
  }
}

/* The field that a name which is none was likely meant to be, or "". */
static Str slip(lua_State *L, Str field) {
  const Libs *libs = libs_of(L);
  if (!field.n || str_chr(field, '.') >= 0 || api_field(&API_ARTICLE, field)) return S("");
  for (size_t i = 0; i < libs->field_count; i++)
    if (str_eq(libs->fields[i], field)) return S("");
  enum { MOST = 64 };
  Str names[MOST];
  size_t count = 0;
  for (const ApiField *f = API_ARTICLE.fields; f->name && count < MOST; f++)
    names[count++] = str_c(f->name);
  return str_nearest(field, names, count);
}

/* (article, ..., [field,] message [, help]), the field at `arg`. */
static int report(lua_State *L, Severity severity, Code code, int arg) {
  Ref at = proxy_check_article(L, 1);
  Sandbox *sb = sandbox_of(L);
  Str field = S(""), message, help = S("");
  int rule = arg - 1;
  bool has_field = !lua_isnoneornil(L, arg + 1);
  if (has_field && !lua_isnil(L, arg)) field.p = luaL_checklstring(L, arg, &field.n);
  arg += has_field;
  message.p = luaL_checklstring(L, arg, &message.n);
  if (!lua_isnoneornil(L, arg + 1)) help.p = luaL_checklstring(L, arg + 1, &help.n);
  if (code == P_CHECK) message = libs_named(L, message, rule);
  if (!libs_may_tell(L, severity)) return 0;
  budget_hold(L, message.n + help.n + 256);
  Str path = value_strc(at.v, "path");
  Source found;
  const Source *source = NULL;
  if (sb->site.source && (path.n == 0 || str_eq(path, sb->site.article)))
    source = sb->site.source;
  else if (sb->world && world_source(sb->world, NULL, path, &found))
    source = &found;
  /* With a way out, a field that is missing is told where it would stand. */
  const Value *v = help.n ? nearest_field(at.v, field) : find_field(at.v, field);
  Diag *d = placed_report(sb->diags, severity, source, v, message);
  if (!d && help.n && source && str_starts(source->text, S("---")))
    d = diag_line(sb->diags, severity, P_PLUGIN_SAYS, source, 1, 1, 3, NULL, "%.*s", STR(message));
  if (!d)
    d = diag_file(sb->diags, severity, P_PLUGIN_SAYS, path.n ? path : sb->site.article, NULL,
                  field.n ? "%.*s: %.*s" : "%.*s%.*s", STR(field), STR(message));
  Str near = help.n || v ? S("") : slip(L, field);
  if (help.n)
    diag_help(sb->diags, d, "%.*s", STR(help));
  else if (near.n)
    diag_help(sb->diags, d, "articles have no field '%.*s' of publish's own; did you mean '%.*s'?",
              STR(field), STR(near));
  d->code = code;
  libs_sign(sb, d);
  if (code == P_CHECK) d->rule = arena_str(&sb->diags->arena, str_c(luaL_checkstring(L, rule)));
  return 0;
}

/* article:error([field,] message [, help]) */
static int f_error(lua_State *L) {
  return report(L, DIAG_ERROR, P_PLUGIN_SAYS, 2);
}

/* article:warn([field,] message [, help]) */
static int f_warn(lua_State *L) {
  return report(L, DIAG_WARNING, P_PLUGIN_SAYS, 2);
}

/* article:check(rule, [field,] message [, help]): at the level that `checks:` gives the
 * rule for this article */
static int f_check(lua_State *L) {
  Severity severity;
  Ref at = proxy_check_article(L, 1);
  lua_settop(L, 5); /* what is not given is nil, whatever is pushed below */
  return libs_check(L, 2, at.v, &severity) ? report(L, severity, P_CHECK, 3) : 0;
}

/* article:file(name) -> one of article.files by its name, or nil */
static int f_file(lua_State *L) {
  Ref at = proxy_check_article(L, 1);
  Str name;
  name.p = luaL_checklstring(L, 2, &name.n);
  Sandbox *sb = sandbox_of(L);
  const Value *files =
      sb->world ? world_files(sb->world, sb->reads, value_strc(at.v, "path")) : NULL;
  for (size_t i = 0; i < value_count(files); i++) {
    const Value *file = value_at(files, i);
    if (!str_eq(value_strc(file, "name"), name)) continue;
    proxy_push_record(L, ref_covered(file), &API_FILE);
    return 1;
  }
  lua_pushnil(L);
  return 1;
}

void proxy_push_files(lua_State *L, Ref article) {
  Sandbox *sb = sandbox_of(L);
  const Value *files =
      sb->world ? world_files(sb->world, sb->reads, value_strc(article.v, "path")) : NULL;
  size_t count = value_count(files);
  budget_charge(L, 8 + 8 * count);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    proxy_push_record(L, ref_covered(value_at(files, i)), &API_FILE);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

void proxy_push_file_url(lua_State *L, Ref file) {
  Sandbox *sb = sandbox_of(L);
  if (!sb->files)
    luaL_error(L, "the address of a file is known in pages, transform, render, page and files, "
                  "not in scan, derive and check");
  Str url = sb->files->publish(sb->files->context, value_strc(file.v, "article"),
                               value_strc(file.v, "path"));
  if (url.n)
    lua_pushlstring(L, url.p, url.n);
  else
    lua_pushnil(L);
}

static const ApiField article_fields[] = {
#include "lua/api/article_fields.def"
  { 0 }
};
static const ApiFunction article_methods[] = {
#include "lua/api/article_methods.def"
  { 0 }
};
static const ApiField file_fields[] = {
#include "lua/api/file_fields.def"
  { 0 }
};
static const ApiField page_fields[] = {
#include "lua/api/page_fields.def"
  { 0 }
};

const ApiType API_ARTICLE = {
  .name = "Article",
  .kind = API_OBJECT,
  .in = "transform",
  .doc = "An article as its front matter, data files and text make it. In scan only what the "
         "article itself says is there; the rest from derive on. The site's own fields (fields: in "
         "publish.yaml) are fields of it too.",
  .fields = article_fields,
  .functions = article_methods,
  .speaks = "an article",
};

const ApiType API_FILE = {
  .name = "File",
  .kind = API_OBJECT,
  .in = "page",
  .doc = "A file that belongs to an article: what lies in the article's folder (that of index.md, "
         "or the one beside trip.md that is called trip) and is no article, and what the article "
         "shows or links to.",
  .fields = file_fields,
  .speaks = "a file",
};

const ApiType API_PAGE = {
  .name = "Page",
  .kind = API_OBJECT,
  .in = "page",
  .doc =
      "A page about to be written: that of an article, or one that a plugin asked for in P.pages.",
  .fields = page_fields,
  .speaks = "a page",
};
