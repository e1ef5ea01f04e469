/* libs.h -- the libraries a plugin sees beside the language's own: html, ast,
 * text, date, log, and publish.t; and what they need to know.
 *
 * libs_open() registers all of them in a Sandbox, once, before anything is
 * frozen. The Libs record that it makes lives in the Lua state and dies with it;
 * the host may change its fields between hooks (language, facts), never during
 * one. What a pointer in it points to must outlive the sandbox.
 *
 * Templates use the same record: their sandbox gets libs_open() too, so that
 * html values, proxies and dates mean the same everywhere. */
#ifndef PUBLISH_LUA_LIBS_H
#define PUBLISH_LUA_LIBS_H

#include "doc/parse.h"
#include "lua/sandbox.h"
#include "text/text.h"

struct CheckSpec;
struct Settings;
typedef struct {
  TextTools *text; /* may be NULL in tests that need no text functions */
  bool raw_html;   /* the capability: html.raw exists */
  /* How notices are parsed: the site's `markdown` settings. */
  MarkdownOptions markdown;
  /* The job in hand: language of the page or article ("" = root) and the site's
   * time zone; defaults of publish.t, date.format and notices. */
  Str language, zone;
  /* Of whose pages this is one: a declared language, or "" where `site` is the site as a whole. */
  Str edition;
  /* Other plugins whose facts this one may read: those it names in `after`. With
   * all_facts (templates, built-in checks) every plugin's. */
  const Str *facts_of;
  size_t facts_count;
  bool all_facts;
  /* The site's own front-matter fields (`fields:` in publish.yaml): known names
   * of an article row beside the built-in ones. */
  const Str *fields;
  size_t field_count;
  const struct CheckSpec *checks; /* that the plugin declares in its header */
  size_t check_count;
  /* What the plugin's header declares below `options`: the names that P.options has. */
  const Str *options;
  size_t option_count;
  const struct Settings *settings; /* for `checks:`; NULL = every check at its default */
} Libs;

/* Register everything; the record is copied. */
void libs_open(Sandbox *sb, const Libs *options);
/* The record of this state, from any C function or the host. */
Libs *libs_of(lua_State *L);

/* A Buf that is freed when the running C function returns or raises; pushes one
 * value onto the stack, so call it before pushing results. */
Buf *libs_buffer(lua_State *L);

/* At which severity node:check() and article:check() report `rule`, the argument at
 * `arg`, for a row (NULL: the article in hand). False: not at all. Raises when there
 * is no such check. */
bool libs_check(lua_State *L, int arg, const Value *row, Severity *severity);
/* The message with the rule at `arg` behind it; valid until the C function returns. */
Str libs_named(lua_State *L, Str message, int arg);

/* May this hook put one more message of this severity into sb->diags? Each pays for it,
 * and after a hundred there are enough: false. */
bool libs_may_tell(lua_State *L, Severity severity);

/* Name plugin and article in a record just made in sb->diags. */
void libs_sign(Sandbox *sb, Diag *d);

/* One error record about the hook's result on top of sb->L, which is popped:
 * "scan: facts.words: a function cannot be a fact". `help` says what may be
 * returned. The hook counts as failed, as with sandbox_bad_result(). */
void libs_bad_result(Sandbox *sb, Str problem, const char *help, Diags *d);

#endif
