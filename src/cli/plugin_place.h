/* plugin_place.h -- plugins/NAME of the work tree, written as a whole or not at all.
 *
 * The folder is made complete in the git folder (publish/plugin-*), and takes its place by
 * one rename; where there is an old one they change places in one step, and the old one is
 * then deleted. Killed at any point, plugins/NAME is the old or the new folder; what is left
 * over in the git folder goes with the next run. A lock keeps two runs apart. Where the git
 * folder is on another file system, plugins/.publish-plugin-* stands in for it. */
#ifndef PUBLISH_CLI_PLUGIN_PLACE_H
#define PUBLISH_CLI_PLUGIN_PLACE_H

#include "cli/plugin_source.h"
#include "repo/repo.h"

typedef struct {
  Arena arena;
  Repo *repo;
  Str root; /* of the work tree, with a slash at its end */
  Str temporary;
  int lock; /* 0 = not held */
} PluginPlace;

/* Finds the repository around the current folder and takes the lock. */
bool plugin_place_open(PluginPlace *p, Diags *d);
void plugin_place_close(PluginPlace *p);
Str plugin_place_folder(PluginPlace *p, Str name); /* absolute */
/* The files, and `origin` as .origin.yaml. With `replace` the folder that is there goes;
 * hidden files, which are no part of a plugin, are kept. */
bool plugin_place_write(PluginPlace *p, Str name, const MemoryFile *files, size_t count, Str origin,
                        bool replace, Diags *d);
/* Is everything in plugins/NAME as HEAD has it? */
bool plugin_place_committed(bool *yes, PluginPlace *p, Str name, const MemoryFile *files,
                            size_t count, Diags *d);
/* A folder as origins record it: from the root of the work tree when it was given
 * relative, and back. */
Str plugin_place_relative(PluginPlace *p, Str path);
Str plugin_place_absolute(PluginPlace *p, Str path);

#endif
