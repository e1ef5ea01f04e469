/* sources.c -- the files of the source tree: finding one, and what its path says. */
#include "build/load.h"

const BuildEntry *find_entry(const Built *b, Str path, size_t *index) {
  size_t low = 0, high = b->in->count;
  while (low < high) {
    size_t mid = (low + high) / 2;
    int c = str_cmp(path, b->in->entries[mid].path);
    if (c == 0) {
      if (index) *index = mid;
      return &b->in->entries[mid];
    }
    if (c > 0)
      low = mid + 1;
    else
      high = mid;
  }
  return NULL;
}

bool below(Str path, Str folder) {
  return str_starts(path, folder) && path.n > folder.n && path.p[folder.n] == '/';
}

bool markdown(Str path) {
  return str_ends(path, S(".md")) || str_ends(path, S(".markdown"));
}

bool yaml(Str path) {
  return str_ends(path, S(".yaml")) || str_ends(path, S(".yml"));
}

void put_source(Built *b, Map *map, Str name, Str path, Str bytes) {
  SourceFile *f = ARENA_NEW(b->arena, SourceFile);
  f->source = (Source){ path, bytes };
  f->digest = digest_of(bytes);
  map_put(map, name, f);
}

bool read_entry(Built *b, size_t index, Str *out) {
  return b->in->read(b->in->context, index, out, b->arena, b->d);
}

Str alike_path(const Built *b, Str path) {
  for (size_t i = 0; i < b->in->alike_count; i++)
    if (str_eq_nocase(b->in->alike[i], path)) return b->in->alike[i];
  return S("");
}

/* What others have at the top: settings by which their program is known, then folders of
 * articles, in the order in which they are proposed. */
static const struct {
  const char *path, *generator; /* generator: NULL for a folder that several have */
} foreign[] = {
  { "articles", NULL },
  { "_config.yml", "jekyll" },
  { "_config.yaml", "jekyll" },
  { "_config.toml", "jekyll" },
  { "_posts", "jekyll" },
  { "hugo.toml", "hugo" },
  { "hugo.yaml", "hugo" },
  { "hugo.yml", "hugo" },
  { "hugo.json", "hugo" },
  { "archetypes", "hugo" },
  { "content", NULL },
  { "contents", NULL },
  { "posts", NULL },
  { "post", NULL },
  { "blog", NULL },
  { "source", NULL },
  { "src", NULL },
  { "docs", NULL },
};
enum { FOREIGN = sizeof foreign / sizeof *foreign };

bool build_foreign(Str path) {
  for (size_t i = 0; i < FOREIGN; i++)
    if (str_eqc(path, foreign[i].path)) return true;
  return false;
}

static bool has_foreign(const Built *b, size_t which) {
  for (size_t i = 0; i < b->in->alike_count; i++)
    if (str_eqc(b->in->alike[i], foreign[which].path)) return true;
  return false;
}

Str foreign_folder(const Built *b) {
  for (size_t i = 0; i < FOREIGN; i++)
    if ((!foreign[i].generator || str_eqc(str_c(foreign[i].path), "_posts")) && has_foreign(b, i))
      return str_c(foreign[i].path);
  return S("");
}

const char *foreign_generator(const Built *b) {
  for (size_t i = 0; i < FOREIGN; i++)
    if (foreign[i].generator && has_foreign(b, i)) return foreign[i].generator;
  return NULL;
}

bool own_plugin(const Built *b, Str name) {
  Arena a = { 0 };
  Str parts[] = { S("plugins/"), name, S("/init.lua") };
  bool found = find_entry(b, arena_concat(&a, parts, 3), NULL) != NULL;
  arena_free(&a);
  return found;
}

/* plugins/NAME/... -> NAME and what is behind it. */
Str plugin_part(Str path, Str *rest) {
  Str tail = str_sub(path, 8, path.n);
  long slash = str_chr(tail, '/');
  if (slash < 0) return S("");
  *rest = str_sub(tail, (size_t)slash + 1, tail.n);
  return str_sub(tail, 0, (size_t)slash);
}
