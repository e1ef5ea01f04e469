/* plugin_source.h -- the files of a plugin from wherever it is: a folder, or a revision of a
 * repository.
 *
 *   ../stamp               a folder on disk, as it is there
 *   ../stamp@v1.2          a repository on disk, at a tag, branch or commit
 *   https://host/x.git@v1  one elsewhere; also ssh://, git://, file:// and user@host:path
 *
 * A repository is fetched by a process of its own into a folder below /tmp that is removed
 * whatever happens, also when the user interrupts; only kill -9 leaves it. The plugin is the
 * whole when init.lua is at its top, else the one in plugins/ (or the one named).
 * Links, submodules and what is larger than the limits are refused. */
#ifndef PUBLISH_CLI_PLUGIN_SOURCE_H
#define PUBLISH_CLI_PLUGIN_SOURCE_H

#include "cli/folder.h"

enum { PLUGIN_FILES_MAX = 1000 };
#define PLUGIN_BYTES_MAX ((size_t)4 << 20)

typedef struct {
  Str place, revision; /* revision "" = a folder as it is */
  bool remote;         /* place is an address, not a folder */
} PluginSpec;

typedef struct {
  Str name;
  MemoryFile *files; /* in order of path, from the plugin's folder */
  size_t count;
  Str commit; /* hex, "" for a folder */
  Str from;   /* for messages: "https://host/x.git@v1, plugins/stamp" */
} PluginSource;

/* What SOURCE of the command line means. */
bool plugin_spec(PluginSpec *out, Str text, Arena *a, Diags *d);
/* Its files; `wanted` is the plugin's name, or "". Everything is in `a`. */
bool plugin_source(PluginSource *out, const PluginSpec *spec, Str wanted, Arena *a, Diags *d);
/* Is it an address, and no path? */
bool plugin_is_address(Str s);
bool plugin_name_fits(Str name);

#endif
