/* hold.c -- articles with errors are left out. */
#include "build/hold.h"

#include "build/private.h"

#include <stdlib.h>

static bool wanted(const Built *b) {
  return !b->in->strict && b->hold &&
         str_eqc(value_strc(b->world.settings, "on_article_error"), "hold");
}

bool hold_has(const Built *b, Str path) {
  return b->hold && map_has(&b->hold->articles, path);
}

static bool is_article(const Built *b, Str path) {
  Str rest;
  return path.n && path.p[0] != '/' && settings_article(&b->settings, path, &rest);
}

/* Which article the error belongs to; "" = to none. */
static Str culprit(const Built *b, const Diag *r) {
  if (r->severity != DIAG_ERROR || r->blame != EXIT_CONTENT) return S("");
  if (is_article(b, r->article)) return r->article;
  /* About an article, said of another page: a list, the whole site. */
  return is_article(b, r->file) && !hold_has(b, r->file) ? r->file : S("");
}

static Draft *draft_at(Built *b, Str path) {
  for (size_t i = 0; i < b->draft_count; i++)
    if (str_eq(b->drafts[i].path, path)) return &b->drafts[i];
  return NULL;
}

/* More than a few, and a good part of all: then it is not the articles. */
static bool too_many(const Built *b, size_t held) {
  size_t all = b->draft_count;
  return held >= all || (held > HOLD_FREE && held * HOLD_PART > all);
}

/* Its address, and those that would have led there. */
static void places_of(HeldPlaces *out, const Built *b, const Draft *draft) {
  Arena *a = &b->hold->arena;
  const Value *aliases = value_getc(draft->row, "aliases");
  out->urls = ARENA_ARRAY(a, value_count(aliases) + 1, Str);
  out->urls[out->count++] = arena_str(a, value_strc(draft->row, "url"));
  for (size_t i = 0; i < value_count(aliases); i++)
    out->urls[out->count++] = with_base(b, a, arena_str(a, str_of(value_at(aliases, i))));
}

bool hold_errors(Built *b) {
  Diags *d = b->d;
  if (!wanted(b) || !d->errors) return false;
  Map found = { 0 };
  bool ok = true;
  for (size_t i = 0; i < d->count && ok; i++) {
    if (d->items[i].severity != DIAG_ERROR) continue;
    Str path = culprit(b, &d->items[i]);
    ok = path.n > 0;
    if (ok) map_put(&found, path, b);
  }
  size_t held = b->hold->articles.count + found.count;
  if (ok && too_many(b, held)) {
    diag_file(d, DIAG_NOTE, P_HELD_MANY, S("publish.yaml"), NULL,
              "%zu of %zu articles have errors: too many to be held back", held, b->draft_count);
    ok = false;
  }
  for (size_t i = 0; i < found.count && ok; i++) {
    Draft *draft = draft_at(b, found.items[i].key);
    HeldPlaces *places = ARENA_NEW(&b->hold->arena, HeldPlaces);
    if (draft && draft->scanned && draft->file.n) places_of(places, b, draft);
    if (draft) draft->scanned = false;
    map_put(&b->hold->articles, arena_str(&b->hold->arena, found.items[i].key), places);
  }
  size_t kept = 0;
  for (size_t i = 0; i < d->count && ok; i++) {
    Diags one = { .items = &d->items[i], .count = 1 };
    if (d->items[i].severity == DIAG_ERROR)
      diags_append(&b->hold->said, &one);
    else
      d->items[kept++] = d->items[i];
  }
  if (ok) {
    d->count = kept;
    d->errors = 0;
  }
  map_free(&found);
  return ok;
}

static void link_to(Built *b, Str from) {
  Str *mark = ARENA_NEW(b->arena, Str);
  *mark = S(LINK_HELD);
  map_put(&b->world.links, from, mark);
}

void hold_links(Built *b) {
  for (size_t i = 0; b->hold && i < b->hold->articles.count; i++) {
    const MapItem *item = &b->hold->articles.items[i];
    const HeldPlaces *places = item->value;
    link_to(b, item->key);
    for (size_t k = 0; k < places->count; k++)
      if (!map_has(&b->world.links, places->urls[k])) link_to(b, places->urls[k]);
    /* An address that is not known may be any at which nothing is. */
    if (!places->count) link_to(b, S(LINK_HELD));
  }
}

static int by_bytes(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

void hold_tell(Hold *h, Built *b, bool published) {
  if (published) {
    for (size_t i = 0; i < h->said.count; i++) h->said.items[i].severity = DIAG_WARNING;
    for (size_t i = 0; i < h->articles.count; i++)
      diag_file(b->d, DIAG_WARNING, P_HELD, h->articles.items[i].key,
                "until it is mended it is nowhere in the site, and a page that it had is gone",
                "held back: the article has errors and is not published");
    Str *held = ARENA_ARRAY(b->arena, h->articles.count, Str);
    for (size_t i = 0; i < h->articles.count; i++)
      held[i] = arena_str(b->arena, h->articles.items[i].key);
    if (h->articles.count) qsort(held, h->articles.count, sizeof *held, by_bytes);
    b->out->held = held;
    b->out->held_count = h->articles.count;
  }
  diags_append(b->d, &h->said);
}

void hold_free(Hold *h) {
  map_free(&h->articles);
  diags_free(&h->said);
  arena_free(&h->arena);
  *h = (Hold){ 0 };
}
