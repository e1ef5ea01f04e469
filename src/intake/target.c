/* target.c -- looking an article up by whatever a form or a subject says. */
#include "intake/target.h"

#include "base/transfer.h"

/* "/2024/one/" of "https://example.org/2024/one/index.html?x#y". */
static Str address_of(Arena *a, Str s) {
  long scheme = str_find(s, S("://"));
  if (scheme > 0 && scheme < 12) {
    s = str_sub(s, (size_t)scheme + 3, s.n);
    long slash = str_chr(s, '/');
    s = slash < 0 ? S("/") : str_sub(s, (size_t)slash, s.n);
  }
  static const char ends[] = { '#', '?' };
  for (size_t i = 0; i < 2; i++) {
    long at = str_chr(s, ends[i]);
    if (at >= 0) s = str_sub(s, 0, (size_t)at);
  }
  s = transfer_percent(a, s, false);
  if (str_ends(s, S("/index.html"))) s = str_sub(s, 0, s.n - 10);
  if (str_ends(s, S("/"))) s = str_sub(s, 0, s.n - 1);
  return s;
}

static void put(Map *m, Str key, const TargetArticle *t) {
  if (key.n && !map_has(m, key)) map_put(m, key, (void *)(uintptr_t)t);
}

void targets_open(Targets *t, const TargetArticle *items, size_t count) {
  *t = (Targets){ .items = items, .count = count };
  for (size_t i = 0; i < count; i++) {
    put(&t->names, items[i].id, &items[i]);
    put(&t->addresses, address_of(&t->arena, items[i].url), &items[i]);
  }
  for (size_t i = 0; i < count; i++) {
    const TargetArticle *it = &items[i];
    put(&t->names, it->path, it);
    if (it->slug.n)
      map_put(&t->slugs, it->slug, map_has(&t->slugs, it->slug) ? NULL : (void *)(uintptr_t)it);
    for (size_t k = 0; k < value_count(it->aliases); k++) {
      const Value *alias = value_at(it->aliases, k);
      if (alias->kind == VALUE_STR) put(&t->addresses, address_of(&t->arena, alias->str), it);
    }
  }
}

void targets_close(Targets *t) {
  map_free(&t->names);
  map_free(&t->addresses);
  map_free(&t->slugs);
  arena_free(&t->arena);
  *t = (Targets){ 0 };
}

static const TargetArticle *by_subject(const Targets *t, Str subject) {
  const TargetArticle *best = NULL;
  for (size_t i = 0; i < t->count; i++) {
    const TargetArticle *it = &t->items[i];
    Str title = it->title;
    if (!title.n || !str_ends(subject, title) || (best && best->title.n >= title.n)) continue;
    Str head = str_sub(subject, 0, subject.n - title.n);
    /* A word of its own: "Re: Tea" is about "Tea", "Iced-Tea" is not. */
    if (!head.n || str_ends(head, S(" ")) || str_ends(head, S(":")) || str_ends(head, S("：")))
      best = it;
  }
  return best;
}

const TargetArticle *targets_find(const Targets *t, Arena *a, const Comment *c) {
  const TargetArticle *found = map_get(&t->names, c->article);
  if (!found && c->article.n) found = map_get(&t->addresses, address_of(a, c->article));
  if (!found && c->article.n) found = map_get(&t->slugs, c->article);
  if (!found && c->page.n && !c->article.n) found = map_get(&t->addresses, address_of(a, c->page));
  if (!found && !c->article.n && !c->page.n && c->subject.n) found = by_subject(t, c->subject);
  return found;
}

Str targets_said(const Comment *c) {
  return c->article.n ? c->article : c->page.n ? c->page : c->subject;
}

Str targets_nearest(const Targets *t, Arena *a, const Comment *c) {
  Str said = targets_said(c);
  Str *names = ARENA_ARRAY(a, t->count * 3, Str);
  size_t n = 0;
  for (size_t i = 0; i < t->count; i++) {
    names[n++] = t->items[i].id;
    names[n++] = t->items[i].slug;
    names[n++] = t->items[i].url;
  }
  Str near =
      said.n < 300 ? str_nearest(c->article.n ? said : address_of(a, said), names, n) : S("");
  if (!near.n && said.n < 300) { /* the last part alone: "articles/tea.md", "/2023/tea/" */
    Str last = str_base(address_of(a, said));
    if (str_ends(last, S(".md"))) last = str_sub(last, 0, last.n - 3);
    near = last.n ? str_nearest(last, names, n) : near;
  }
  for (size_t i = 0; near.n && i < n; i++)
    if (names[i].p == near.p) return t->items[i / 3].id;
  return S("");
}
