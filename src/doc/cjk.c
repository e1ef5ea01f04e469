/* cjk.c -- substitutes around runs of '*' and '~' and behind addresses, and
 * joining of lines. */
#include "doc/cjk.h"

#include "base/utf8.h"

typedef struct {
  uint32_t first, last;
} Span;

static bool within(const Span *spans, size_t count, uint32_t cp) {
  for (size_t i = 0; i < count; i++)
    if (cp >= spans[i].first && cp <= spans[i].last) return true;
  return false;
}

bool cjk_char(uint32_t cp) {
  static const Span not_script[] = { { 0x2190, 0x2BFF }, { 0x1F000, 0x1FBFF } };
  return utf8_wide(cp) && !within(not_script, 2, cp);
}

static bool hangul(uint32_t cp) {
  static const Span spans[] = {
    { 0x1100, 0x11FF }, { 0x3130, 0x318F }, { 0xA960, 0xA97F }, { 0xAC00, 0xD7FF }
  };
  return within(spans, 4, cp);
}

bool cjk_joins(uint32_t before, uint32_t after) {
  /* Marks that Chinese shares with the Latin script: · – — ‘ ’ “ ” … */
  static const Span shared[] = {
    { 0xB7, 0xB7 }, { 0x2013, 0x2014 }, { 0x2018, 0x2019 }, { 0x201C, 0x201D }, { 0x2025, 0x2026 }
  };
  bool b = cjk_char(before) && !hangul(before), c = cjk_char(after) && !hangul(after);
  if (b && c) return true;
  return (b && within(shared, 5, after)) || (c && within(shared, 5, before));
}

static bool ascii_punct(uint32_t cp) {
  return (cp >= '!' && cp <= '/') || (cp >= ':' && cp <= '@') || (cp >= '[' && cp <= '`') ||
         (cp >= '{' && cp <= '~');
}

/* Punctuation of three bytes in UTF-8 that stands in running text. */
static bool mark(uint32_t cp) {
  static const Span spans[] = {
    { 0x2010, 0x2027 }, { 0x2030, 0x205E }, { 0x2308, 0x230B }, { 0x2329, 0x232A },
    { 0x2768, 0x2775 }, { 0x27E6, 0x27EF }, { 0x2E00, 0x2E4F }, { 0x3001, 0x3003 },
    { 0x3008, 0x3011 }, { 0x3014, 0x301F }, { 0x3030, 0x3030 }, { 0x303D, 0x303D },
    { 0x30A0, 0x30A0 }, { 0x30FB, 0x30FB }, { 0xFE10, 0xFE19 }, { 0xFE30, 0xFE61 },
    { 0xFE63, 0xFE63 }, { 0xFE68, 0xFE68 }, { 0xFE6A, 0xFE6B }, { 0xFF01, 0xFF03 },
    { 0xFF05, 0xFF0A }, { 0xFF0C, 0xFF0F }, { 0xFF1A, 0xFF1B }, { 0xFF1F, 0xFF20 },
    { 0xFF3B, 0xFF3D }, { 0xFF3F, 0xFF3F }, { 0xFF5B, 0xFF5B }, { 0xFF5D, 0xFF5D },
    { 0xFF5F, 0xFF65 },
  };
  return cp >= 0x2010 && within(spans, sizeof spans / sizeof spans[0], cp);
}

static bool narrow_mark(uint32_t cp) { /* punctuation of two bytes */
  return cp == 0xA1 || cp == 0xA7 || cp == 0xAB || cp == 0xB6 || cp == 0xB7 || cp == 0xBB ||
         cp == 0xBF;
}

static bool blank(uint32_t cp) {
  return cp <= ' ' || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
         cp == 0x202F || cp == 0x205F || cp == 0x3000 || cp == UTF8_BAD;
}

/* Rare punctuation to stand for letters; no named entity gives any of these. */
static const Span rare[] = { { 0x2E00, 0x2E2E }, { 0x2E30, 0x2E42 }, { 0x2768, 0x2771 },
                             { 0x2774, 0x2775 }, { 0x2CF9, 0x2CFC }, { 0x2CFE, 0x2CFF } };
enum { RARE = sizeof rare / sizeof rare[0], PRIVATE_FIRST = 0xE000, PRIVATE_LAST = 0xF8FF };

typedef struct {
  Mask *mask;
  char *copy;
  Str text;
  Arena *arena;
  bool scanned;
  uint8_t private_used[(PRIVATE_LAST - PRIVATE_FIRST + 8) / 8]; /* code points in the text */
  uint8_t rare_used[0x1000 / 8];                                /* U+2000 to U+2FFF */
  uint32_t next_private, next_rare; /* where to look for the next free one */
} Masker;

static void note_used(Masker *k, uint32_t cp) {
  if (cp >= PRIVATE_FIRST && cp <= PRIVATE_LAST)
    k->private_used[(cp - PRIVATE_FIRST) / 8] |= (uint8_t)(1u << (cp - PRIVATE_FIRST) % 8);
  if (cp >= 0x2000 && cp < 0x3000)
    k->rare_used[(cp - 0x2000) / 8] |= (uint8_t)(1u << (cp - 0x2000) % 8);
}

/* &#xE000; and &#57344; become characters during the parse. */
static void note_entity(Masker *k, size_t at) {
  Str s = k->text;
  size_t i = at + 2;
  bool hex = i < s.n && (s.p[i] == 'x' || s.p[i] == 'X');
  if (hex) i++;
  uint32_t cp = 0;
  for (size_t digits = 0; i < s.n && digits < 8; i++, digits++) {
    char c = s.p[i];
    uint32_t v;
    if (c >= '0' && c <= '9')
      v = (uint32_t)(c - '0');
    else if (hex && (c | 32) >= 'a' && (c | 32) <= 'f')
      v = (uint32_t)((c | 32) - 'a' + 10);
    else
      break;
    cp = cp * (hex ? 16 : 10) + v;
  }
  note_used(k, cp);
}

static void scan_used(Masker *k) {
  Str s = k->text;
  for (size_t i = 0; i < s.n;) {
    unsigned char c = (unsigned char)s.p[i];
    if (c == '&' && i + 2 < s.n && s.p[i + 1] == '#') note_entity(k, i);
    if (c == 0xE2 || c == 0xEE || c == 0xEF)
      note_used(k, utf8_next(s, &i));
    else
      i++;
  }
  k->scanned = true;
}

static uint32_t substitute(uint32_t (*pairs)[2], size_t count, uint32_t original) {
  for (size_t i = 0; i < count; i++)
    if (pairs[i][1] == original) return pairs[i][0];
  return 0;
}

static uint32_t mark_substitute(Masker *k, uint32_t original) {
  Mask *m = k->mask;
  uint32_t cp = substitute(m->marks, m->mark_count, original);
  if (cp || m->mark_count == MASK_MARKS) return cp;
  while (k->next_private <= PRIVATE_LAST) {
    uint32_t i = k->next_private++ - PRIVATE_FIRST;
    if (k->private_used[i / 8] >> i % 8 & 1) continue;
    m->marks[m->mark_count][0] = i + PRIVATE_FIRST;
    m->marks[m->mark_count++][1] = original;
    return i + PRIVATE_FIRST;
  }
  return 0;
}

static uint32_t letter_substitute(Masker *k, uint32_t original) {
  Mask *m = k->mask;
  uint32_t cp = substitute(m->letters, m->letter_count, original);
  if (cp || m->letter_count == MASK_LETTERS) return cp;
  while (k->next_rare < RARE) {
    uint32_t first = rare[k->next_rare].first, last = rare[k->next_rare].last;
    for (cp = first; cp <= last; cp++) {
      uint32_t i = cp - 0x2000;
      if (k->rare_used[i / 8] >> i % 8 & 1) continue;
      note_used(k, cp);
      m->letters[m->letter_count][0] = cp;
      m->letters[m->letter_count++][1] = original;
      return cp;
    }
    k->next_rare++;
  }
  return 0;
}

/* What the runs on both sides of one character want done with it. */
typedef struct {
  size_t at;
  uint32_t cp;
  bool as_letter, as_mark;   /* wanted */
  bool not_letter, not_mark; /* would change what a run does */
} Wish;

/* The character `c` beside a run, `other` on the run's other side. */
static void wish(Wish *w, uint32_t other) {
  bool other_letter = !blank(other) && !ascii_punct(other) && !narrow_mark(other) && !mark(other);
  if (mark(w->cp)) {
    if (other_letter && (cjk_char(w->cp) || cjk_char(other)))
      w->as_letter = true;
    else if (!blank(other))
      w->not_letter = true;
  } else if (cjk_char(w->cp) && w->cp > 0x7FF && w->cp < 0x10000) {
    if (ascii_punct(other) || narrow_mark(other))
      w->as_mark = true;
    else if (!blank(other))
      w->not_mark = true;
  }
}

static char *copy_of(Masker *k) {
  if (!k->copy) k->copy = arena_dup(k->arena, k->text.p, k->text.n);
  return k->copy;
}

static void grant(Masker *k, const Wish *w) {
  bool letter = w->as_letter && !w->not_letter, punct = w->as_mark && !w->not_mark;
  if (!letter && !punct) return;
  Str s = k->text;
  size_t end = w->at + 3;
  if ((w->at > 0 && s.p[w->at - 1] == '_') || (end < s.n && s.p[end] == '_')) return;
  if (!k->scanned) scan_used(k);
  uint32_t cp = letter ? mark_substitute(k, w->cp) : letter_substitute(k, w->cp);
  if (!cp) return;
  utf8_put(copy_of(k) + w->at, cp);
}

/* ---- addresses ---- */

enum { FIRST_END = 0x710 };

/* An address here could be the destination of a link, a reference definition
 * or an attribute; those end as CommonMark says. */
static bool is_bare(Str s, size_t at) {
  size_t i = at;
  while (i > 0 && (s.p[i - 1] == ' ' || s.p[i - 1] == '\t')) i--;
  if (i == 0) return true;
  char c = s.p[i - 1];
  return !strchr("(<\"'=/", c) && !(c == ':' && i > 1 && s.p[i - 2] == ']');
}

static bool ends_address(uint32_t cp) {
  return mark(cp) && (cjk_char(cp) || cp == 0x201C || cp == 0x201D || cp == 0x2026 || cp == 0x2014);
}

static void end_address(Masker *k, size_t at, uint32_t cp) {
  Mask *m = k->mask;
  size_t i = 0;
  while (i < m->end_count && m->ends[i] != cp) i++;
  if (i == MASK_ENDS) return;
  if (i == m->end_count) m->ends[m->end_count++] = cp;
  char *p = copy_of(k) + at;
  p[0] = '\t';
  utf8_put(p + 1, FIRST_END + (uint32_t)i);
}

/* The substitutes must not occur in the text: nothing of U+0700 to U+07FF. */
static bool ends_are_free(Str s) {
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c >= 0xDC && c <= 0xDF) return false;
    if (c == '&' && i + 1 < s.n && s.p[i + 1] == '#') return false;
  }
  return true;
}

static void mask_addresses(Masker *k) {
  Str s = k->text;
  int free = -1; /* not known yet */
  for (size_t at = 0; at + 4 < s.n; at++) {
    const char *next = memchr(s.p + at, ':', s.n - at);
    if (!next) return;
    at = (size_t)(next - s.p);
    if (!str_starts(str_sub(s, at, s.n), S("://")) || at < 4) continue;
    size_t start = at;
    while (start > 0 && at - start < 6 && (s.p[start - 1] | 32) >= 'a' &&
           (s.p[start - 1] | 32) <= 'z')
      start--;
    Str scheme = str_sub(s, start, at);
    if (!str_eq_nocase(scheme, S("http")) && !str_eq_nocase(scheme, S("https"))) continue;
    if (!is_bare(s, start)) continue;
    for (at += 3; at < s.n && (unsigned char)s.p[at] > ' ' && s.p[at] != '<';) {
      size_t here = at;
      uint32_t cp = utf8_next(s, &at);
      if (cp < 0x2010 || !ends_address(cp)) continue;
      if (free < 0) free = ends_are_free(s);
      if (!free) return;
      end_address(k, here, cp);
      break;
    }
  }
}

static size_t next_run(Str s, size_t from) {
  while (from < s.n && s.p[from] != '*' && s.p[from] != '~') from++;
  return from;
}

bool cjk_mask(Mask *m, Arena *a, Str text, Str *masked) {
  m->mark_count = m->letter_count = m->end_count = 0;
  Masker k = { .mask = m, .text = text, .arena = a, .next_private = PRIVATE_FIRST };
  Wish held = { .cp = 0 }; /* behind the last run; the next run may begin right behind it */
  for (size_t at = next_run(text, 0); at < text.n;) {
    size_t end = at;
    while (end < text.n && text.p[end] == text.p[at]) end++;
    size_t start = at, past = end;
    uint32_t before = at > 0 ? utf8_prev(text, &start) : ' ';
    uint32_t after = end < text.n ? utf8_next(text, &past) : ' ';
    if (before >= 0x80 || after >= 0x80) {
      Wish w = { .at = start, .cp = before };
      if (held.cp) {
        if (held.at == start)
          w = held;
        else
          grant(&k, &held);
      }
      wish(&w, after);
      grant(&k, &w);
      held = (Wish){ .at = end, .cp = after };
      wish(&held, before);
    } else if (held.cp) {
      grant(&k, &held);
      held.cp = 0;
    }
    at = next_run(text, end);
  }
  if (held.cp) grant(&k, &held);
  mask_addresses(&k);
  if (!k.copy) return false;
  *masked = (Str){ k.copy, text.n };
  return true;
}

static uint32_t original_of(const uint32_t (*pairs)[2], size_t count, uint32_t cp) {
  for (size_t i = 0; i < count; i++)
    if (pairs[i][0] == cp) return pairs[i][1];
  return cp;
}

void cjk_unmask(const Mask *m, char *p, size_t n) {
  for (size_t i = 0; i + 2 < n;) {
    unsigned char c = (unsigned char)p[i];
    if (c == '\t' && m->end_count) {
      size_t next = i + 1;
      uint32_t cp = utf8_next((Str){ p, n }, &next);
      if (cp >= FIRST_END && cp < FIRST_END + m->end_count) {
        utf8_put(p + i, m->ends[cp - FIRST_END]);
        i = next;
        continue;
      }
    }
    if (c != 0xE2 && c != 0xEE && c != 0xEF) {
      i++;
      continue;
    }
    size_t at = i;
    uint32_t cp = utf8_next((Str){ p, n }, &i), was = cp;
    if (cp == UTF8_BAD) continue;
    if (c == 0xE2)
      was = original_of(m->letters, m->letter_count, cp);
    else if (cp >= PRIVATE_FIRST && cp <= PRIVATE_LAST)
      was = original_of(m->marks, m->mark_count, cp);
    if (was != cp) utf8_put(p + at, was);
  }
}
