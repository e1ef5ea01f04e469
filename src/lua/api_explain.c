/* api_explain.c -- wrong arguments in the function's own terms.
 *
 *   bad argument #2 to 'excerpt' (number expected, got table)
 *   text.excerpt: 'width' (argument 2) must be a whole number, found a table; usage:
 *   text.excerpt(text, width?, ellipsis?)
 *
 * Lua's checks know neither library nor parameter. The function that failed is still
 * on the stack, its row tells both. */
#include "lua/api_private.h"
#include "lua/api_signature.h"

typedef struct {
  const ApiFunction *row;
  const ApiType *type;
  bool method; /* called as object:name() */
} Called;

static bool holds(const ApiType *type, const ApiFunction *f) {
  if (type->family && f == &type->family->function) return true;
  for (const ApiFunction *row = type->functions; row && row->name; row++)
    if (row == f) return true;
  return false;
}

/* The row of the function on top of the stack, which is popped. */
static const ApiFunction *row_of(lua_State *L) {
  lua_CFunction c = lua_tocfunction(L, -1);
  api_push_table(L, &api_rows_key);
  lua_insert(L, -2);
  lua_rawget(L, -2);
  const ApiFunction *f = lua_touserdata(L, -1);
  if (!f && c) { /* a closure made for one hook */
    lua_pushcfunction(L, c);
    lua_rawget(L, -3);
    f = lua_touserdata(L, -1);
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
  return f;
}

static const ApiType *type_of(lua_State *L, const ApiFunction *row) {
  const ApiType *found = NULL;
  api_push_table(L, &api_types_key);
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    lua_pop(L, 1);
    const ApiType *type = lua_touserdata(L, -1);
    if (type && holds(type, row)) found = type;
  }
  lua_pop(L, 1);
  return found;
}

bool api_name_of(lua_State *L, int index, Buf *out) {
  if (!lua_isfunction(L, index) || !lua_checkstack(L, 8)) return false;
  lua_pushvalue(L, index);
  const ApiFunction *row = row_of(L);
  const ApiType *type = row ? type_of(L, row) : NULL;
  if (type) api_called(out, type, row);
  return type != NULL;
}

static bool called_at(Called *out, lua_State *L, int level) {
  lua_Debug ar;
  if (!lua_getstack(L, level, &ar) || !lua_getinfo(L, "nf", &ar)) return false;
  *out = (Called){ .row = row_of(L), .method = ar.namewhat && strcmp(ar.namewhat, "method") == 0 };
  if (!out->row) return false;
  out->type = type_of(L, out->row);
  return out->type != NULL;
}

/* A type of a signature in words: "string|Node" -> "a string or a node". */
static void add_words(Buf *out, Str type) {
  static const struct {
    const char *type, *words;
  } known[] = { { "string", "a string" },
                { "integer", "a whole number" },
                { "number", "a number" },
                { "boolean", "true or false" },
                { "table", "a table" },
                { "function", "a function" },
                { "Node", "a node" },
                { "Article", "an article" },
                { "Date", "a date" },
                { "Html", "html" },
                { "any", "a value" },
                { "Rows", "a list of articles" },
                { "string[]", "a list of strings" },
                { "Stat", "statistics such as stats.NAME" } };
  Str part;
  for (bool first = true; str_split(&type, '|', &part); first = false) {
    if (!first) buf_c(out, type.p ? ", " : " or ");
    if (str_starts(part, S("fun("))) { /* its own result may hold a '|' */
      buf_c(out, "a function");
      break;
    }
    size_t i = 0;
    while (i < sizeof known / sizeof known[0] && !str_eqc(part, known[i].type)) i++;
    if (i < sizeof known / sizeof known[0])
      buf_c(out, known[i].words);
    else
      buf_str(out, part);
  }
}

static bool plain_type(Str s) {
  static const char *const names[] = { "string",   "number", "table",  "boolean",
                                       "function", "thread", "object", NULL };
  for (const char *const *n = names; *n; n++)
    if (str_eqc(s, *n)) return true;
  return false;
}

/* What Lua says in brackets. */
static void add_detail(Buf *out, Str detail, Str type) {
  long got = str_find(detail, S(" expected, got ")), expected = str_find(detail, S(" expected"));
  Str found = got < 0 ? S("") : str_sub(detail, (size_t)got + 15, detail.n);
  bool missing = str_eqc(detail, "value expected") || str_eqc(found, "no value");
  if (missing && str_eqc(type, "any")) {
    buf_c(out, "is missing");
  } else if (missing || got >= 0) {
    buf_c(out, "must be ");
    add_words(out, type);
    if (missing)
      buf_c(out, ", and is missing");
    else
      buf_printf(out, ", found %s%.*s", plain_type(found) ? "a " : "", STR(found));
  } else if (str_eqc(detail, "number has no integer representation")) {
    buf_c(out, "must be a whole number, found one with a fraction");
  } else if (expected >= 0) {
    buf_printf(out, "must be %.*s%.*s", STR(str_sub(detail, 0, (size_t)expected)),
               STR(str_sub(detail, (size_t)expected + 9, detail.n)));
  } else {
    out->n--; /* the blank */
    buf_printf(out, "%s%.*s", str_starts(detail, S("must ")) ? " " : ": ", STR(detail));
  }
}

static bool take_number(Str *text, size_t *number) {
  size_t i = 0;
  *number = 0;
  for (; i < text->n && i < 4 && text->p[i] >= '0' && text->p[i] <= '9'; i++)
    *number = *number * 10 + (size_t)(text->p[i] - '0');
  *text = str_sub(*text, i, text->n);
  return i > 0;
}

/* Splits "bad argument #2 to 'x' (detail)". */
static bool take_apart(Str text, size_t *number, Str *detail) {
  Str head = S("bad argument #");
  if (!str_starts(text, head)) return false;
  text = str_sub(text, head.n, text.n);
  long open = str_find(text, S(" ("));
  if (!take_number(&text, number) || open < 0 || !str_ends(text, S(")"))) return false;
  open = str_find(text, S(" ("));
  *detail = str_sub(text, (size_t)open + 2, text.n - 1);
  return true;
}

void api_explain(lua_State *L, int level) {
  if (lua_type(L, 1) != LUA_TSTRING || !lua_checkstack(L, 12)) return;
  Str message, detail;
  message.p = lua_tolstring(L, 1, &message.n);
  long at = str_find(message, S("bad argument #"));
  size_t number;
  Called c;
  if (at < 0 || !take_apart(str_sub(message, (size_t)at, message.n), &number, &detail)) return;
  if (!called_at(&c, L, level)) return;
  bool object = c.type->kind == API_OBJECT;
  ApiParameter p = { S(""), S("any"), false };
  if (object && !c.method) number--; /* the object itself was counted */
  if (!object && c.method) number++; /* ("x"):rep(2) */
  Buf b = { 0 };
  buf_str(&b, str_sub(message, 0, (size_t)at));
  api_called(&b, c.type, c.row);
  buf_c(&b, ": ");
  if (object && number == 0) {
    buf_c(&b, "is a method, to be called with ':' on a value that has it");
    detail = S("");
  } else if (api_parameter(&p, str_c(c.row->signature), number)) {
    buf_printf(&b, "'%.*s' (argument %zu) ", STR(p.name), number);
  } else {
    buf_printf(&b, "argument %zu ", number);
  }
  if (detail.n) add_detail(&b, detail, p.type);
  buf_c(&b, "; usage: ");
  api_usage(&b, c.type, c.row);
  /* Pushing may fail for want of memory, so the bytes are the sandbox's. */
  Sandbox *sb = sandbox_of(L);
  Str text = buf_dup(&b, &sb->fault_arena);
  buf_free(&b);
  lua_pushlstring(L, text.p, text.n);
  lua_replace(L, 1);
}
