/* derive.c -- facts that need the whole site's statistics, then barrier 2. */
#include "build/private.h"
#include "model/catalog.h"

#include <stdlib.h>

static Str derive_item(void *context, size_t job) {
  const Built *b = context;
  return b->world.rows[job].path;
}

static bool derive_run(void *context, size_t job, Reads *reads, Diags *d, Buf *payload) {
  Built *b = context;
  World *w = &b->world;
  Arena a = { 0 };
  uint32_t number = (uint32_t)job + 1;
  const Row *row = &w->rows[job];
  progress_job(b->progress, job, row->path);
  world_use_engine(w, reads);
  const Value *facts = ref_deep(w, reads, world_facts(w, reads, number));
  ref_deep(w, reads, world_article(w, number));
  const Value *more = NULL, *emitted = NULL;
  HostJob hook = { .reads = reads,
                   .diags = d,
                   .arena = &a,
                   .source = &b->drafts[b->draft_of[job]].source,
                   .row = row->v,
                   .article = world_article(w, number),
                   .number = number,
                   .language = value_strc(row->v, "language"),
                   .interface = b->settings.language };
  bool ok = host_derive(b->host, &hook, facts, &more, &emitted);
  if (ok) {
    value_encode(payload, more);
    value_encode(payload, emitted);
  }
  arena_free(&a);
  return ok;
}

/* Facts go into the rows only after all jobs are in: a barrier. */
static bool derive_accept(void *context, size_t job, Str payload) {
  Built *b = context;
  Reader in = { payload, false };
  const Value *more = value_decode(b->arena, &in);
  const Value *emitted = value_decode(b->arena, &in);
  if (!more || more->kind != VALUE_MAP || !emitted || in.bad) return false;
  Draft *draft = &b->drafts[b->draft_of[job]];
  for (size_t i = 0; i < more->map.count; i++)
    draft->facts =
        host_facts(b->arena, draft->facts, more->map.fields[i].key, more->map.fields[i].value);
  for (size_t i = 0; i < value_count(emitted); i++) {
    const Value *e = value_at(emitted, i);
    b->emitted =
        arena_grow(b->arena, b->emitted, b->emitted_count, &b->emitted_cap, sizeof *b->emitted);
    b->emitted[b->emitted_count++] = (Emitted){ value_strc(e, "index"), value_strc(e, "key"),
                                                (uint32_t)job + 1, value_getc(e, "order") };
  }
  return true;
}

/* Links that pages may ask for: articles, their headings, and their addresses. */
static void add_links(Built *b) {
  World *w = &b->world;
  for (uint32_t n = 0; n < w->row_count; n++) {
    const Draft *draft = &b->drafts[b->draft_of[n]];
    Str *url = ARENA_NEW(b->arena, Str);
    *url = value_strc(draft->row, "url");
    map_put(&w->links, draft->path, url);
    map_put(&w->links, *url, url);
    Str back[] = { S(LINK_ARTICLE), *url };
    map_put(&w->links, arena_concat(b->arena, back, 2), (void *)(uintptr_t)&draft->path);
    for (size_t i = 0; i < value_count(draft->anchors); i++) {
      Str id = str_of(value_at(draft->anchors, i));
      Str key[] = { draft->path, S("#"), id }, to[] = { *url, S("#"), id };
      Str *anchor = ARENA_NEW(b->arena, Str);
      *anchor = arena_concat(b->arena, to, 3);
      map_put(&w->links, arena_concat(b->arena, key, 3), anchor);
    }
  }
}

/* Articles without a page of their own: a link to one says why, and one that has errors of its
 * own needs no second message. */
static void add_missing(Built *b) {
  for (size_t i = 0; i < b->draft_count; i++) {
    const Draft *draft = &b->drafts[i];
    if (draft->number) continue;
    Str *mark = ARENA_NEW(b->arena, Str);
    if (draft->scanned && draft->visibility == WITHDRAWN)
      *mark = value_strc(draft->row, "url"); /* a page remains there */
    else if (draft->scanned && draft->original)
      *mark = value_strc(draft->original->row, "url");
    else
      *mark = draft->scanned ? S(LINK_HIDDEN) : S(LINK_FAILED);
    map_put(&b->world.links, draft->path, mark);
  }
}

bool derive_articles(Built *b) {
  const Stage stage = { .name = "derive",
                        .jobs = b->world.row_count,
                        .context = b,
                        .item = derive_item,
                        .start = worker_plugins,
                        .run = derive_run,
                        .accept = derive_accept,
                        .seconds = b->seconds };
  if (!stage_run(&b->run, &stage, b->d)) return false;
  for (uint32_t n = 0; n < b->world.row_count; n++)
    b->world.rows[n].facts = b->drafts[b->draft_of[n]].facts;
  const Manifest **plugins = ARENA_ARRAY(b->arena, b->plugin_count, const Manifest *);
  for (size_t i = 0; i < b->plugin_count; i++) plugins[i] = &b->plugins[i];
  indexes_build(&b->world, b->arena, plugins, b->plugin_count, b->emitted, b->emitted_count);
  b->world.catalog = catalog_new(&b->world);
  add_links(b);
  add_missing(b);
  hold_links(b);
  return true;
}
