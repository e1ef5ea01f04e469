/* html_escape.c -- text and addresses as HTML. */
#include "doc/html.h"

/* How many bytes at s.p[i] are a control character that may not stand in HTML (the
 * standard, section 13.2.3.5: control-character-in-input-stream); 0 = none. */
static size_t html_forbidden(Str s, size_t i) {
  unsigned char c = (unsigned char)s.p[i];
  if (c < 0x20) return !strchr("\t\n\f\r", c) || !c;
  if (c == 0x7F) return 1;
  return c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0 ? 2 : 0;
}

void html_escape(Buf *out, Str s) {
  if (!s.n) return; /* p may be NULL */
  size_t done = 0;
  for (size_t i = 0; i < s.n; i++) {
    const char *as;
    size_t bytes = html_forbidden(s, i);
    if (bytes) {
      buf_add(out, s.p + done, i - done);
      buf_c(out, "\xEF\xBF\xBD");
      i += bytes - 1;
      done = i + 1;
      continue;
    }
    switch (s.p[i]) {
    case '&':
      as = "&amp;";
      break;
    case '<':
      as = "&lt;";
      break;
    case '>':
      as = "&gt;";
      break;
    case '"':
      as = "&quot;";
      break;
    default:
      continue;
    }
    buf_add(out, s.p + done, i - done);
    buf_c(out, as);
    done = i + 1;
  }
  buf_add(out, s.p + done, s.n - done);
}

static bool url_byte(unsigned char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return c && c < 0x80 && strchr("-_.+!*(),%#@?=;:/$~", c);
}

void html_escape_url(Buf *out, Str s) {
  static const char digits[] = "0123456789ABCDEF";
  if (!s.n) return;
  size_t done = 0;
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (url_byte(c)) continue;
    buf_add(out, s.p + done, i - done);
    done = i + 1;
    if (c == '&') {
      buf_c(out, "&amp;");
    } else if (c == '\'') {
      buf_c(out, "&#x27;");
    } else {
      char coded[3] = { '%', digits[c >> 4], digits[c & 15] };
      buf_add(out, coded, 3);
    }
  }
  buf_add(out, s.p + done, s.n - done);
}
