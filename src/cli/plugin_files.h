/* plugin_files.h -- the plugins of a folder on disk, with their test cases.
 *
 * Where they are looked for: in the current folder when it holds init.lua (a plugin by
 * itself, also outside of any repository; when it lies in plugins/ of a repository, it is
 * that repository's), else below plugins/ of the repository around the current folder.
 * Files are taken as they are on disk. Parent process only. */
#ifndef PUBLISH_CLI_PLUGIN_FILES_H
#define PUBLISH_CLI_PLUGIN_FILES_H

#include "cli/cases.h"

typedef struct {
  Str name;
  Str place;               /* of its folder, for messages: "plugins/tags", or "." */
  const MemoryFile *files; /* what a site has of it: "plugins/tags/init.lua"; no tests */
  size_t count;
  const MemoryFile *tests; /* below tests/: "first/in.md" */
  size_t test_count;
} PluginFiles;

typedef struct {
  Str root;             /* what `place` counts from: "/srv/site/", or "" */
  bool alone;           /* one plugin by itself */
  PluginFiles *plugins; /* in order of name */
  size_t count;
} PluginFolder;

/* All in `a`. Errors: neither a plugin nor a repository here; a folder that cannot be
 * read. */
bool plugin_files(PluginFolder *out, Arena *a, Diags *d);
/* The name that init.lua gives its plugin, or "". */
Str plugin_own_name(Str lua);

#endif
