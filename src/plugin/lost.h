/* lost.h -- plugins that nobody loads, because no file is called init.lua. Pure. */
#ifndef PUBLISH_PLUGIN_LOST_H
#define PUBLISH_PLUGIN_LOST_H

#include "base/str.h"

/* How likely a file of a plugin's folder (path from there) was meant to be its init.lua:
 * 3 but for the case, 2 by a name that is usual elsewhere, 1 it is Lua at least, 0 not. A
 * folder with templates, texts or test cases only lacks nothing. */
int lost_rank(Str path);

#endif
