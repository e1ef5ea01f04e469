/* plugin_about.h -- what a plugin can do, told before any of it runs but its header.
 *
 * The header is read in a worker, as for a build of a site that has this plugin alone. The
 * hooks are found in the text of its files, for only running it would give them; so they are
 * those that it names. */
#ifndef PUBLISH_CLI_PLUGIN_ABOUT_H
#define PUBLISH_CLI_PLUGIN_ABOUT_H

#include "cli/cli.h"
#include "cli/plugin_source.h"

typedef struct {
  Str version, doc;
  Str *hooks, *outputs, *options, *after, *before;
  size_t hook_count, output_count, option_count, after_count, before_count;
  bool raw_html, replaces; /* a built-in plugin */
  size_t lines;            /* of Lua, tests aside */
} PluginAbout;

/* False: the header does not parse, is for another api, has another name ... */
bool plugin_about(PluginAbout *out, const PluginSource *source, Arena *a, Diags *d);
/* As text, indented; and the warning about raw_html. */
void plugin_about_print(Cli *c, const PluginAbout *about, const PluginSource *source);
/* As members of an open JSON record. */
void plugin_about_json(Cli *c, const PluginAbout *about, const PluginSource *source);

#endif
