/* wp_settle.c -- what follows from all notes: time zone, pattern of addresses, each article's file.
 */
#include "import/wp_site.h"
#include "model/permalink.h"
#include "text/slug.h"

#include <string.h>

enum { NAME_MOST = 150 };

static Str commonest_zone(const WpSite *s) {
  Str best = S("");
  size_t most = 0;
  for (size_t i = 0; i < s->offsets.count; i++) {
    size_t n = (size_t)(uintptr_t)s->offsets.items[i].value;
    if (n > most) most = n, best = s->offsets.items[i].key;
  }
  return best;
}

static Str commonest_pattern(const WpSite *s) {
  const WpPattern *best = NULL;
  for (size_t i = 0; i < s->pattern_count; i++)
    if (!best || s->patterns[i].count > best->count) best = &s->patterns[i];
  return best && best->count * 2 > s->linked ? best->pattern : S("");
}

/* A name for the file: the slug where any disk takes it, else one made from the title. */
static Str file_name(Arena *a, const WpEntry *e) {
  Str name = e->name;
  bool fits = name.n > 0 && name.n <= NAME_MOST;
  for (size_t i = 0; fits && i < name.n; i++)
    fits = (unsigned char)name.p[i] > ' ' && !strchr("./\\:*?\"<>|%#&{}[]~", name.p[i]);
  if (fits && !output_path_problem(a, arena_printf(a, "%.*s.md", STR(name)))) return name;
  name = slug_of(a, name.n ? name : e->title);
  return name.n ? name : arena_printf(a, "post-%.*s", STR(e->id));
}

/* The path, or with -2, -3 ... behind it. `taken` keeps the last number given to each, so that
 * ten thousand posts of one name take ten thousand looks. */
static Str free_path(WpSite *s, Map *taken, Str folder, Str name) {
  Str wanted = arena_printf(&s->arena, "%.*s/%.*s", STR(folder), STR(name)), path = wanted;
  Str key = fold_path(&s->arena, wanted), folded = key;
  uintptr_t last = (uintptr_t)map_get(taken, key);
  while (map_has(taken, folded)) {
    Arena try = { 0 };
    Str other = arena_printf(&try, "%.*s-%zu", STR(wanted), (size_t)++last);
    Str its = fold_path(&try, other);
    if (!map_has(taken, its)) {
      path = arena_str(&s->arena, other);
      folded = arena_str(&s->arena, its);
      arena_free(&try);
      break;
    }
    arena_free(&try);
  }
  map_put(taken, folded, (void *)(uintptr_t)1);
  if (last) map_put(taken, key, (void *)last);
  return path;
}

static bool imported(const WpSite *s, const WpEntry *e) {
  static const char *const kept[] = { "publish", "draft", "pending", "private", "future" };
  if (e->kind == WP_CUSTOM ? !wp_type(s, e->type)->shown : e->kind != WP_POST && e->kind != WP_PAGE)
    return false;
  for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
    if (str_eqc(e->status, kept[i])) return true;
  return false;
}

/* "/about/team/" lies at pages/about/team. */
static Str page_folder(const WpSite *s, Arena *a, const WpEntry *e) {
  Buf b = { 0 };
  Str chain[16];
  size_t n = 0;
  for (const WpEntry *up = wp_entry(s, e->parent); up && n < 16 && up != e;
       up = wp_entry(s, up->parent))
    chain[n++] = file_name(a, up);
  buf_c(&b, "pages");
  while (n) buf_printf(&b, "/%.*s", STR(chain[n - 1])), n--;
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return out;
}

void wp_site_settle(WpSite *s) {
  Arena *a = &s->arena;
  Map taken = { 0 };
  wp_anchors_settle(s);
  s->zone = commonest_zone(s);
  s->permalink = commonest_pattern(s);
  wp_types_settle(s);
  for (size_t i = 0; i < s->entry_count; i++) {
    WpEntry *e = &s->entries[i];
    if (!imported(s, e)) continue;
    Str folder = e->kind == WP_PAGE ? page_folder(s, a, e)
                 : e->kind == WP_CUSTOM
                     ? arena_printf(a, "articles/%.*s", STR(wp_type(s, e->type)->folder))
                 : e->year ? arena_printf(a, "articles/%04d", (int)e->year)
                           : S("articles/undated");
    e->path = free_path(s, &taken, folder, file_name(a, e));
    if (e->address.n && e->open) map_put(&s->addresses, e->address, (void *)(uintptr_t)(i + 1));
  }
  map_free(&taken);
  wp_types_archives(s);
}
