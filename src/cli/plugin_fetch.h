/* plugin_fetch.h -- a repository into a temporary folder, by a process of its own.
 *
 * The network may take for ever and may be interrupted: the child is killed then, the folder
 * is removed, and only after that the signal has its effect on us. */
#ifndef PUBLISH_CLI_PLUGIN_FETCH_H
#define PUBLISH_CLI_PLUGIN_FETCH_H

#include "cli/plugin_source.h"

typedef struct {
  const char *dir; /* NULL = nothing to remove */
  Oid commit;
} Fetched;

/* plugin_fetch_end() after either result. */
bool plugin_fetch(Fetched *out, const PluginSpec *spec, Arena *a, Diags *d);
void plugin_fetch_end(Fetched *f);

#endif
