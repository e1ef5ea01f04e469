/* build.c -- the pipeline, in the order of the design. */
#include "build/build.h"

#include "build/beside.h"
#include "build/private.h"
#include "doc/parse.h"
#include "model/catalog.h"
#include <stdlib.h>

static void tell(const Built *b, const char *stage, size_t jobs) {
  if (b->in->progress) b->in->progress(stage, jobs);
}

/* Everything that changes output besides the files: what READ_ENGINE stands for. */
static void settle_engine(Built *b) {
  Digester d;
  digester_init(&d);
  b->out->engine = engine_id(b->arena);
  digester_add(&d, b->out->engine);
  digester_add(&d, b->in->base_url);
  digester_add(&d, b->in->flags);
  b->world.engine = digester_end(&d);
}

static bool finish(Built *b) {
  if (b->d->errors) return false;
  Object empty;
  Deflater z = { 0 };
  object_make(&empty, OBJECT_BLOB, S(""), &z, b->arena);
  deflater_free(&z);
  if (claim_path(b, S(".nojekyll"), S("publish")))
    add_output(b, (BuildOutput){ .path = S(".nojekyll"),
                                 .maker = S("publish"),
                                 .mode = MODE_FILE,
                                 .made = true,
                                 .object = empty,
                                 .id = empty.id });
  return !b->d->errors;
}

static bool run(Built *b, BuildDepth depth) {
  tell(b, "load", 1);
  if (!load_settings(b)) return false;
  if (depth == BUILD_SETTINGS) return true;
  if (!load_files(b)) return false;
  /* Hooks see what the plugins are only when all of them are sound. */
  if (!load_headers(b)) return false;
  if (depth == BUILD_HEADERS) return true;
  if (!load_plugins(b)) return false;
  if (depth == BUILD_PLUGINS) return true;
  tell(b, "scan", b->draft_count);
  if (!scan_articles(b)) return false;
  hold_errors(b);
  if (!read_images(b) || !find_shown_files(b) || !make_catalog(b)) return false;
  /* -- barrier 1 -- */
  tell(b, "derive", b->world.row_count);
  size_t errors = b->d->errors;
  if (!derive_articles(b)) return false;
  /* Indexes and pages of missing facts would only add errors that follow from these. */
  if (b->d->errors > errors) return false;
  /* -- barrier 2 -- */
  if (depth == BUILD_PLAN && !b->in->inspect.n) return !b->d->errors;
  tell(b, "pages", b->world.row_count);
  if (depth == BUILD_PLAN) return plan_pages(b) && !b->d->errors && inspect_page(b);
  if (!plan_pages(b) || !render_pages(b)) return false;
  tell(b, "files", b->plugin_count);
  return write_files(b) && finish(b);
}

/* One round. What it says goes to `d`; out->inside is there whatever happens. */
static bool build_round(BuildResult *out, const BuildInput *in, BuildDepth depth, Hold *hold,
                        Diags *d) {
  *out = (BuildResult){ 0 };
  Built *b = mem_calloc(1, sizeof *b);
  out->inside = b;
  *b = (Built){ .in = in, .out = out, .arena = &out->arena, .d = d, .hold = hold };
  b->tools = text_open(d);
  if (!b->tools) return false;
  doc_init();
  settle_engine(b);
  b->run = (StageRun){ .workers = in->workers ? in->workers : 1,
                       .world = &b->world,
                       .old = in->old,
                       .fresh = in->fresh,
                       .drop = in->drop,
                       .shuffle = in->shuffle,
                       .arena = b->arena };
  bool ok = run(b, depth) && !d->errors;
  out->jobs_ran = b->run.ran;
  out->jobs_reused = b->run.reused;
  return ok;
}

bool build_run(BuildResult *out, const BuildInput *in, BuildDepth depth, Diags *d) {
  Hold hold = { 0 };
  Diags said = { 0 };
  bool ok = build_round(out, in, depth, &hold, &said);
  while (!ok && ++hold.rounds < HOLD_ROUNDS && hold_errors(out->inside)) {
    build_free(out);
    diags_free(&said);
    ok = build_round(out, in, depth, &hold, &said);
  }
  hold_tell(&hold, out->inside, ok);
  hold_free(&hold);
  diags_append(d, &said);
  diags_free(&said);
  out->inside->d = d;
  out->inside->hold = NULL;
  return ok && !d->errors;
}

void build_free(BuildResult *r) {
  Built *b = r->inside;
  if (b) {
    indexes_free(&b->world);
    catalog_free(b->world.catalog);
    Map *maps[] = { &b->world.options, &b->world.plugins,      &b->world.row_numbers,
                    &b->world.sources, &b->world.templates,    &b->world.texts,
                    &b->world.links,   &b->world.page_records, &b->claimed,
                    &b->folders,       &b->world.images,       &b->world.files,
                    &b->file_facts };
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++) map_free(maps[i]);
    text_close(b->tools);
    free(b);
  }
  free(r->outputs);
  arena_free(&r->arena);
  *r = (BuildResult){ 0 };
}

size_t build_rows(const BuildResult *r, BuildRow *rows, size_t most) {
  const World *w = &r->inside->world;
  for (uint32_t i = 0; i < w->row_count && i < most; i++)
    rows[i] = (BuildRow){ w->rows[i].path, w->rows[i].v, w->rows[i].facts };
  return w->row_count;
}

bool build_source(const BuildResult *r, Str path, Source *out) {
  return r->inside && world_source(&r->inside->world, NULL, path, out);
}

const World *build_world(const BuildResult *r) {
  return &r->inside->world;
}

const Manifest *build_plugins(const BuildResult *r, size_t *count) {
  *count = r->inside->plugin_count;
  return r->inside->plugins;
}
