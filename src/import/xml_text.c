/* xml_text.c -- pieces of bytes, their encoding undone, and what XML forbids replaced. */
#include "import/xml_text.h"

#include "base/utf8.h"
#include "text/charset.h"

#include <stdlib.h>

/* HOLD: a reference or a character that is cut at the end of a piece. */
enum { PIECE = 65536, HOLD = 16, LINE_MOST = 1 << 20 };

struct XmlText {
  XmlSource source;
  bool started, ended, known;
  char encoding[48];
  Buf raw;    /* read, not yet decoded */
  Arena work; /* one piece, decoded */
  Buf text;   /* decoded, not yet looked at: HOLD bytes at the most between calls */
  Buf piece;
  uint32_t line, col;
  bool after_cr;
  XmlFlaws flaws;
};

static bool fill(XmlText *t, Diags *d) {
  size_t got = 0;
  buf_reserve(&t->raw, PIECE);
  if (!t->source.read(t->source.ctx, t->raw.p + t->raw.n, PIECE, &got, d)) return false;
  t->raw.n += got;
  t->ended = got == 0;
  return true;
}

static bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == ':';
}

/* <?xml version="1.0" encoding="GB18030"?> */
static Str declared(Str head) {
  head = str_sub(head, 0, 512);
  long end = str_find(head, S("?>")), at = str_find(head, S("encoding"));
  if (!str_starts(head, S("<?xml")) || end < 0 || at < 0 || at > end) return S("");
  size_t i = (size_t)at + 8;
  while (i < head.n && (head.p[i] == ' ' || head.p[i] == '=')) i++;
  if (i >= head.n || (head.p[i] != '"' && head.p[i] != '\'')) return S("");
  size_t from = ++i;
  while (i < head.n && name_char(head.p[i])) i++;
  return str_sub(head, from, i);
}

/* Looks at the first bytes: marks of the byte order go, the encoding is settled. */
static void start(XmlText *t) {
  Str head = buf_view(&t->raw), name = S("");
  size_t mark = 0;
  if (str_starts(head, S("\xEF\xBB\xBF")))
    mark = 3;
  else if (str_starts(head, S("\xFF\xFE")))
    mark = 2, name = S("UTF-16LE");
  else if (str_starts(head, S("\xFE\xFF")))
    mark = 2, name = S("UTF-16BE");
  else
    name = declared(head);
  t->started = true;
  t->raw.n -= mark;
  if (mark) memmove(t->raw.p, t->raw.p + mark, t->raw.n);
  if (!name.n || str_eq_nocase(name, S("utf-8")) || str_eq_nocase(name, S("utf8")))
    name = S("UTF-8");
  if (name.n >= sizeof t->encoding) name.n = sizeof t->encoding - 1;
  memcpy(t->encoding, name.p, name.n);
  Str out;
  t->known = str_eqc(name, "UTF-8") || charset_utf8(&out, &t->work, S("a"), name) ||
             str_starts(name, S("UTF-16"));
  arena_reset(&t->work);
}

/* How much of the raw bytes can be decoded by itself: up to a line end, because none of
 * the encodings has one as the second byte of something else. */
static size_t decodable(const XmlText *t) {
  Str s = buf_view(&t->raw);
  bool wide = str_starts(str_c(t->encoding), S("UTF-16"));
  size_t low = str_eqc(str_c(t->encoding), "UTF-16BE"), end = 0;
  if (t->ended) return s.n;
  if (wide) {
    for (size_t i = s.n & ~(size_t)1; i >= 2; i -= 2)
      if (s.p[i - 2 + low] == '\n' && !s.p[i - 1 - low]) return i;
    end = s.n & ~(size_t)1;
  } else {
    long at = str_rchr(s, '\n');
    if (at >= 0) return (size_t)at + 1;
    end = s.n;
  }
  return s.n >= LINE_MOST ? end : 0;
}

static void decode(XmlText *t) {
  if (!t->known || str_eqc(str_c(t->encoding), "UTF-8")) {
    buf_str(&t->text, buf_view(&t->raw));
    buf_clear(&t->raw);
    return;
  }
  size_t n = decodable(t);
  Str out = { 0 };
  charset_utf8(&out, &t->work, str_n(t->raw.p, n), str_c(t->encoding));
  buf_str(&t->text, out);
  arena_reset(&t->work);
  t->raw.n -= n;
  if (t->raw.n) memmove(t->raw.p, t->raw.p + n, t->raw.n);
}

/* -- characters -- */

static bool allowed(uint32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

static void flaw(XmlText *t, uint32_t cp) {
  size_t all = t->flaws.controls + t->flaws.ill_formed;
  if (all < XML_FLAWS) t->flaws.flaws[all] = (XmlFlaw){ t->line, t->col, cp };
  if (cp == UTF8_BAD)
    t->flaws.ill_formed++;
  else
    t->flaws.controls++;
  buf_c(&t->piece, "\xEF\xBF\xBD");
}

static void moved(XmlText *t, char c) {
  bool line = c == '\n' ? !t->after_cr : c == '\r';
  if (line) t->line++;
  if (c == '\n' || c == '\r')
    t->col = 1;
  else
    t->col++;
  t->after_cr = c == '\r';
}

/* The length of "&#11;" at `at` when it names a character that XML cannot hold, else 0. */
static size_t bad_reference(Str s, size_t at, uint32_t *cp) {
  size_t i = at + 2, digits = 0;
  uint32_t n = 0, base = 10;
  if (at + 2 < s.n && (s.p[i] == 'x' || s.p[i] == 'X')) base = 16, i++;
  for (; i < s.n && digits < 9; i++, digits++) {
    char c = s.p[i];
    uint32_t v = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                 : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                 : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                        : 99;
    if (v >= base) break;
    n = n > 0x110000 ? n : n * base + v;
  }
  *cp = n;
  return digits && i < s.n && s.p[i] == ';' && !allowed(n) ? i + 1 - at : 0;
}

static void clean(XmlText *t) {
  Str s = buf_view(&t->text);
  size_t i = 0, end = t->ended ? s.n : s.n > HOLD ? s.n - HOLD : 0;
  buf_clear(&t->piece);
  while (i < end) {
    size_t from = i;
    uint32_t cp = 0;
    if (s.p[i] == '&' && i + 1 < s.n && s.p[i + 1] == '#') {
      size_t n = bad_reference(s, i, &cp);
      if (n) {
        flaw(t, cp);
        t->col += (uint32_t)n;
        i += n;
        continue;
      }
    }
    cp = utf8_next(s, &i);
    if (cp == UTF8_BAD || !allowed(cp))
      flaw(t, cp);
    else
      buf_add(&t->piece, s.p + from, i - from);
    moved(t, cp < 0x80 ? (char)cp : 'x');
  }
  t->text.n -= i;
  if (t->text.n) memmove(t->text.p, t->text.p + i, t->text.n);
}

bool xml_text_next(XmlText *t, Str *piece, Diags *d) {
  *piece = S("");
  do {
    if (t->ended && !t->raw.n && !t->text.n) return true;
    if (!t->ended && !fill(t, d)) return false;
    /* The declaration may come in pieces. */
    if (!t->started && t->raw.n < 512 && !t->ended) continue;
    if (!t->started) start(t);
    decode(t);
    clean(t);
    *piece = buf_view(&t->piece);
  } while (!piece->n);
  return true;
}

const XmlFlaws *xml_text_flaws(const XmlText *t) {
  return &t->flaws;
}

Str xml_text_encoding(const XmlText *t, bool *known) {
  *known = t->known;
  return str_c(t->encoding);
}

XmlText *xml_text_open(XmlSource source) {
  XmlText *t = mem_calloc(1, sizeof *t);
  t->source = source;
  t->line = t->col = 1;
  return t;
}

void xml_text_close(XmlText *t) {
  if (!t) return;
  buf_free(&t->raw);
  buf_free(&t->text);
  buf_free(&t->piece);
  arena_free(&t->work);
  free(t);
}
