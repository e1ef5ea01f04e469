/* escape.c -- see escape.h. Runs of harmless bytes are copied at once. */
#include "template/escape.h"

#include "base/utf8.h"
#include "doc/links.h"

#include <stdlib.h>

/* A code point that is not plain: ill-formed, or not allowed in the format. */
static void put_point(Buf *out, Str s, size_t *i, bool xml) {
  size_t from = *i;
  uint32_t cp = utf8_next(s, i);
  bool bad = cp == UTF8_BAD;
  /* Noncharacters are not allowed in XML 1.0 (FFFE, FFFF) and errors in HTML. */
  if (!bad && ((cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF))) bad = true;
  if (!bad && cp >= 0x7F && cp <= 0x9F && xml) return; /* C1: discouraged, invisible */
  if (bad)
    buf_str(out, S("\xEF\xBF\xBD"));
  else
    buf_add(out, s.p + from, *i - from);
}

static const char *html_entity(unsigned char c) {
  switch (c) {
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '&':
    return "&amp;";
  case '"':
    return "&quot;";
  case '\'':
    return "&#39;";
  case '\r':
    return "&#13;";
  default:
    return NULL;
  }
}

static void escape_markup(Buf *out, Str s, bool xml) {
  buf_reserve(out, s.n + 16);
  size_t i = 0, run = 0;
  while (i < s.n) {
    unsigned char c = (unsigned char)s.p[i];
    const char *entity = NULL;
    if (c >= 0x20 && c < 0x7F)
      entity = html_entity(c);
    else if (c == '\n' || c == '\t')
      entity = NULL;
    else if (c == '\r')
      entity = html_entity(c);
    else {
      buf_add(out, s.p + run, i - run);
      if (c < 0x80) {
        if (!xml) buf_str(out, S("\xEF\xBF\xBD"));
        i++;
      } else {
        put_point(out, s, &i, xml);
      }
      run = i;
      continue;
    }
    if (entity) {
      buf_add(out, s.p + run, i - run);
      buf_c(out, entity);
      run = i + 1;
    }
    i++;
  }
  buf_add(out, s.p + run, s.n - run);
}

void escape_html(Buf *out, Str s) {
  escape_markup(out, s, false);
}

void escape_xml(Buf *out, Str s) {
  escape_markup(out, s, true);
}

void escape_plain(Buf *out, Str s) {
  if (utf8_check(s) == s.n) {
    buf_str(out, s);
    return;
  }
  for (size_t i = 0; i < s.n;) {
    size_t from = i;
    if (utf8_next(s, &i) == UTF8_BAD)
      buf_str(out, S("\xEF\xBF\xBD"));
    else
      buf_add(out, s.p + from, i - from);
  }
}

void escape_json(Buf *out, Str s) {
  static const char hex[] = "0123456789abcdef";
  buf_byte(out, '"');
  for (size_t i = 0; i < s.n;) {
    size_t from = i;
    uint32_t cp = utf8_next(s, &i);
    if (cp == UTF8_BAD) {
      buf_str(out, S("\\ufffd"));
    } else if (cp == '"' || cp == '\\') {
      buf_byte(out, '\\');
      buf_byte(out, (char)cp);
    } else if (cp == '\n') {
      buf_str(out, S("\\n"));
    } else if (cp < 0x20 || cp == '<' || cp == '>' || cp == '&' || cp == '\'' || cp == 0x7F ||
               cp == 0x2028 || cp == 0x2029) {
      char u[6] = { '\\',        'u', hex[cp >> 12 & 15], hex[cp >> 8 & 15], hex[cp >> 4 & 15],
                    hex[cp & 15] };
      buf_add(out, u, 6);
    } else {
      buf_add(out, s.p + from, i - from);
    }
  }
  buf_byte(out, '"');
}

/* -- addresses -- */

static bool unreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

static bool hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static void percent(Buf *out, unsigned char c) {
  static const char hex[] = "0123456789ABCDEF";
  char e[3] = { '%', hex[c >> 4], hex[c & 15] };
  buf_add(out, e, 3);
}

void escape_component(Buf *out, Str s) {
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (unreserved(c))
      buf_byte(out, (char)c);
    else
      percent(out, c);
  }
}

/* A whole address or a part of its path: reserved characters keep their meaning. */
static void normalise(Buf *out, Str s, bool list) {
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c == '&')
      buf_str(out, S("&amp;"));
    else if (c == '%' && i + 2 < s.n && hex_digit(s.p[i + 1]) && hex_digit(s.p[i + 2]))
      buf_byte(out, '%');
    else if (c == ',' && list)
      percent(out, c);
    else if (unreserved(c) || (c && c < 0x80 && strchr("!#$*+,/:;=?@[]", c)))
      buf_byte(out, (char)c);
    else if (c == '\t' || c == '\n' || c == '\r')
      continue; /* browsers drop them */
    else
      percent(out, c);
  }
}

static Str trim_address(Str s) {
  while (s.n && (unsigned char)s.p[0] <= ' ') s = str_sub(s, 1, s.n);
  while (s.n && (unsigned char)s.p[s.n - 1] <= ' ') s.n--;
  return s;
}

/* What of the attribute belongs to the address at hand. */
static Str address_part(Str before, AddressKind kind) {
  if (kind == ADDRESS_SRCSET) {
    size_t from = before.n;
    while (from && before.p[from - 1] != ',') from--;
    before = str_sub(before, from, before.n);
    while (before.n && (unsigned char)before.p[0] <= ' ') before = str_sub(before, 1, before.n);
  } else if (kind == ADDRESS_REFRESH) {
    long eq = str_chr(before, '=');
    if (eq >= 0) before = str_sub(before, (size_t)eq + 1, before.n);
    while (before.n && (unsigned char)before.p[0] <= ' ') before = str_sub(before, 1, before.n);
  }
  return before;
}

typedef enum { PART_BEGIN, PART_PATH, PART_QUERY } Part;

static Part part_of(Str before) {
  Part part = PART_BEGIN;
  for (size_t i = 0; i < before.n; i++) {
    char c = before.p[i];
    if (c == '?') return PART_QUERY;
    if (c == '#' && (i == 0 || before.p[i - 1] != '&')) return PART_QUERY;
    if (c == '/' || c == ':') part = PART_PATH;
  }
  return part;
}

bool escape_address(Buf *out, Str before, Str s, AddressKind kind) {
  before = address_part(before, kind);
  if (kind == ADDRESS_SRCSET && memchr(before.p ? before.p : "", ' ', before.n)) {
    escape_component(out, trim_address(s)); /* "2x", "600w" */
    return true;
  }
  Part part = part_of(before);
  if (part == PART_QUERY) {
    escape_component(out, s);
    return true;
  }
  if (before.n == 0) s = trim_address(s);
  bool image = kind == ADDRESS_IMAGE || kind == ADDRESS_SRCSET;
  if (part == PART_BEGIN) {
    /* The scheme may be spread over what stands there and what comes. */
    size_t n = before.n + s.n;
    char *whole = mem_alloc(n + 1);
    if (before.n) memcpy(whole, before.p, before.n);
    if (s.n) memcpy(whole + before.n, s.p, s.n);
    bool fine = url_allowed(str_n(whole, n), image);
    free(whole);
    if (!fine) {
      buf_byte(out, '#');
      return false;
    }
  }
  /* A comma at an end would end the address of a srcset; one in a data: address is
   * a part of it. */
  normalise(out, s, kind == ADDRESS_SRCSET && !str_starts(s, S("data:")));
  return true;
}
