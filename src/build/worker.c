/* worker.c -- what a worker opens before its first job: the settings with their
 * compiled parts, and all plugins. Then it locks itself down. */
#include "build/load.h"

#include "plugin/confine.h"
#include "text/zone.h"

static bool zone_known(void *context, Str name) {
  return zone_valid(context, name);
}

static int64_t zone_to_instant(void *context, const Civil *local, int32_t *offset) {
  const Built *b = context;
  return zone_instant(b->tools, b->settings.timezone, local, offset);
}

/* Settings again in each worker: cheaper than carrying compiled conditions. */
bool read_settings(Built *b, Arena *a, Diags *d) {
  const SettingsOverride over = { .base_url = b->in->base_url };
  const Source *source = b->settings_source.path.n ? &b->settings_source : NULL;
  bool ok = settings_read(&b->settings, a, source, &over, zone_known, b->tools, d);
  if (b->in->strangers && b->settings.html.mode == HTML_RAW) b->settings.html.mode = HTML_SAFE;
  b->zone = (DateZone){ zone_to_instant, b };
  return ok;
}

void worker_settings(void *context, Progress *progress) {
  Built *b = context;
  b->progress = progress;
  Diags d = { 0 };
  read_settings(b, b->arena, &d);
  diags_free(&d);
  confine_worker(CONFINE_ALL);
}

static void libs_for(const Built *b, Libs *libs, Str *fields) {
  *libs = (Libs){ .text = b->tools,
                  .markdown = { .html = b->settings.html,
                                .smart = b->settings.smart,
                                .no_figures = !b->settings.figures },
                  .language = b->settings.language,
                  .zone = b->settings.timezone,
                  .settings = &b->settings };
  const Schema *own = b->settings.fields;
  for (size_t i = 0; own && i < own->field_count; i++) fields[i] = str_c(own->fields[i].name);
  libs->fields = fields;
  libs->field_count = own ? own->field_count : 0;
}

bool open_host(Built *b, Diags *d) {
  Libs libs;
  size_t own = b->settings.fields ? b->settings.fields->field_count : 0;
  libs_for(b, &libs, ARENA_ARRAY(b->arena, own + 1, Str));
  /* Manifests again: schemas and conditions are not carried over a pipe. */
  for (size_t i = 0; i < b->plugin_count; i++) {
    Manifest fresh, *m = &b->plugins[i];
    if (!manifest_parse(&fresh, b->arena, m->name, &m->source, m->header, d)) return false;
    fresh.built_in = m->built_in;
    fresh.replaces = m->replaces;
    fresh.hooks = m->hooks;
    for (size_t k = 0; k < b->settings.plugin_count; k++) {
      const PluginUse *use = &b->settings.plugins[k];
      if (!str_eq(use->name, m->name)) continue;
      fresh.only[1] = use->only;
      fresh.except[1] = use->except;
    }
    *m = fresh;
  }
  HostOptions options = { .world = &b->world,
                          .plugins = b->plugins,
                          .count = b->plugin_count,
                          .libs = &libs,
                          .progress = b->progress,
                          .meter = b->in->meter };
  b->host = host_new(&options, d);
  return b->host != NULL;
}

void worker_plugins(void *context, Progress *progress) {
  Built *b = context;
  worker_settings(context, progress);
  Diags d = { 0 };
  open_host(b, &d);
  diags_free(&d);
}
