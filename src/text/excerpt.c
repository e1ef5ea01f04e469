/* excerpt.c -- the beginning of a text, cut where it does not hurt.
 *
 * Two steps: find the last boundary within the width that is not inside a unit
 * (a word, a number with its signs), then take away what must not stand before
 * an ellipsis. */
#include "base/utf8.h"
#include "text/graphemes.h"

#include <unicode/uchar.h>

typedef UChar32 Cp;

static bool ideo(Cp c) {
  if (c < 0x2E80) return false;
  return (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || c == 0x3005 || c == 0x3007 ||
         u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC);
}

static bool digit(Cp c) {
  return (c >= '0' && c <= '9') || (c >= 0x80 && u_isdigit(c));
}

/* A letter or mark of a script that writes spaces between words. */
static bool letter(Cp c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  uint32_t mask = U_GET_GC_MASK(c);
  if (!(mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_NL_MASK | U_GC_NO_MASK))) return false;
  return !ideo(c) && u_getIntPropertyValue(c, UCHAR_LINE_BREAK) != U_LB_COMPLEX_CONTEXT;
}

static bool among(Cp c, const char *set) {
  Str s = str_c(set);
  for (size_t i = 0; i < s.n;)
    if ((Cp)utf8_next(s, &i) == c) return true;
  return false;
}

static bool wide_digit(Cp c) {
  return c >= 0xFF10 && c <= 0xFF19;
}

static bool numeral(Cp c) {
  return c >= 0x3007 && among(c, "〇零一二三四五六七八九十百千万萬亿億兆两兩点點");
}

/* Would a cut between `a` and `b` fall inside a word or a number? `before` and
 * `after` are their outer neighbours, 0 at the ends. */
static bool inside(Cp before, Cp a, Cp b, Cp after) {
  bool word_a = letter(a) || digit(a), word_b = letter(b) || digit(b);
  if (word_a && word_b) return true;
  /* 50% 30° 2024年 3万: a number without its unit says something else. */
  if (digit(a) && (ideo(b) || among(b, "%‰°％℃℉′″"))) return true;
  /* $5, -3, +3, №7, #1 */
  if (digit(b) && among(a, "$¥€£￥₹₩₽+-−±~≈#№§")) return true;
  if (numeral(a) && (numeral(b) || digit(b))) return true;
  /* 第三 第3, 百分之五十 三分之一 */
  if (a == 0x7B2C && (numeral(b) || digit(b))) return true;
  if (a == 0x5206 && b == 0x4E4B) return true;
  if (numeral(a) && b == 0x5206 && after == 0x4E4B) return true;
  if (before == 0x5206 && a == 0x4E4B && (numeral(b) || digit(b))) return true;
  /* C++, C#, F# */
  if (letter(a) && among(b, "+#") && (b == '#' || after == '+')) return true;
  if (a == '+' && b == '+' && letter(before)) return true;
  /* Separators between two halves: 1,234.5  don't  well-known  a@b.c  12:30  1 000 */
  const char *glue = ".,'’‐‑-_@/:&·٫٬\xC2\xA0\xE2\x80\xAF\xE2\x80\x89";
  /* １，２３４．５ in wide characters; behind narrow ones a wide comma ends the number */
  if (wide_digit(a) && among(b, "，．") && wide_digit(after)) return true;
  if (among(a, "，．") && wide_digit(b) && wide_digit(before)) return true;
  if (word_a && among(b, glue)) return letter(after) || digit(after);
  if (among(a, glue) && word_b) return letter(before) || digit(before);
  return false;
}

static Cp first_cp(Str s) {
  size_t i = 0;
  if (!s.n) return 0;
  uint32_t c = utf8_next(s, &i);
  return c == UTF8_BAD ? 0xFFFD : (Cp)c;
}

/* The base character of the last cluster of s, marks passed over. */
static Cp last_cp(Str s) {
  size_t i = s.n;
  while (i) {
    uint32_t c = utf8_prev(s, &i);
    if (c == UTF8_BAD) return 0xFFFD;
    if (c < 0x300 || !(U_GET_GC_MASK((Cp)c) & (U_GC_M_MASK | U_GC_CF_MASK))) return (Cp)c;
  }
  return 0;
}

/* Runs of white space to one space; a line break between two wide characters
 * to nothing. No-break spaces stay: they hold numbers together. */
static Str collapse(Arena *a, Str s) {
  char *out = arena_alloc(a, s.n + 1), *at = out;
  bool gap = false, line = false;
  uint32_t last = 0;
  for (size_t i = 0; i < s.n;) {
    size_t start = i;
    uint32_t c = utf8_next(s, &i);
    bool held = c == 0xA0 || c == 0x202F || c == 0x2007;
    if (c != UTF8_BAD && !held && (c < 0x80 ? c <= ' ' : u_isUWhiteSpace((Cp)c))) {
      gap = at > out;
      line = line || c == '\n' || c == '\r';
      continue;
    }
    if (gap && !(line && utf8_wide(last) && utf8_wide(c))) *at++ = ' ';
    gap = line = false;
    memcpy(at, s.p + start, i - start);
    at += i - start;
    last = c;
  }
  return str_n(out, (size_t)(at - out));
}

static size_t occurrences(Str s, char c) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += s.p[i] == c;
  return n;
}

/* May a text end in `c` before an ellipsis? `head` is what is before it, `quotes`
 * how many straight quotes are in there. */
static bool may_end(Str head, Cp c, size_t quotes) {
  Cp before = last_cp(head);
  switch (c) {
  case '%':
  case 0xFF05:
  case 0x2030:
    return digit(before);
  case '#':
    return letter(before);
  case '+':
    return letter(before) || before == '+';
  case '"':
    return quotes % 2 == 1 && before != ' '; /* a closing one */
  case '\'':
    return letter(before) || digit(before);
  default:
    return !(U_GET_GC_MASK(c) & (U_GC_Z_MASK | U_GC_CC_MASK | U_GC_PO_MASK | U_GC_PD_MASK |
                                 U_GC_PC_MASK | U_GC_PS_MASK | U_GC_PI_MASK)) &&
           !among(c, "=<>|~^`");
  }
}

static Str trim_end(Str s) {
  size_t quotes = occurrences(s, '"');
  while (s.n) {
    size_t i = s.n;
    uint32_t c = utf8_prev(s, &i);
    Cp cp = c == UTF8_BAD ? 0xFFFD : (Cp)c;
    if (cp == 0x200D) return s; /* inside an emoji sequence: not ours to take apart */
    if (cp == '"') quotes--;
    if (may_end(str_sub(s, 0, i), cp, quotes)) break;
    s.n = i;
  }
  return s;
}

Str excerpt(Arena *a, Str text, size_t width, Str ellipsis) {
  size_t tail = text_width(ellipsis);
  Str s = collapse(a, text);
  size_t room = width > tail ? width - tail : 0;
  size_t used = 0, fits = 0, good = 0; /* bytes: within room, and at a fine place */
  Str rest = s, cluster;
  Cp before = 0, last = 0;
  while (used <= width && grapheme_next(&rest, &cluster)) {
    size_t start = (size_t)(cluster.p - s.p), end = start + cluster.n;
    used += grapheme_width(cluster);
    Cp base = first_cp(cluster);
    if (used <= room) {
      Str look = rest, next = { 0 }, after = { 0 };
      grapheme_next(&look, &next);
      grapheme_next(&look, &after);
      fits = end;
      if (!inside(last ? last : before, base, first_cp(next), first_cp(after))) good = end;
    }
    before = last;
    last = base;
  }
  if (used <= width) return s;
  Str kept = trim_end(str_sub(s, 0, good));
  if (!kept.n) kept = trim_end(str_sub(s, 0, fits));
  Str parts[] = { kept, ellipsis };
  return arena_concat(a, parts, 2);
}

/* The next character that counts when two texts are compared, small and narrow; 0 at
 * the end. *i moves behind it; *parted: something that ends a label or sentence, or
 * opens one, was passed over on the way. */
static Cp next_counting(Str s, size_t *i, bool *parted) {
  while (*i < s.n) {
    uint32_t u = utf8_next(s, i);
    Cp c = u == UTF8_BAD ? 0xFFFD : (Cp)u;
    if (c == 0x3000 || (c > 0xFF00 && c < 0xFF5F)) c = c == 0x3000 ? ' ' : c - 0xFEE0;
    uint32_t mask = U_GET_GC_MASK(c);
    if (mask & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK | U_GC_S_MASK) && c != '|')
      return u_foldCase(c, U_FOLD_CASE_DEFAULT);
    if (c == '\n' || among(c, ".!?:|。！？：—–…·") || mask & (U_GC_PE_MASK | U_GC_PF_MASK))
      *parted = true;
  }
  return 0;
}

Str excerpt_after_title(Str text, Str title) {
  size_t at = 0, in_title = 0;
  bool parted = false;
  Cp wanted = next_counting(title, &in_title, &parted);
  if (!wanted) return text;
  for (; wanted; wanted = next_counting(title, &in_title, &parted))
    if (next_counting(text, &at, &parted) != wanted) return text;
  size_t after = at, start = at;
  parted = false;
  Cp next = next_counting(text, &after, &parted);
  if (!next) return str_sub(text, text.n, text.n);
  if (!parted) return text;
  /* What opens the next sentence belongs to it: “ ( 《 */
  while (start < after) {
    size_t i = start;
    uint32_t c = utf8_next(text, &i);
    uint32_t mask = c == UTF8_BAD ? U_GC_S_MASK : U_GET_GC_MASK((Cp)c);
    if (i >= after || mask & (U_GC_PS_MASK | U_GC_PI_MASK)) break;
    start = i;
  }
  return str_sub(text, start, text.n);
}
