/* slug.c -- one pass over the lower-cased NFC text, keeping what may stay. */
#include "text/slug.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/graphemes.h"
#include "text/normal.h"
#include <stdint.h>
#include <unicode/uchar.h>

typedef enum { DROP, GAP, KEEP, MARK } Fate;

/* Invisible, private and unassigned code points vanish; letters, marks and
 * numbers stay; everything else separates. */
static Fate fate_of(uint32_t c) {
  if (c < 0x80) {
    bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return word ? KEEP : c < ' ' && c != '\t' && c != '\n' && c != '\r' ? DROP : GAP;
  }
  if (c == UTF8_BAD) return GAP;
  if (u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return DROP;
  uint32_t mask = U_GET_GC_MASK((UChar32)c);
  if (mask & (U_GC_L_MASK | U_GC_N_MASK)) return KEEP;
  if (mask & U_GC_M_MASK) return MARK;
  return mask & U_GC_C_MASK ? DROP : GAP;
}

static bool apostrophe(uint32_t c) {
  return c == '\'' || c == 0x2019 || c == 0x02BC;
}

static void add_gap(Buf *b) {
  if (b->n && b->p[b->n - 1] != '-') buf_byte(b, '-');
}

static uint32_t peek(Str s, size_t i) {
  return i < s.n ? utf8_next(s, &i) : 0;
}

static void fill(Buf *b, Str s) {
  size_t letters = 0; /* characters kept in a row before i */
  for (size_t i = 0; i < s.n;) {
    size_t start = i;
    uint32_t c = utf8_next(s, &i);
    if (c == '+' && letters && peek(s, i) == '+') {
      i++;
      add_gap(b);
      buf_c(b, "plus-plus-");
      letters = 0;
      continue;
    }
    Fate after = i < s.n ? fate_of(peek(s, i)) : GAP;
    if (c == '#' && letters == 1 && after != KEEP) {
      add_gap(b);
      buf_c(b, "sharp-");
      letters = 0;
      continue;
    }
    Fate fate = fate_of(c);
    if (apostrophe(c) && letters && after == KEEP) continue;
    if (fate == DROP) continue;
    if (fate == MARK && !letters) continue; /* nothing to stand on */
    if (fate == GAP) {
      add_gap(b);
      letters = 0;
      continue;
    }
    buf_add(b, s.p + start, i - start);
    letters += fate == KEEP;
  }
}

static Str trim_dashes(Str s) {
  while (s.n && s.p[s.n - 1] == '-') s.n--;
  while (s.n && s.p[0] == '-') s = str_sub(s, 1, s.n);
  return s;
}

/* At a '-' when that loses at most a third, else at a grapheme, else (a letter
 * under a hundred accents) at a code point. */
static Str shorten(Str s, size_t most) {
  if (s.n <= most) return s;
  Str head = grapheme_cut(s, most);
  if (!head.n) {
    size_t n = most;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    head = str_sub(s, 0, n);
  }
  if (s.p[head.n] == '-') return head;
  long dash = str_rchr(head, '-');
  return dash > (long)(most * 2 / 3) ? str_sub(head, 0, (size_t)dash) : head;
}

bool slug_reserved(Str segment) {
  static const char *const names[] = { "con", "prn", "aux", "nul", "conin$", "conout$" };
  long dot = str_chr(segment, '.');
  Str stem = dot < 0 ? segment : str_sub(segment, 0, (size_t)dot);
  while (stem.n && stem.p[stem.n - 1] == ' ') stem.n--;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq_nocase(stem, str_c(names[i]))) return true;
  if (stem.n < 4) return false;
  Str device = str_sub(stem, 0, 3), number = str_sub(stem, 3, stem.n);
  if (!str_eq_nocase(device, S("com")) && !str_eq_nocase(device, S("lpt"))) return false;
  if (number.n == 1) return number.p[0] >= '0' && number.p[0] <= '9';
  return str_eq(number, S("\xC2\xB9")) || str_eq(number, S("\xC2\xB2")) ||
         str_eq(number, S("\xC2\xB3")); /* superscript 1, 2, 3 count as digits there */
}

Str slug_of(Arena *a, Str text) {
  Buf b = { 0 };
  /* Composed before as well: lower-casing may take a sequence apart. */
  fill(&b, normal_lower(a, normal_nfc(a, text)));
  Str s = trim_dashes(buf_view(&b));
  s = normal_nfc(a, s); /* dropping a joiner may have brought a mark to its base */
  s = arena_str(a, trim_dashes(shorten(s, SLUG_MAX)));
  buf_free(&b);
  if (!slug_reserved(s)) return s;
  Str parts[] = { s, S("-") };
  return arena_concat(a, parts, 2);
}

Str anchor_of(Arena *a, Str heading) {
  Str s = normal_lower(a, normal_nfc(a, str_trim(heading)));
  Buf b = { 0 };
  for (size_t i = 0; i < s.n;) {
    size_t start = i;
    uint32_t c = utf8_next(s, &i);
    Fate fate = fate_of(c);
    if (c == '-' || c == '_' || fate == KEEP || (fate == MARK && b.n))
      buf_add(&b, s.p + start, i - start);
    else if (c == ' ' || c == '\t' || c == '\n' ||
             (c >= 0x80 && c != UTF8_BAD && u_isUWhiteSpace((UChar32)c)))
      buf_byte(&b, '-');
  }
  Str out = b.n ? arena_str(a, normal_nfc(a, buf_view(&b))) : S("section");
  buf_free(&b);
  return out;
}

/* The value under a key is the last number tried behind it, plus one. */
Str anchor_unique(Map *seen, Arena *a, Str anchor) {
  Str key = arena_str(a, anchor), out = key;
  uintptr_t n = (uintptr_t)map_get(seen, key);
  if (n) {
    do out = arena_printf(a, "%.*s-%llu", STR(key), (unsigned long long)n++);
    while (map_has(seen, out));
    map_put(seen, key, (void *)n);
  }
  map_put(seen, out, (void *)(uintptr_t)1);
  return out;
}
