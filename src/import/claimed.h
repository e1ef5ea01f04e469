/* claimed.h -- which shortcodes and tags of an old site mean something here as they are.
 *
 * The names that the built-in plugin `directives` claims and the pictures that are made
 * while parsing. An import does not call them lost. A test keeps the list equal to what
 * the plugin declares. */
#ifndef PUBLISH_IMPORT_CLAIMED_H
#define PUBLISH_IMPORT_CLAIMED_H

#include "base/str.h"

/* What becomes of a name that is not claimed: for reports. */
#define CLAIMED_NOT                                                                                \
  "a plugin can claim the name as a directive; until then it prints nothing, and what stands "     \
  "between it and its end stays"

bool claimed_name(Str name);
/* {% include FILE ... %}: pictures and films, as the themes of Jekyll call them. */
bool claimed_include(Str file);

#endif
