/* beside.c -- see beside.h. */
#include "build/beside.h"

#include "build/load.h"
#include "doc/links.h"
#include "media/file_type.h"
#include "media/image.h"
#include <stdlib.h>

typedef struct {
  Str *paths;
  size_t count, cap;
} Paths;

static void add_path(Arena *a, Paths *p, Str path) {
  p->paths = arena_grow(a, p->paths, p->count, &p->cap, sizeof *p->paths);
  p->paths[p->count++] = path;
}

static bool is_asset(const Built *b, Str path) {
  const Str *link = map_get(&b->world.links, path);
  return link && str_eqc(*link, LINK_ASSET);
}

/* -- what is known of one file -- */

static bool size_of(Built *b, size_t entry, uint64_t *out) {
  if (b->in->size) return b->in->size(b->in->context, entry, out, b->d);
  Arena a = { 0 };
  Str bytes;
  bool ok = b->in->read(b->in->context, entry, &bytes, &a, b->d);
  if (ok) *out = bytes.n;
  arena_free(&a);
  return ok;
}

/* "photo.jpg", "trip/photo.jpg", "../images/map.svg": as seen from the article's folder. */
static Str name_of(Arena *a, Str article, Str file) {
  Str folder = str_dir(article), up = S("");
  while (folder.n && !below(file, folder)) {
    up = arena_printf(a, "../%.*s", STR(up));
    folder = str_dir(folder);
  }
  Str parts[] = { up, str_sub(file, folder.n ? folder.n + 1 : 0, file.n) };
  return arena_concat(a, parts, 2);
}

/* {path, size, type, mime} by its name, once for each file. */
static bool plain_facts(Built *b, Map *known, Str path, const Value **out) {
  size_t entry;
  *out = map_get(known, path);
  if (*out) return true;
  uint64_t size = 0;
  char buffer[16];
  if (!find_entry(b, path, &entry)) return true;
  if (!size_of(b, entry, &size)) return false;
  FileType t = file_type(path, buffer);
  MapBuilder m = map_begin(b->arena);
  mapb_putc(&m, "mime", value_of_str(b->arena, str_c(t.mime)));
  mapb_putc(&m, "path", value_of_str(b->arena, path));
  mapb_putc(&m, "size", value_of_int(b->arena, (int64_t)size));
  mapb_putc(&m, "type", value_of_str(b->arena, arena_str(b->arena, str_c(t.type))));
  *out = map_end(&m, (Span){ 0 });
  map_put(known, path, (void *)(uintptr_t)*out);
  return true;
}

/* The record that a hook sees. What the bytes say goes before what the name says. */
static const Value *file_record(Built *b, Str article, const Value *facts) {
  static const char *const seen[] = { "width", "height", "type", "mime" };
  Str path = value_strc(facts, "path");
  const Value *image = map_get(&b->world.images, path);
  MapBuilder m = map_from(b->arena, facts);
  mapb_putc(&m, "name", value_of_str(b->arena, name_of(b->arena, article, path)));
  mapb_putc(&m, "article", value_of_str(b->arena, article));
  for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++)
    if (value_getc(image, seen[i])) mapb_putc(&m, seen[i], value_getc(image, seen[i]));
  return map_end(&m, (Span){ 0 });
}

static int by_path(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

static bool keep_files(Built *b, Str article, Paths *p) {
  if (p->count == 0) return true;
  qsort(p->paths, p->count, sizeof *p->paths, by_path);
  ListBuilder list = list_begin(b->arena);
  for (size_t i = 0; i < p->count; i++) {
    const Value *facts;
    if (i && str_eq(p->paths[i], p->paths[i - 1])) continue;
    if (!plain_facts(b, &b->file_facts, p->paths[i], &facts)) return false;
    if (facts) list_add(&list, file_record(b, article, facts));
  }
  map_put(&b->world.files, article, (void *)(uintptr_t)list_end(&list, (Span){ 0 }));
  return true;
}

/* -- which files -- */

/* Folder -> Paths of what lies in it and in no nearer one. */
static void sort_into_folders(Built *b, Map *folders) {
  for (size_t i = 0; i < b->draft_count; i++) {
    Str folder = article_folder(b->arena, b->drafts[i].path, b->drafts[i].below, &b->settings);
    if (!map_has(folders, folder)) map_put(folders, folder, ARENA_NEW(b->arena, Paths));
  }
  for (size_t i = 0; i < b->in->count; i++) {
    Str path = b->in->entries[i].path;
    if (!is_asset(b, path)) continue;
    for (Str folder = str_dir(path); folder.n; folder = str_dir(folder)) {
      Paths *p = map_get(folders, folder);
      if (!p) continue;
      add_path(b->arena, p, path);
      break;
    }
  }
}

bool find_files(Built *b) {
  Map folders = { 0 };
  sort_into_folders(b, &folders);
  bool ok = true;
  for (size_t i = 0; ok && i < b->draft_count; i++) {
    const Draft *d = &b->drafts[i];
    const Paths *p = map_get(&folders, article_folder(b->arena, d->path, d->below, &b->settings));
    Paths copy = { 0 };
    for (size_t k = 0; p && k < p->count; k++) add_path(b->arena, &copy, p->paths[k]);
    ok = keep_files(b, d->path, &copy);
  }
  map_free(&folders);
  return ok;
}

bool find_shown_files(Built *b) {
  bool ok = true;
  for (size_t i = 0; ok && i < b->draft_count; i++) {
    const Draft *d = &b->drafts[i];
    Paths all = { 0 };
    const Value *beside = map_get(&b->world.files, d->path);
    for (size_t k = 0; k < value_count(beside); k++)
      add_path(b->arena, &all, value_strc(value_at(beside, k), "path"));
    const Value *shown = d->scanned ? value_getc(d->rest, "files") : NULL;
    for (size_t k = 0; shown && shown->kind == VALUE_LIST && k < shown->list.count; k++)
      if (is_asset(b, str_of(shown->list.items[k])))
        add_path(b->arena, &all, str_of(shown->list.items[k]));
    ok = keep_files(b, d->path, &all);
  }
  return ok;
}

size_t files_of_folders(const Built *b, const Str **paths) {
  Str *list = ARENA_ARRAY(b->arena, b->file_facts.count + 1, Str);
  for (size_t i = 0; i < b->file_facts.count; i++) list[i] = b->file_facts.items[i].key;
  *paths = list;
  return b->file_facts.count;
}

const Value *shown_files(const Built *b, Arena *a, Reads *reads, Str from, const Node *root) {
  ListBuilder list = list_begin(a);
  for (const Node *n = root; n; n = node_next(n, root)) {
    Str path, tail;
    if ((n->type != NODE_IMAGE && n->type != NODE_LINK) || !n->url.n || !url_is_local(n->url))
      continue;
    url_split(n->url, &path, &tail);
    if (!path.n || path.p[0] == '/' || path.p[0] == '#' || markdown(path)) continue;
    Str file = resolve_path(a, from, path);
    if (file.n && str_eqc(world_link(&b->world, reads, file), LINK_ASSET))
      list_add(&list, value_of_str(a, file));
  }
  return list_end(&list, (Span){ 0 });
}

/* -- publishing -- */

static Str publish_file(void *context, Str article, Str file) {
  Published *p = context;
  Built *b = p->built;
  Arena *a = p->job->arena;
  Str link = world_link(&b->world, p->job->reads, file);
  if (!str_eqc(link, LINK_ASSET)) return link;
  /* The article's address says where its files go. */
  world_link(&b->world, p->job->reads, article);
  uint32_t number = (uint32_t)(uintptr_t)map_get(&b->world.row_numbers, article);
  if (!number) return S("");
  const Draft *draft = &b->drafts[b->draft_of[number - 1]];
  Str to = asset_path(a, draft->file, draft->path, file);
  Str parts[] = { S("/"), url_path(a, to) };
  Str url = with_base(b, a, arena_concat(a, parts, 2));
  if (published_as(&p->list, url).n) return url;
  MapBuilder m = map_begin(a);
  mapb_putc(&m, "from", value_of_str(a, arena_str(a, file)));
  mapb_putc(&m, "to", value_of_str(a, to));
  mapb_putc(&m, "url", value_of_str(a, url));
  list_add(&p->list, map_end(&m, (Span){ 0 }));
  return url;
}

void publish_files(Published *p, Built *b, HostJob *job) {
  *p = (Published){ .built = b, .job = job, .list = list_begin(job->arena) };
  p->sink = (FileSink){ publish_file, p };
  job->files = &p->sink;
}

Str published_as(const ListBuilder *list, Str url) {
  for (size_t i = 0; i < list->count; i++)
    if (str_eq(value_strc(list->items[i], "url"), url)) return value_strc(list->items[i], "from");
  return S("");
}
