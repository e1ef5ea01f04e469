/* api_luals.h -- definitions for editors: all that a plugin can reach as classes and
 * functions of the Lua language server, printed from the tables that register it. */
#ifndef PUBLISH_PLUGIN_API_LUALS_H
#define PUBLISH_PLUGIN_API_LUALS_H

#include "base/buf.h"

/* A whole file: classes, libraries, globals, and `Plugin` with the hooks' parameters. */
void api_luals(Buf *out);

#endif
