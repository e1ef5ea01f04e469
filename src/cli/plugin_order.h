/* plugin_order.h -- why a plugin runs where it runs, in words.
 *
 * Two things decide: `after` and `before` of headers, and where they say nothing the
 * order in publish.yaml, behind which the others follow by name. */
#ifndef PUBLISH_CLI_PLUGIN_ORDER_H
#define PUBLISH_CLI_PLUGIN_ORDER_H

#include "base/buf.h"
#include "data/value.h"
#include "plugin/manifest.h"

enum { WHY_MOST = 64 };

/* The reasons for plugin `index` of `all`, at most WHY_MOST, the place in publish.yaml
 * first. `settings` is BuildResult.settings. Returns how many. */
size_t plugin_why(Str *out, Arena *a, const Manifest *all, size_t count, size_t index,
                  const Value *settings);

#endif
