/* header.h -- the table given to publish.plugin{}, read without running the plugin.
 *
 * Workers only. The Value lives in the arena; tables with names are maps whose
 * positional items stand under "@items", type constructors put their name under
 * "@type", and functions (index maps) are the string "@function". */
#ifndef PUBLISH_PLUGIN_HEADER_H
#define PUBLISH_PLUGIN_HEADER_H

#include "base/diag.h"
#include "data/value.h"
#include "lua/api.h"
#include "lua/progress.h"
#include <lua.h>

/* Add publish.string, publish.enum ... to the table on top of the stack. */
void header_push_constructors(lua_State *L);
int header_constructor(lua_State *L);
extern const ApiType API_CONSTRUCTORS; /* library publish */
/* What they take. */
extern const ApiType API_HEADER, API_OPTION, API_INDEX_SPEC, API_DIRECTIVE_SPEC;

bool header_read(const Value **out, Arena *a, Str plugin, const Source *source, Progress *progress,
                 Diags *d);

#endif
