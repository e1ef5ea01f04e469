/* snapshot.c -- see snapshot.h. */
#include "cli/snapshot.h"

#include <stdlib.h>

static SiteUrl kept(Arena *a, const SiteUrl *u) {
  return (SiteUrl){ .url = arena_str(a, u->url),
                    .file = arena_str(a, u->file),
                    .kind = u->kind,
                    .to = arena_str(a, u->to),
                    .article = arena_str(a, u->article),
                    .title = arena_str(a, u->title) };
}

static int by_file(const void *pa, const void *pb) {
  const SnapshotFile *a = pa, *b = pb;
  return str_cmp(a->at.file, b->at.file);
}

static void take_files(Snapshot *out, const BuildResult *r) {
  Arena *a = &out->arena, scratch = { 0 };
  SiteUrls urls;
  site_urls(&urls, &scratch, r);
  out->files = ARENA_ARRAY(a, r->output_count + 1, SnapshotFile);
  for (size_t i = 0; i < r->output_count; i++) {
    const BuildOutput *o = &r->outputs[i];
    SnapshotFile *f = &out->files[out->count++];
    *f = (SnapshotFile){ .at = kept(a, map_get(&urls.files, o->path)),
                         .id = o->made ? o->object.id : o->id,
                         .mode = o->mode,
                         .made = o->made,
                         .object = o->object };
    if (o->made) f->object.deflated = arena_str(a, o->object.deflated);
  }
  qsort(out->files, out->count, sizeof *out->files, by_file);
  url_match_free(&urls);
  arena_free(&scratch);
}

static const BuildEntry *entry(const Site *s, Str path) {
  size_t low = 0, high = s->build.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int c = str_cmp(s->entries[middle].path, path);
    if (c == 0) return &s->entries[middle];
    if (c < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

static Str notices_of(Arena *a, const Site *s, const BuildRow *row) {
  const Value *chosen = value_path(row->facts, "disclaimer.chosen");
  Buf out = { 0 };
  for (size_t i = 0; i < value_count(chosen); i++) {
    const Value *one = value_at(chosen, i);
    const BuildEntry *e = entry(s, value_strc(one, "file"));
    char hex[41] = "";
    if (e) oid_hex(hex, &e->id);
    Str version = value_str(value_getc(one, "version"), a);
    buf_printf(&out, "%.*s%s%.*s\t%s\n", STR(value_strc(one, "id")), version.n ? " " : "",
               STR(version), hex);
  }
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}

static void take_articles(Snapshot *out, const Site *s) {
  Arena *a = &out->arena;
  size_t count = build_rows(&s->result, NULL, 0);
  BuildRow *rows = ARENA_ARRAY(a, count + 1, BuildRow);
  build_rows(&s->result, rows, count);
  out->articles = ARENA_ARRAY(a, count + 1, SnapshotArticle);
  for (size_t i = 0; i < count; i++) {
    const BuildEntry *e = entry(s, rows[i].path);
    SnapshotArticle *x = &out->articles[out->article_count++];
    *x = (SnapshotArticle){ .path = arena_str(a, rows[i].path),
                            .id = arena_str(a, value_strc(rows[i].row, "id")),
                            .url = arena_str(a, value_strc(rows[i].row, "url")),
                            .notices = notices_of(a, s, &rows[i]) };
    if (e) x->blob = e->id;
    map_put(&out->by_path, x->path, x);
    if (x->id.n) map_put(&out->by_id, x->id, x);
  }
}

static void take_sources(Snapshot *out, const Site *s) {
  Arena *a = &out->arena;
  out->sources = ARENA_ARRAY(a, s->build.count + 1, SnapshotSource);
  for (size_t i = 0; i < s->build.count; i++) {
    const BuildEntry *e = &s->entries[i];
    Str path = arena_str(a, e->path);
    map_put(&out->by_source, path, (void *)(uintptr_t)1);
    if (build_source_kind(&s->settings, path) == SOURCE_OTHER)
      out->sources[out->source_count++] = (SnapshotSource){ path, e->id };
  }
}

void snapshot_take(Snapshot *out, const Site *site, Str name) {
  *out = (Snapshot){ .commit = site->source.id };
  out->name = arena_str(&out->arena, name);
  take_files(out, &site->result);
  take_articles(out, site);
  take_sources(out, site);
}

const SnapshotArticle *snapshot_article(const Snapshot *s, Str path) {
  return map_get(&s->by_path, path);
}

bool snapshot_has_source(const Snapshot *s, Str path) {
  return map_has(&s->by_source, path);
}

bool snapshot_bytes(Str *out, const SnapshotFile *f, Arena *a) {
  return f->made && object_content(out, &f->object, a);
}

void snapshot_free(Snapshot *s) {
  map_free(&s->by_path);
  map_free(&s->by_id);
  map_free(&s->by_source);
  arena_free(&s->arena);
  *s = (Snapshot){ 0 };
}
