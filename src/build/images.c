/* images.c -- see images.h; and the stage that reads them. */
#include "build/images.h"

#include "build/beside.h"
#include "build/load.h"
#include "doc/links.h"
#include "media/image.h"
#include <stdlib.h>

enum {
  BATCH_BYTES = 32 << 20, /* of files in memory at once, and at most one file more */
  BATCH_COUNT = 4096
};

/* -- images in documents -- */

Str image_file(const Built *b, Arena *a, Reads *reads, Str from, Str url) {
  Str path, tail;
  if (!url.n || !url_is_local(url) || url.p[0] == '#') return S("");
  url_split(url, &path, &tail);
  if (!path.n) return S("");
  if (path.p[0] == '/') {
    Str forms[] = { url_path(a, path), percent_decoded(a, path) };
    for (size_t i = 0; i < 2; i++) {
      Str key[] = { S(LINK_FILE), with_base(b, a, forms[i]) };
      Str file = world_link(&b->world, reads, arena_concat(a, key, 2));
      if (file.n) return image_named(file) ? file : S("");
    }
    return S("");
  }
  Str file = resolve_path(a, from, path);
  if (!file.n || !image_named(file)) return S("");
  Str link = world_link(&b->world, reads, file);
  return link.n && (link.p[0] != LINK_ASSET[0] || str_eqc(link, LINK_ASSET)) ? file : S("");
}

Str image_place(const Node *n, Str from) {
  while (n && !(n->source && n->source->path.n)) n = n->parent;
  return n ? n->source->path : from;
}

void find_images(const Built *b, Arena *a, Reads *reads, Str from, Node *root) {
  for (Node *n = root; n; n = node_next(n, root))
    if (n->type == NODE_IMAGE && !n->file.n)
      n->file = image_file(b, a, reads, image_place(n, from), n->url);
}

/* In the first two blocks of the page: on the first screen, most likely. */
static bool stands_first(const Node *n, const Node *root) {
  const Node *block = n;
  while (block->parent && block->parent != root) block = block->parent;
  return block == root->first || (root->first && block == root->first->next);
}

/* The picture's own size; or, where the author gave one side, the other one in
 * proportion. */
static void size_node(Node *n, const Value *facts) {
  uint64_t width = (uint64_t)value_int(value_getc(facts, "width"), 0);
  uint64_t height = (uint64_t)value_int(value_getc(facts, "height"), 0);
  if (!width || !height || (n->width && n->height)) return;
  if (n->width)
    height = (n->width * height + width / 2) / width;
  else if (n->height)
    width = (n->height * width + height / 2) / height;
  n->width = n->width ? n->width : (uint32_t)width;
  n->height = n->height ? n->height : (uint32_t)height;
}

void size_images(const Built *b, Reads *reads, const Draft *draft, Node *root) {
  bool lead = value_getc(draft->row, "image") != NULL;
  for (Node *n = root; n; n = node_next(n, root)) {
    if (n->type != NODE_IMAGE) continue;
    n->eager = !lead && stands_first(n, root);
    lead = true;
    if (!n->file.n) continue;
    size_node(n, world_image(&b->world, reads, n->file));
  }
}

const Value *with_image_facts(const Built *b, const Value *row) {
  const Value *image = value_getc(row, "image");
  const Value *facts = is_map(image) ? map_get(&b->world.images, value_strc(image, "file")) : NULL;
  if (!facts) return row;
  static const char *const names[] = { "bytes", "height", "mime", "type", "width" };
  MapBuilder fields = map_from(b->arena, row), own = map_from(b->arena, image);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (value_getc(facts, names[i])) mapb_putc(&own, names[i], value_getc(facts, names[i]));
  mapb_putc(&fields, "image", map_end(&own, image->span));
  return map_end(&fields, row->span);
}

/* -- which files -- */

typedef struct {
  Built *b;
  Map wanted; /* path -> entry index + 1 */
  size_t *entries;
  size_t count, cap;
} Wanted;

static void want(Wanted *w, Str path) {
  size_t index;
  const BuildEntry *e = image_named(path) ? find_entry(w->b, path, &index) : NULL;
  if (!e || !map_has(&w->b->world.links, path) || map_has(&w->wanted, path)) return;
  map_put(&w->wanted, e->path, (void *)(uintptr_t)(index + 1));
  w->entries = arena_grow(w->b->arena, w->entries, w->count, &w->cap, sizeof *w->entries);
  w->entries[w->count++] = index;
}

/* A text in settings or data that is the path or the address of an image: plugins
 * show those. */
static void want_text(Wanted *w, Str text) {
  if (!image_named(text) || text.n > 1024) return;
  Arena a = { 0 };
  Str file = image_file(w->b, &a, NULL, S(""), text);
  if (file.n) want(w, file);
  arena_free(&a);
}

static void want_named(Wanted *w, const Value *v, int depth) {
  if (!v || depth > 32) return;
  if (v->kind == VALUE_STR) want_text(w, v->str);
  if (v->kind == VALUE_LIST)
    for (size_t i = 0; i < v->list.count; i++) want_named(w, v->list.items[i], depth + 1);
  if (v->kind == VALUE_MAP)
    for (size_t i = 0; i < v->map.count; i++) want_named(w, v->map.fields[i].value, depth + 1);
}

static int by_number(const void *a, const void *b) {
  const size_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

static void find_wanted(Wanted *w) {
  Built *b = w->b;
  for (size_t i = 0; i < b->draft_count; i++) {
    const Value *images = b->drafts[i].scanned ? value_getc(b->drafts[i].rest, "images") : NULL;
    for (size_t k = 0; images && images->kind == VALUE_LIST && k < images->list.count; k++)
      want(w, str_of(images->list.items[k]));
  }
  const Str *beside;
  size_t count = files_of_folders(b, &beside);
  for (size_t i = 0; i < count; i++) want(w, beside[i]);
  want_named(w, b->world.settings, 0);
  want_named(w, b->world.data, 0);
  for (size_t i = 0; i < b->world.options.count; i++)
    want_named(w, b->world.options.items[i].value, 0);
  if (w->count) qsort(w->entries, w->count, sizeof *w->entries, by_number);
}

/* -- the stage -- */

typedef struct {
  Oid id;
  Str bytes; /* none when a kept result will do */
} Picture;

typedef struct {
  Built *b;
  const Map *facts; /* hex id -> const Value** */
  Picture *items;
  size_t count;
} Batch;

static Str hex_of(Arena *a, const Oid *id) {
  char hex[41];
  sha1_hex(hex, id->b);
  return arena_str(a, str_c(hex));
}

static Str picture_item(void *context, size_t job) {
  const Batch *batch = context;
  return hex_of(batch->b->arena, &batch->items[job].id);
}

static void picture_start(void *context, Progress *progress) {
  worker_settings(((Batch *)context)->b, progress);
}

static bool picture_run(void *context, size_t job, Reads *reads, Diags *d, Buf *payload) {
  const Batch *batch = context;
  Arena a = { 0 };
  (void)d;
  progress_job(batch->b->progress, job, S(""));
  world_use_engine(&batch->b->world, reads);
  Str bytes = batch->items[job].bytes;
  ImageFacts f = image_facts(bytes);
  MapBuilder m = map_begin(&a);
  mapb_putc(&m, "bytes", value_of_int(&a, (int64_t)bytes.n));
  if (f.gps) mapb_putc(&m, "gps", value_of_bool(&a, true));
  if (f.height) mapb_putc(&m, "height", value_of_int(&a, f.height));
  if (f.type) mapb_putc(&m, "mime", value_of_str(&a, str_c(image_mime(f.type))));
  if (f.type) mapb_putc(&m, "type", value_of_str(&a, str_c(image_type_name(f.type))));
  if (f.width) mapb_putc(&m, "width", value_of_int(&a, f.width));
  value_encode(payload, map_end(&m, (Span){ 0 }));
  arena_free(&a);
  return true;
}

static bool picture_accept(void *context, size_t job, Str payload) {
  Batch *batch = context;
  Reader in = { payload, false };
  const Value *v = value_decode(batch->b->arena, &in);
  if (!is_map(v) || in.bad) return false;
  const Value **place = map_get(batch->facts, hex_of(batch->b->arena, &batch->items[job].id));
  if (place) *place = v;
  return place != NULL;
}

/* Has an earlier build looked at this content? Then nobody needs the bytes. */
static bool is_kept(const Built *b, const Oid *id) {
  if (!b->run.old) return false;
  Arena a = { 0 };
  Str frame, name = arena_printf(&a, "image %.*s", STR(hex_of(&a, id)));
  bool kept = store_find(b->run.old, &b->world, name, &frame);
  arena_free(&a);
  return kept;
}

/* False: the machine refused. A file that is too large to read stays unknown. */
static bool read_picture(Built *b, size_t entry, Arena *a, Str *bytes, bool *readable) {
  Diags d = { 0 };
  *readable = b->in->read(b->in->context, entry, bytes, a, &d);
  bool large = !*readable && d.count && d.items[0].code == P_INPUT_LIMIT;
  if (!*readable && !large) diags_append(b->d, &d);
  diags_free(&d);
  return *readable || large;
}

static bool run_batch(Batch *batch) {
  const Stage stage = { .name = "image",
                        .jobs = batch->count,
                        .context = batch,
                        .item = picture_item,
                        .start = picture_start,
                        .run = picture_run,
                        .accept = picture_accept,
                        .seconds = LOAD_SECONDS };
  return stage_run(&batch->b->run, &stage, batch->b->d);
}

static bool run_batches(Wanted *w, Map *facts) {
  Built *b = w->b;
  Batch batch = { .b = b, .facts = facts };
  batch.items = ARENA_ARRAY(b->arena, BATCH_COUNT, Picture);
  Arena files = { 0 };
  bool ok = true;
  size_t held = 0;
  for (size_t i = 0; ok && i < w->count; i++) {
    const BuildEntry *e = &b->in->entries[w->entries[i]];
    Str hex = hex_of(b->arena, &e->id), bytes = S("");
    bool readable = true, kept = is_kept(b, &e->id);
    if (!map_has(facts, hex)) {
      if (!kept) ok = read_picture(b, w->entries[i], &files, &bytes, &readable);
      map_put(facts, hex, (void *)ARENA_NEW(b->arena, const Value *));
      if (ok && readable) batch.items[batch.count++] = (Picture){ e->id, bytes };
      held += bytes.n;
    }
    if (ok && (held >= BATCH_BYTES || batch.count == BATCH_COUNT || i + 1 == w->count)) {
      ok = run_batch(&batch);
      batch.count = held = 0;
      arena_free(&files);
    }
  }
  arena_free(&files);
  return ok;
}

/* A static file is found by its address as well. */
static void put_facts(Built *b, const BuildEntry *e, const Value *facts) {
  map_put(&b->world.images, e->path, (void *)(uintptr_t)facts);
  const Str *url = map_get(&b->world.links, e->path);
  if (!url || !str_starts(*url, S("/"))) return;
  Str base = value_strc(b->world.settings, "base");
  Str inside = base.n && str_starts(*url, base) ? str_sub(*url, base.n, url->n) : *url;
  map_put(&b->world.images, inside, (void *)(uintptr_t)facts);
}

bool read_images(Built *b) {
  Wanted w = { .b = b };
  Map facts = { 0 };
  find_wanted(&w);
  bool ok = run_batches(&w, &facts);
  for (size_t i = 0; ok && i < w.count; i++) {
    const BuildEntry *e = &b->in->entries[w.entries[i]];
    const Value *const *found = map_get(&facts, hex_of(b->arena, &e->id));
    if (found && *found) put_facts(b, e, *found);
  }
  map_free(&w.wanted);
  map_free(&facts);
  return ok;
}
