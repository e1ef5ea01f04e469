/* termvec.c -- counting spellings first and judging each only once, then packing. */
#include "text/termvec.h"

#include "base/map.h"
#include "text/normal.h"
#include "text/terms.h"
#include <stdlib.h>

/* -- reading -- */

TermIter termvec_read(Str vector) {
  TermIter it = { .in = { .rest = vector } };
  it.count = read_uint(&it.in);
  it.total = read_uint(&it.in);
  if (it.in.bad) it.count = it.total = 0;
  return it;
}

bool termvec_next(TermIter *it, Term *out) {
  if (it->in.bad || !it->in.rest.n) return false;
  Str term = read_bytes(&it->in);
  uint64_t count = read_uint(&it->in);
  Str surface = read_bytes(&it->in);
  if (it->in.bad) return false;
  *out = (Term){ term, count, surface };
  return true;
}

bool termvec_check(Str vector) {
  TermIter it = termvec_read(vector);
  Term term;
  Str last = { 0 };
  uint64_t n = 0, total = 0;
  if (it.in.bad) return false;
  while (termvec_next(&it, &term)) {
    if (!term.term.n || !term.count || (n && str_cmp(last, term.term) >= 0)) return false;
    if (__builtin_add_overflow(total, term.count, &total)) return false;
    last = term.term;
    n++;
  }
  return !it.in.bad && n == it.count && total == it.total;
}

/* -- building -- */

typedef struct {
  Str term;
  uint64_t count;
  Str surface; /* the best spelling so far and how often */
  uint64_t surface_count;
} Entry;

/* A spelling and how often it stood in texts of one language. */
typedef struct {
  Str text;
  uint64_t count;
  bool ideo, shown;
  Entry *entry;
} Spelling;

/* Texts of one language; the last one takes all languages beyond the limit. */
enum { MOST_SECTIONS = 8 };
typedef struct {
  Str language;
  Map spellings;
} Section;

struct TermBuilder {
  TextTools *tools;
  Arena *arena;
  Section sections[MOST_SECTIONS];
  size_t section_count;
  Map entries;
  Map merged; /* "term\0surface" -> Spelling */
};

static uint64_t add(uint64_t a, uint64_t b) {
  return a > UINT64_MAX / 4 - b ? UINT64_MAX / 4 : a + b;
}

TermBuilder *termvec_begin(TextTools *t, Arena *a) {
  TermBuilder *b = ARENA_NEW(a, TermBuilder);
  b->tools = t;
  b->arena = a;
  return b;
}

static Section *section_of(TermBuilder *b, Str language) {
  for (size_t i = 0; i < b->section_count; i++)
    if (str_eq(b->sections[i].language, language)) return &b->sections[i];
  if (b->section_count == MOST_SECTIONS) return &b->sections[MOST_SECTIONS - 1];
  Section *s = &b->sections[b->section_count++];
  s->language = arena_str(b->arena, language);
  return s;
}

void termvec_add(TermBuilder *b, Str text, Str language, uint32_t weight) {
  if (!weight) return;
  Arena scratch = { 0 };
  Candidate *found = NULL;
  Section *s = section_of(b, language);
  size_t count = terms_candidates(b->tools, &scratch, text, &found);
  for (size_t i = 0; i < count; i++) {
    Spelling *sp = map_get(&s->spellings, found[i].text);
    if (!sp) {
      sp = ARENA_NEW(b->arena, Spelling);
      sp->text = arena_str(b->arena, found[i].text);
      sp->ideo = found[i].ideo;
      map_put(&s->spellings, sp->text, sp);
    }
    sp->shown |= found[i].shown;
    sp->count = add(sp->count, weight);
  }
  arena_free(&scratch);
}

static Entry *entry_of(TermBuilder *b, Str term) {
  Entry *e = map_get(&b->entries, term);
  if (e) return e;
  e = ARENA_NEW(b->arena, Entry);
  e->term = arena_str(b->arena, term);
  map_put(&b->entries, e->term, e);
  return e;
}

void termvec_merge(TermBuilder *b, Str vector, uint32_t weight) {
  if (!weight) return;
  TermIter it = termvec_read(vector);
  Term term;
  Buf key = { 0 };
  while (termvec_next(&it, &term)) {
    if (!term.term.n || !term.count) continue;
    uint64_t count = term.count > UINT64_MAX / 4 / weight ? UINT64_MAX / 4 : term.count * weight;
    buf_clear(&key);
    buf_str(&key, term.term);
    buf_byte(&key, '\0');
    buf_str(&key, term.surface);
    Spelling *sp = map_get(&b->merged, buf_view(&key));
    if (!sp) {
      Str kept = buf_dup(&key, b->arena);
      sp = ARENA_NEW(b->arena, Spelling);
      sp->text = str_sub(kept, term.term.n + 1, kept.n);
      sp->shown = sp->text.n > 0;
      sp->entry = entry_of(b, term.term);
      map_put(&b->merged, kept, sp);
    }
    sp->count = add(sp->count, count);
  }
  buf_free(&key);
}

/* Count a spelling towards its term. */
static void settle(Spelling *sp) {
  Entry *e = sp->entry;
  e->count = add(e->count, sp->count);
  if (!sp->shown) return;
  bool better = sp->count > e->surface_count ||
                (sp->count == e->surface_count && str_cmp(sp->text, e->surface) < 0);
  if (!better) return;
  e->surface = sp->text;
  e->surface_count = sp->count;
}

/* The same spelling with the same term in an earlier section takes the count. */
static bool fold_into_earlier(TermBuilder *b, size_t section, const Spelling *sp) {
  for (size_t i = 0; i < section; i++) {
    Spelling *other = map_get(&b->sections[i].spellings, sp->text);
    if (!other || other->entry != sp->entry) continue;
    other->count = add(other->count, sp->count);
    other->shown |= sp->shown;
    return true;
  }
  return false;
}

static void judge(TermBuilder *b, size_t section) {
  Section *s = &b->sections[section];
  Arena scratch = { 0 };
  for (size_t i = 0; i < s->spellings.count; i++) {
    Spelling *sp = s->spellings.items[i].value;
    Str term = { 0 };
    if (!sp->ideo) {
      term = terms_word(b->tools, &scratch, sp->text, s->language);
    } else {
      term = normal_fold(&scratch, sp->text);
      if (terms_stop(term, s->language)) term = (Str){ 0 };
    }
    if (term.n) sp->entry = entry_of(b, term);
    if (term.n && fold_into_earlier(b, section, sp)) sp->entry = NULL;
    if (i % 256 == 255) arena_reset(&scratch);
  }
  arena_free(&scratch);
}

static int by_term(const void *a, const void *b) {
  const Entry *const *x = a, *const *y = b;
  return str_cmp((*x)->term, (*y)->term);
}

static Str pack(TermBuilder *b) {
  size_t n = b->entries.count;
  Entry **sorted = ARENA_ARRAY(b->arena, n + 1, Entry *);
  uint64_t total = 0;
  for (size_t i = 0; i < n; i++) {
    sorted[i] = b->entries.items[i].value;
    total = add(total, sorted[i]->count);
  }
  if (n) qsort(sorted, n, sizeof *sorted, by_term);
  Buf out = { 0 };
  buf_uint(&out, n);
  buf_uint(&out, total);
  for (size_t i = 0; i < n; i++) {
    buf_bytes(&out, sorted[i]->term);
    buf_uint(&out, sorted[i]->count);
    buf_bytes(&out, sorted[i]->surface);
  }
  Str result = buf_dup(&out, b->arena);
  buf_free(&out);
  return result;
}

Str termvec_end(TermBuilder *b) {
  for (size_t i = 0; i < b->section_count; i++) judge(b, i);
  for (size_t i = 0; i < b->section_count; i++) {
    Map *m = &b->sections[i].spellings;
    for (size_t k = 0; k < m->count; k++)
      if (((Spelling *)m->items[k].value)->entry) settle(m->items[k].value);
    map_free(m);
  }
  for (size_t i = 0; i < b->merged.count; i++) settle(b->merged.items[i].value);
  map_free(&b->merged);
  Str result = pack(b);
  map_free(&b->entries);
  return result;
}
