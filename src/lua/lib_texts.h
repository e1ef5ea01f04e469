/* lib_texts.h -- publish.t(key, values): interface texts in the reader's language.
 *
 * A text is a string with named placeholders ("by {name}"), or a map of plural
 * forms chosen by {n}. publish.t("minutes", 3) is the same as
 * publish.t("minutes", { n = 3 }). A key that no language has is an error; a
 * placeholder without value as well. Numbers are written as the language does. */
#ifndef PUBLISH_LUA_LIB_TEXTS_H
#define PUBLISH_LUA_LIB_TEXTS_H

#include "lua/libs.h"

void lib_texts_open(Sandbox *sb);

/* The text itself, for templates: `values` is a covered Value (map, integer, or
 * NULL). False with one line in *problem. */
bool lib_texts_get(Str *out, Arena *a, const World *w, Reads *r, TextTools *t, Str language,
                   Str key, const Value *values, Str *problem);

#endif
