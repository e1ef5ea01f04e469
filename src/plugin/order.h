/* order.h -- in which order plugins run.
 *
 * By names, never by numbers: `after` and `before` say what must come earlier or
 * later; names of plugins that are not in use are ignored. Where nothing is said
 * the order in publish.yaml holds, so the result is the same everywhere. */
#ifndef PUBLISH_PLUGIN_ORDER_H
#define PUBLISH_PLUGIN_ORDER_H

#include "plugin/manifest.h"

/* Reorders `plugins` in place. A circle is one error that names its members. */
bool plugins_order(Manifest *plugins, size_t count, Diags *d);
/* Does `plugin` name `other` in its `after`, directly? Then it sees its facts. */
bool plugin_is_after(const Manifest *plugin, Str other);
/* Does the header of one of them say that `a` comes behind `b`? */
bool plugin_must_follow(const Manifest *a, const Manifest *b);

#endif
