/* place.h -- where something stands in a plugin's source.
 *
 * Lua keeps no places of table fields, so a name is looked up in the text: the first
 * assignment to it that is not in a comment. Good enough to put a caret under, and used
 * for nothing else. Pure; nothing is owned. */
#ifndef PUBLISH_PLUGIN_PLACE_H
#define PUBLISH_PLUGIN_PLACE_H

#include "base/diag.h"
#include "data/value.h"

bool lua_word_byte(char c);
/* `name =` or `["name"] =` at `from` or behind; false when there is none. */
bool place_find(Range *out, const Source *source, Str name, size_t from);
/* The same for the whole file, else publish.plugin, else the start. */
Range header_place(const Source *source, Str name);
/* A copy of a header's value whose spans say where it was likely written; `at` is the name
 * that it was assigned to. For messages only: what is kept has no spans. */
const Value *place_value(Arena *a, const Value *v, const Source *source, Range at);

#endif
