/* plugin_origin.h -- where an added plugin came from: plugins/NAME/.origin.yaml.
 *
 *   # Written by 'publish plugin add'.
 *   source: "https://example.org/stamp.git"
 *   revision: "v1.2"
 *   commit: "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
 *   digest: "9f86d081884c7d659a2feaa0c55ad015"
 *   api: 1
 *
 * No date: the same plugin from the same place gives the same file. Without `revision` and
 * `commit` it came from a folder. The digest is over paths and bytes of all files but those
 * whose names begin with '.'; it tells what was changed since. Reading is a function of the
 * bytes: what is not such a line is passed over, and a missing digest means "no origin". */
#ifndef PUBLISH_CLI_PLUGIN_ORIGIN_H
#define PUBLISH_CLI_PLUGIN_ORIGIN_H

#include "cli/folder.h"
#include "cli/site.h"

#define ORIGIN_FILE ".origin.yaml"

typedef struct {
  Str source, revision, commit, digest;
  int64_t api;
} PluginOrigin;

Str origin_text(Arena *a, const PluginOrigin *origin);
bool origin_read(PluginOrigin *out, Str text); /* views into text; false = it is none */
/* `files` in order of path, relative to the plugin's folder. */
Str origin_digest(Arena *a, const MemoryFile *files, size_t count);
/* May this stand in the file? No control characters, quotes or backslashes. */
bool origin_writable(Str s);

/* Of a plugin in the files that a Site was built from. *there is false when it has no
 * origin; *modified when its files are not those that came. */
bool origin_of(PluginOrigin *out, bool *there, bool *modified, Site *s, Str name, Arena *a,
               Diags *d);

#endif
