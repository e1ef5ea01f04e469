/* lib_text.h -- text.*: words, terms, spelling, for any language.
 *
 * Everything takes strings or nodes (their plain text), and a language tag where
 * it matters (the article's by default). Thin: the work is done in text/. */
#ifndef PUBLISH_LUA_LIB_TEXT_H
#define PUBLISH_LUA_LIB_TEXT_H

#include "lua/sandbox.h"

void lib_text_open(Sandbox *sb);

#endif
