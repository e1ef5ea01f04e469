/* url_match.c -- old addresses against the files of the new site. */
#include "cli/url_match.h"

#include "base/utf8.h"
#include "cli/outputs.h"
#include "model/permalink.h"
#include "text/slug.h"
#include <stdlib.h>

enum { PAIRS_MOST = 160, COMPARED_MOST = 40000000 };

/* One name of a page: the last part of its address, or its title as a slug. */
struct UrlName {
  const SiteUrl *url;
  Str name;
  struct UrlName *same; /* the next one of this name */
  uint64_t *pairs;      /* of neighbouring characters, sorted */
  size_t pair_count;
};

/* -- the site -- */

const char *url_kind_name(UrlKind kind) {
  static const char *const names[] = { "page", "redirect", "feed", "file" };
  return names[kind];
}

static int by_url(const void *pa, const void *pb) {
  const SiteUrl *a = pa, *b = pb;
  return str_cmp(a->url, b->url);
}

void site_urls(SiteUrls *out, Arena *a, const BuildResult *r) {
  const World *w = build_world(r);
  const Value *pages = world_pages(w, NULL), *settings = world_settings(w).v;
  Map known = { 0 };
  *out = (SiteUrls){ .base = value_strc(settings, "base"),
                     .host = url_host(a, value_strc(settings, "origin")) };
  for (size_t i = 0; i < value_count(pages); i++) {
    const Value *page = value_at(pages, i);
    map_put(&known, value_strc(page, "url"), (void *)(uintptr_t)page);
  }
  out->items = ARENA_ARRAY(a, r->output_count + 1, SiteUrl);
  out->count = r->output_count;
  for (size_t i = 0; i < r->output_count; i++) {
    SiteUrl *u = &out->items[i];
    Str parts[] = { out->base, page_url(a, r->outputs[i].path) };
    *u =
        (SiteUrl){ .url = arena_concat(a, parts, 2), .file = r->outputs[i].path, .kind = URL_FILE };
    const Value *page = map_get(&known, u->url);
    if (!page) continue;
    Str kind = value_strc(page, "kind");
    u->kind = str_eqc(kind, "redirect") ? URL_REDIRECT
              : str_eqc(kind, "feed")   ? URL_FEED
                                        : URL_PAGE;
    u->article = value_strc(page, "article");
    u->title = value_strc(page, "title");
    if (u->kind == URL_REDIRECT)
      u->to = value_strc(value_getc(world_page(w, NULL, u->url), "params"), "to");
  }
  map_free(&known);
  qsort(out->items, out->count, sizeof *out->items, by_url);
  for (size_t i = 0; i < out->count; i++) map_put(&out->files, out->items[i].file, &out->items[i]);
}

void url_match_free(SiteUrls *urls) {
  map_free(&urls->files);
  map_free(&urls->by_name);
}

/* -- taking an address apart -- */

typedef struct {
  Str host;  /* as written, "" for a path */
  Str path;  /* percent-encoding undone, no '.' or '..', begins with '/' */
  Str query; /* behind the '?' */
} Parts;

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = (char)(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static Str decoded(Arena *a, Str s) {
  char *out = arena_dup(a, s.p, s.n);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    bool escape = s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0;
    out[n++] = escape ? (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2])) : s.p[i];
    i += escape ? 2 : 0;
  }
  return str_n(out, n);
}

/* "/a/./b/../c" is "/a/c"; several slashes are one, as servers have it. */
static Str without_dots(Arena *a, Str path) {
  Str *stack = ARENA_ARRAY(a, path.n + 1, Str), rest = path, part;
  size_t depth = 0, n = 0;
  bool slash = false;
  while (rest.p && str_split(&rest, '/', &part)) {
    slash = !part.n || str_eqc(part, ".") || str_eqc(part, "..");
    if (str_eqc(part, ".."))
      depth -= depth > 0;
    else if (!slash)
      stack[depth++] = part;
  }
  char *out = arena_dup(a, path.p, path.n + 0);
  for (size_t i = 0; i < depth; i++) {
    out[n++] = '/';
    memmove(out + n, stack[i].p, stack[i].n);
    n += stack[i].n;
  }
  if (slash || !n) out[n++] = '/';
  return str_n(out, n);
}

static Str host_of(Str address, Str *rest) {
  long at = str_find(address, S("://"));
  Str host = S("");
  *rest = address;
  if (at < 0 || str_starts(address, S("/"))) return host;
  host = str_sub(address, (size_t)at + 3, address.n);
  size_t end = 0;
  while (end < host.n && !strchr("/?#", host.p[end])) end++;
  *rest = str_sub(host, end, host.n);
  return str_sub(host, 0, end);
}

Str url_host(Arena *a, Str address) {
  Str rest, host = host_of(address, &rest);
  if (str_ends(host, S(":443"))) host.n -= 4;
  if (str_ends(host, S(":80"))) host.n -= 3;
  char *lower = arena_dup(a, host.p, host.n);
  for (size_t i = 0; i < host.n; i++)
    if (lower[i] >= 'A' && lower[i] <= 'Z') lower[i] = (char)(lower[i] | 0x20);
  host = str_n(lower, host.n);
  return str_starts(host, S("www.")) ? str_sub(host, 4, host.n) : host;
}

static Parts parts_of(Arena *a, Str address) {
  Parts p = { 0 };
  Str rest;
  p.host = host_of(address, &rest);
  long hash = str_chr(rest, '#');
  if (hash >= 0) rest = str_sub(rest, 0, (size_t)hash);
  long mark = str_chr(rest, '?');
  p.query = mark >= 0 ? str_sub(rest, (size_t)mark + 1, rest.n) : S("");
  if (mark >= 0) rest = str_sub(rest, 0, (size_t)mark);
  p.path = rest.n ? without_dots(a, decoded(a, rest)) : S("/");
  return p;
}

/* Does the query only say where a visitor comes from? */
static bool counting(Str query) {
  static const char *const names[] = { "utm_", "fbclid",  "gclid",  "mc_",  "ref=",
                                       "ref_", "source=", "share=", "from=" };
  Str rest = query, part;
  while (rest.p && str_split(&rest, '&', &part)) {
    bool known = !part.n;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
      known = known || str_starts(part, str_c(names[i]));
    if (!known) return false;
  }
  return true;
}

/* -- as a host answers -- */

static const SiteUrl *file_at(const SiteUrls *urls, Arena *a, Str path) {
  Str file = str_sub(path, 1, path.n);
  const SiteUrl *found = NULL;
  if (file.n && file.p[file.n - 1] != '/') found = map_get(&urls->files, file);
  if (found) return found;
  while (file.n && file.p[file.n - 1] == '/') file.n--;
  Str parts[] = { file, file.n ? S("/index.html") : S("index.html") };
  return map_get(&urls->files, arena_concat(a, parts, 2));
}

static bool below_base(const SiteUrls *urls, Str path, Str *inside) {
  Str base = urls->base;
  if (base.n && (!str_starts(path, base) || (path.n > base.n && path.p[base.n] != '/')))
    return false;
  *inside = path.n > base.n ? str_sub(path, base.n, path.n) : S("/");
  return true;
}

UrlAnswer url_match(const SiteUrl **found, const SiteUrls *urls, Arena *a, Str address) {
  Parts p = parts_of(a, address);
  Str inside;
  *found = NULL;
  if (p.host.n && urls->host.n && !str_eq(url_host(a, address), urls->host)) return MATCH_OTHER;
  if (!below_base(urls, p.path, &inside)) return MATCH_OUTSIDE;
  bool root = str_eqc(inside, "/") || str_ends(inside, S("/index.php"));
  if (root && p.query.n && !counting(p.query)) return MATCH_QUERY;
  *found = file_at(urls, a, inside);
  return *found ? MATCH_FOUND : MATCH_MISSING;
}

/* -- the nearest page -- */

/* The last part that says something: "/2019/05/rain.html" and "/rain/index.html" are rain. */
static Str last_name(Arena *a, Str path) {
  Str s = path;
  for (;;) {
    while (s.n && s.p[s.n - 1] == '/') s.n--;
    Str name = str_base(s);
    if (!str_starts(name, S("index.")) || !str_dir(s).n) break;
    s = str_dir(s);
  }
  Str name = str_base(s);
  long dot = str_rchr(name, '.');
  if (dot > 0 && name.n - (size_t)dot <= 6) name = str_sub(name, 0, (size_t)dot);
  Str slug = slug_of(a, name);
  /* Jekyll's 2019-05-01-rain. */
  if (slug.n > 11 && slug.p[4] == '-' && slug.p[7] == '-' && slug.p[10] == '-') {
    bool digits = true;
    for (size_t i = 0; i < 10; i++)
      digits = digits && (i == 4 || i == 7 || (slug.p[i] >= '0' && slug.p[i] <= '9'));
    if (digits) slug = str_sub(slug, 11, slug.n);
  }
  return slug;
}

static int by_number(const void *pa, const void *pb) {
  const uint64_t *a = pa, *b = pb;
  return *a < *b ? -1 : *a > *b;
}

static size_t pairs_of(Arena *a, Str name, uint64_t **out) {
  uint64_t *pairs = ARENA_ARRAY(a, PAIRS_MOST, uint64_t);
  uint32_t before = ' ';
  size_t n = 0;
  for (size_t i = 0; i < name.n && n < PAIRS_MOST;) {
    uint32_t c = utf8_next(name, &i);
    pairs[n++] = (uint64_t)before << 32 | c;
    before = c;
  }
  if (n < PAIRS_MOST) pairs[n++] = (uint64_t)before << 32 | ' ';
  qsort(pairs, n, sizeof *pairs, by_number);
  *out = pairs;
  return n;
}

static void add_name(SiteUrls *urls, Arena *a, const SiteUrl *url, Str name) {
  if (!name.n) return;
  struct UrlName *n = &urls->names[urls->name_count++];
  *n = (struct UrlName){ .url = url, .name = name, .same = map_get(&urls->by_name, name) };
  n->pair_count = pairs_of(a, name, &n->pairs);
  map_put(&urls->by_name, name, n);
}

static void open_names(SiteUrls *urls, Arena *a) {
  urls->names = ARENA_ARRAY(a, 2 * urls->count + 1, struct UrlName);
  for (size_t i = urls->count; i > 0; i--) {
    const SiteUrl *u = &urls->items[i - 1];
    if (u->kind != URL_PAGE) continue;
    Str name = last_name(a, decoded(a, u->url)),
        title = u->article.n ? slug_of(a, u->title) : S("");
    add_name(urls, a, u, name);
    if (!str_eq(name, title)) add_name(urls, a, u, title);
  }
}

/* How many parts of the two addresses are the same. */
static size_t shared_parts(Str x, Str y) {
  size_t n = 0;
  Str rest = x, part;
  while (rest.p && str_split(&rest, '/', &part)) {
    Str other = y, one;
    while (part.n && other.p && str_split(&other, '/', &one))
      if (str_eq(part, one)) {
        n++;
        break;
      }
  }
  return n;
}

/* Twice the pairs in common by all pairs, in thousandths. */
static size_t likeness(const uint64_t *x, size_t n, const uint64_t *y, size_t m) {
  size_t common = 0;
  for (size_t i = 0, k = 0; i < n && k < m;) {
    common += x[i] == y[k];
    bool left = x[i] <= y[k];
    k += y[k] <= x[i];
    i += left;
  }
  return n + m ? 2000 * common / (n + m) : 0;
}

const SiteUrl *url_closest(SiteUrls *urls, Arena *a, Str address, Str *alias) {
  if (!urls->names) open_names(urls, a);
  Parts p = parts_of(a, address);
  Str inside;
  *alias = p.query.n && !counting(p.query) ? S("") : p.path;
  if (below_base(urls, p.path, &inside))
    *alias = alias->n ? inside : *alias;
  else
    *alias = S(""); /* nothing of ours can be there */
  Str name = last_name(a, p.path);
  if (!name.n || utf8_check(name) != name.n) return NULL;
  const SiteUrl *best = NULL;
  size_t score = 0;
  for (const struct UrlName *n = map_get(&urls->by_name, name); n; n = n->same) {
    size_t shared = shared_parts(p.path, decoded(a, n->url->url)) + 1;
    if (shared <= score) continue;
    score = shared;
    best = n->url;
  }
  if (best) return best;
  uint64_t *pairs;
  size_t count = pairs_of(a, name, &pairs);
  score = 499;
  for (size_t i = 0; i < urls->name_count && urls->compared < COMPARED_MOST; i++) {
    const struct UrlName *n = &urls->names[i];
    urls->compared++;
    if (2 * (count < n->pair_count ? count : n->pair_count) * 1000 / (count + n->pair_count) <=
        score)
      continue;
    size_t like = likeness(pairs, count, n->pairs, n->pair_count);
    if (like > score) score = like, best = n->url;
  }
  return best;
}
