/* plugin_add.c -- `publish plugin add SOURCE`. */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/plugin_about.h"
#include "cli/plugin_origin.h"
#include "cli/plugin_place.h"
#include "cli/report.h"
#include "cli/table.h"

static bool free_place(Cli *c, PluginPlace *place, Str name) {
  Str folder = plugin_place_folder(place, name);
  if (!file_exists(folder.p)) return true;
  bool origin = file_exists(arena_printf(&c->arena, "%.*s/" ORIGIN_FILE, STR(folder)).p);
  Diag *r =
      usage_error(&c->diags, P_PLUGIN_SOURCE,
                  "it was not added from anywhere: rename it, in its header too, or delete it",
                  "plugins/%.*s is there already, and nothing is overwritten", STR(name));
  if (origin) diag_help(&c->diags, r, "publish plugin update %.*s", STR(name));
  return false;
}

static void told(Cli *c, const PluginAbout *about, const PluginSource *source,
                 const PluginOrigin *origin) {
  Buf *out = &c->out;
  if (c->json) {
    json_open(out, "summary");
    json_text(out, "result", S("added"));
    json_number(out, "status", EXIT_DONE);
    json_text(out, "folder", arena_printf(&c->arena, "plugins/%.*s", STR(source->name)));
    plugin_about_json(c, about, source);
    json_text(out, "source", origin->source);
    if (origin->revision.n) json_text(out, "revision", origin->revision);
    json_text(out, "digest", origin->digest);
    json_close(out);
  } else if (!c->options.quiet) {
    buf_printf(out, "added as plugins/%.*s: read it, then commit it\n", STR(source->name));
  }
}

static bool add(Cli *c, PluginPlace *place) {
  Diags *d = &c->diags;
  PluginSpec spec;
  PluginSource source;
  PluginAbout about;
  Str wanted = c->options.name;
  if (wanted.n && !plugin_name_fits(wanted)) {
    usage_error(d, P_PLUGIN_SOURCE, "names have small letters, digits and '-', at most 40",
                "--name=%.*s is no name of a plugin", STR(wanted));
    return false;
  }
  if (!plugin_spec(&spec, c->options.args[0], &c->arena, d) || !plugin_place_open(place, d) ||
      !plugin_source(&source, &spec, wanted, &c->arena, d) || !free_place(c, place, source.name) ||
      !plugin_about(&about, &source, &c->arena, d))
    return false;
  const PluginOrigin origin = { .source = spec.remote ? spec.place
                                                      : plugin_place_relative(place, spec.place),
                                .revision = spec.revision,
                                .commit = source.commit,
                                .digest = origin_digest(&c->arena, source.files, source.count),
                                .api = 1 };
  if (!origin_writable(origin.source)) {
    usage_error(d, P_PLUGIN_SOURCE, "rename the folder that it lies in",
                "%.*s: holds a quote, a backslash or a control character", STR(origin.source));
    return false;
  }
  if (!plugin_place_write(place, source.name, source.files, source.count,
                          origin_text(&c->arena, &origin), false, d))
    return false;
  plugin_about_print(c, &about, &source);
  told(c, &about, &source, &origin);
  return true;
}

bool command_plugin_add(Cli *c) {
  PluginPlace place = { 0 };
  bool ok = add(c, &place);
  plugin_place_close(&place);
  return ok;
}
