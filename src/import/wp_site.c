/* wp_site.c -- the first reading: notes about every item. */
#include "import/wp_site.h"

#include "text/civil.h"

#include <stdio.h>
#include <stdlib.h>

enum { BLOCKS_MOST = 4 << 20, PATTERNS_MOST = 200 };

/* -- times -- */

bool wp_time(int64_t *out, Str s) {
  int y, mo, d, h, mi, se;
  char text[20];
  if (s.n != 19) return false;
  memcpy(text, s.p, 19);
  text[19] = '\0';
  if (sscanf(text, "%4d-%2d-%2d %2d:%2d:%2d", &y, &mo, &d, &h, &mi, &se) != 6) return false;
  if (y < 1 || !civil_valid(y, mo, d, h, mi, se)) return false;
  Civil c = { .year = y, .month = mo, .day = d, .hour = h, .minute = mi, .second = se };
  *out = civil_seconds(&c, 0);
  return true;
}

/* The zone that two clocks give: a multiple of a quarter of an hour. */
static bool offset_of(int32_t *out, int64_t local, int64_t gmt) {
  int64_t off = local - gmt;
  if (off < -14 * 3600 || off > 14 * 3600 || off % 900) return false;
  *out = (int32_t)off;
  return true;
}

Str wp_date(Arena *a, Str local, Str gmt) {
  int64_t l = 0, g = 0;
  bool has_local = wp_time(&l, local), has_gmt = wp_time(&g, gmt);
  int32_t off = 0;
  if (has_local && has_gmt && offset_of(&off, l, g)) return civil_rfc3339(a, g, off, true);
  if (has_local) {
    Str s = civil_rfc3339(a, l, 0, true);
    return str_sub(s, 0, s.n - 1); /* without the Z: in the site's zone */
  }
  return has_gmt ? civil_rfc3339(a, g, 0, true) : S("");
}

/* -- what comes -- */

static bool on_site(void *ctx, const WxrSite *site) {
  WpSite *s = ctx;
  if (s->has_site) return true;
  s->has_site = true;
  Arena *a = &s->arena;
  Str link = site->base_blog_url.n ? site->base_blog_url : site->link;
  s->site = (WxrSite){ .title = arena_str(a, site->title),
                       .link = arena_str(a, str_trim(link)),
                       .description = arena_str(a, site->description),
                       .language = arena_str(a, str_trim(site->language)),
                       .version = arena_str(a, site->version) };
  Str host, path, rest = wp_without_scheme(s->site.link);
  wp_split_host(rest, &host, &path);
  while (path.n && path.p[path.n - 1] == '/') path.n--;
  s->base = path;
  s->origin = str_sub(s->site.link, 0, s->site.link.n - rest.n + host.n);
  return true;
}

static size_t number_of(const Map *m, Str key) {
  return (size_t)(uintptr_t)map_get(m, key);
}

static bool on_author(void *ctx, const WxrAuthor *author) {
  WpSite *s = ctx;
  Arena *a = &s->arena;
  if (!author->login.n || number_of(&s->logins, author->login)) return true;
  Str name = author->display_name.n ? author->display_name : author->login;
  s->authors = arena_grow(a, s->authors, s->author_count, &s->author_cap, sizeof *s->authors);
  WpAuthor *out = &s->authors[s->author_count++];
  *out = (WpAuthor){ .login = arena_str(a, author->login),
                     .name = arena_str(a, name),
                     .email = author->email.n > 0 };
  map_put(&s->logins, out->login, (void *)(uintptr_t)s->author_count);
  return true;
}

static bool on_term(void *ctx, const WxrTerm *term) {
  WpSite *s = ctx;
  Arena *a = &s->arena;
  Str key = arena_printf(a, "%.*s/%.*s", STR(term->taxonomy), STR(term->slug));
  if (!term->name.n || number_of(&s->term_keys, key)) return true;
  s->terms = arena_grow(a, s->terms, s->term_count, &s->term_cap, sizeof *s->terms);
  s->terms[s->term_count++] =
      (WxrTerm){ arena_str(a, term->taxonomy),    arena_str(a, term->slug),
                 arena_str(a, term->name),        arena_str(a, term->parent),
                 arena_str(a, term->description), arena_str(a, str_trim(term->id)) };
  map_put(&s->term_keys, key, (void *)(uintptr_t)s->term_count);
  return true;
}

static WpKind kind_of(Str type) {
  static const struct {
    const char *type;
    WpKind kind;
  } kinds[] = { { "post", WP_POST },
                { "page", WP_PAGE },
                { "attachment", WP_ATTACHMENT },
                { "nav_menu_item", WP_MENU_ITEM },
                { "wp_block", WP_BLOCK } };
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (str_eqc(type, kinds[i].type)) return kinds[i].kind;
  return wp_is_technical(type) ? WP_OTHER : WP_CUSTOM;
}

/* The pattern of an address of which date and slug are known: "/:year/:month/:slug/". */
static Str pattern_of(Arena *a, Str address, Str name, const Civil *date) {
  char year[24], month[8], day[8];
  snprintf(year, sizeof year, "%04d", (int)date->year);
  snprintf(month, sizeof month, "%02d", date->month);
  snprintf(day, sizeof day, "%02d", date->day);
  Buf b = { 0 };
  Str rest = str_sub(address, 1, address.n), part;
  bool slug = false;
  int dates = 0; /* year, then month, then day */
  while (str_split(&rest, '/', &part)) {
    buf_byte(&b, '/');
    if (!part.n) continue;
    Str tail = str_starts(part, name) ? str_sub(part, name.n, part.n) : S("x");
    if (name.n && !slug &&
        (!tail.n || str_eqc(tail, ".html") || str_eqc(tail, ".htm") || str_eqc(tail, ".php"))) {
      buf_printf(&b, ":slug%.*s", STR(tail));
      slug = true;
    } else if (dates == 0 && str_eqc(part, year)) {
      buf_c(&b, ":year");
      dates = 1;
    } else if (dates == 1 && str_eqc(part, month)) {
      buf_c(&b, ":month");
      dates = 2;
    } else if (dates == 2 && str_eqc(part, day)) {
      buf_c(&b, ":day");
      dates = 3;
    } else {
      buf_str(&b, part);
    }
  }
  Str out = slug ? buf_dup(&b, a) : S("");
  buf_free(&b);
  return out;
}

static void vote(WpSite *s, Str pattern) {
  if (!pattern.n) return;
  for (size_t i = 0; i < s->pattern_count; i++)
    if (str_eq(s->patterns[i].pattern, pattern)) {
      s->patterns[i].count++;
      return;
    }
  if (s->pattern_count == PATTERNS_MOST) return;
  s->patterns =
      arena_grow(&s->arena, s->patterns, s->pattern_count, &s->pattern_cap, sizeof *s->patterns);
  s->patterns[s->pattern_count++] = (WpPattern){ pattern, 1 };
}

static Str meta(const WxrItem *item, const char *key) {
  for (size_t i = 0; i < item->meta_count; i++)
    if (str_eqc(item->metas[i].key, key)) return item->metas[i].value;
  return S("");
}

static void note_menu(WpSite *s, WpEntry *e, const WxrItem *item) {
  Arena *a = &s->arena;
  for (size_t i = 0; i < item->category_count; i++)
    if (str_eqc(item->categories[i].domain, "nav_menu"))
      e->menu = arena_str(a, item->categories[i].nicename);
  e->menu_type = arena_str(a, meta(item, "_menu_item_type"));
  e->menu_object = arena_str(a, meta(item, "_menu_item_object"));
  e->menu_target = arena_str(a, meta(item, "_menu_item_object_id"));
  e->menu_url = arena_str(a, meta(item, "_menu_item_url"));
  e->menu_above = arena_str(a, meta(item, "_menu_item_menu_item_parent"));
  e->menu_order = strtol(arena_cstr(a, str_sub(item->menu_order, 0, 9)), NULL, 10);
}

static void note_date(WpSite *s, WpEntry *e, const WxrItem *item) {
  int64_t local = 0, gmt = 0;
  int32_t off = 0;
  bool has_local = wp_time(&local, item->date), has_gmt = wp_time(&gmt, item->date_gmt);
  if (!has_local) local = gmt;
  if (!has_local && !has_gmt) return;
  Civil date = civil_at(local, 0);
  e->year = date.year;
  if (has_local && has_gmt && offset_of(&off, local, gmt)) {
    char text[8];
    int minutes = off / 60;
    snprintf(text, sizeof text, "%c%02d:%02d", minutes < 0 ? '-' : '+', abs(minutes) / 60 % 100,
             abs(minutes) % 60);
    Str key = str_c(text);
    size_t times = number_of(&s->offsets, key);
    map_put(&s->offsets, times ? key : arena_str(&s->arena, key), (void *)(uintptr_t)(times + 1));
  }
  if (e->kind != WP_POST || !e->address.n || !e->open) return;
  s->linked++;
  vote(s, pattern_of(&s->arena, e->address, e->name, &date));
}

/* -- places within texts -- */

static uint64_t anchor_hash(size_t entry, Str id) {
  return map_hash(id) ^ (entry + 1) * UINT64_C(0x9E3779B97F4A7C15);
}

static void note_anchor(WpSite *s, size_t entry, Str id) {
  if (s->anchor_count == s->anchor_cap) {
    s->anchor_cap = s->anchor_cap ? 2 * s->anchor_cap : 256;
    s->anchors = mem_realloc(s->anchors, s->anchor_cap * sizeof *s->anchors);
  }
  s->anchors[s->anchor_count++] = anchor_hash(entry, id);
}

static size_t value_end(Str s, size_t at) {
  while (at < s.n && !strchr("\"' <>\t\n\r", s.p[at])) at++;
  return at;
}

/* Values of id= and name=, and what is behind # in values of href=. */
static void note_places(WpSite *s, size_t entry, Str text) {
  static const char *const names[] = { "id=", "name=", "href=" };
  for (size_t i = 1; i + 4 < text.n; i++) {
    if (text.p[i] != '=') continue;
    for (size_t k = 0; k < 3; k++) {
      Str name = str_c(names[k]);
      size_t from = i + 1;
      if (i + 1 < name.n || !str_eq_nocase(str_sub(text, i + 1 - name.n, i + 1), name)) continue;
      if (text.p[from] == '"' || text.p[from] == '\'') from++;
      Str value = str_sub(text, from, value_end(text, from));
      long mark = k == 2 ? str_chr(value, '#') : -1;
      if (k < 2 && value.n && value.n < 200) note_anchor(s, entry, value);
      if (mark < 0 || value.n - (size_t)mark > 200) continue;
      Str fragment = wp_decode(&s->arena, str_sub(value, (size_t)mark + 1, value.n));
      if (fragment.n && !map_has(&s->fragments, fragment))
        map_put(&s->fragments, arena_str(&s->arena, fragment), s);
    }
  }
}

static int by_number(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

void wp_anchors_settle(WpSite *s) {
  if (s->anchor_count) qsort(s->anchors, s->anchor_count, sizeof *s->anchors, by_number);
}

bool wp_has_anchor(const WpSite *s, const WpEntry *e, Str id) {
  uint64_t wanted = anchor_hash((size_t)(e - s->entries), id);
  return s->anchor_count && bsearch(&wanted, s->anchors, s->anchor_count, sizeof wanted, by_number);
}

static bool on_item(void *ctx, const WxrItem *item) {
  WpSite *s = ctx;
  Arena *a = &s->arena;
  if (item->id.n && number_of(&s->ids, item->id)) {
    s->doubles++;
    return true;
  }
  s->entries = arena_grow(a, s->entries, s->entry_count, &s->entry_cap, sizeof *s->entries);
  WpEntry *e = &s->entries[s->entry_count++];
  *e = (WpEntry){ .id = arena_str(a, item->id),
                  .parent = arena_str(a, item->parent),
                  .status = arena_str(a, item->status),
                  .name = arena_str(a, wp_decode(a, item->name)),
                  .title = arena_str(a, str_sub(item->title, 0, 1000)),
                  .type = arena_str(a, item->type),
                  .kind = kind_of(item->type),
                  .open = str_eqc(item->status, "publish") && !item->password.n };
  if (e->id.n) map_put(&s->ids, e->id, (void *)(uintptr_t)s->entry_count);
  Str tail, own = wp_own_address(s, a, str_trim(item->link), &tail);
  if (own.n && !tail.n && own.n < 1000) e->address = arena_str(a, own);
  e->asked = own.n && str_starts(tail, S("?")) && str_chr(tail, '=') > 1 &&
             !wp_id_in_query(tail).n && !str_starts(tail, S("?post_type="));
  note_date(s, e, item);
  for (size_t i = 0; i < item->comment_count; i++)
    s->comments += str_eqc(str_trim(item->comments[i].approved), "1");
  if (e->kind == WP_POST || e->kind == WP_PAGE || e->kind == WP_CUSTOM)
    note_places(s, s->entry_count - 1, item->content);
  if (e->kind == WP_ATTACHMENT) {
    e->url = arena_str(a, str_trim(item->attachment_url));
    e->alt = arena_str(a, str_sub(meta(item, "_wp_attachment_image_alt"), 0, 2000));
    e->legend = arena_str(a, str_sub(item->excerpt, 0, 4000));
    map_put(&s->files, wp_without_scheme(e->url), (void *)(uintptr_t)s->entry_count);
  } else if (e->kind == WP_MENU_ITEM) {
    note_menu(s, e, item);
  } else if (e->kind == WP_BLOCK && s->block_bytes + item->content.n < BLOCKS_MOST) {
    s->block_bytes += item->content.n;
    e->content = arena_str(a, item->content);
  }
  return true;
}

const WxrSink wp_survey = { NULL, on_site, on_author, on_term, on_item };

const WpEntry *wp_entry(const WpSite *s, Str id) {
  size_t n = id.n ? number_of(&s->ids, id) : 0;
  return n ? &s->entries[n - 1] : NULL;
}

const WxrTerm *wp_term(const WpSite *s, Str taxonomy, Str slug) {
  char key[400];
  int n = snprintf(key, sizeof key, "%.*s/%.*s", STR(taxonomy), STR(slug));
  size_t at = n > 0 && n < (int)sizeof key ? number_of(&s->term_keys, str_n(key, (size_t)n)) : 0;
  return at ? &s->terms[at - 1] : NULL;
}

void wp_site_free(WpSite *s) {
  map_free(&s->logins);
  map_free(&s->term_keys);
  map_free(&s->type_names);
  map_free(&s->ids);
  map_free(&s->addresses);
  map_free(&s->files);
  map_free(&s->offsets);
  map_free(&s->fragments);
  free(s->anchors);
  arena_free(&s->arena);
  *s = (WpSite){ 0 };
}
