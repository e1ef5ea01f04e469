/* lib_text.h -- text.*: words, terms, spelling, for any language.
 *
 * Everything takes strings or nodes (their plain text), and a language tag where
 * it matters (the article's by default). Thin: the work is done in text/. */
#ifndef PUBLISH_LUA_LIB_TEXT_H
#define PUBLISH_LUA_LIB_TEXT_H

#include "lua/sandbox.h"
#include "text/text.h"

void lib_text_open(Sandbox *sb);

/* Private to src/lua/lib_text*.c. */
void lib_text_terms_open(Sandbox *sb);
/* A text as it is, a node as its plain text (in `a`); charged. Raises. */
Str lib_text_check(lua_State *L, int arg, Arena *a);
TextTools *lib_text_tools(lua_State *L); /* raises when there are none */

#endif
