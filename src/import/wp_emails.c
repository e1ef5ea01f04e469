/* wp_emails.c -- what Cloudflare made of e-mail addresses, undone.
 *
 * The hex digits are bytes; the first is XORed with each of the others. */
#include "import/wp_html.h"

#include "base/utf8.h"

static int hex(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

/* The address, or "": not hex, or no address. */
static Str decoded(Arena *a, Str digits) {
  Str none = S("");
  if (digits.n < 8 || digits.n % 2 || digits.n > 1000) return none;
  char *out = arena_alloc(a, digits.n / 2);
  int key = 0;
  size_t n = 0;
  for (size_t i = 0; i < digits.n; i += 2) {
    int hi = hex(digits.p[i]), lo = hex(digits.p[i + 1]);
    if (hi < 0 || lo < 0) return none;
    int byte = hi * 16 + lo;
    if (i == 0)
      key = byte;
    else
      out[n++] = (char)(byte ^ key);
  }
  Str s = str_n(out, n);
  if (utf8_check(s) != n || str_chr(s, '@') <= 0) return none;
  for (size_t i = 0; i < n; i++)
    if ((unsigned char)out[i] <= ' ' || strchr("<>\"'`", out[i])) return none;
  return s;
}

static size_t hex_run(Str s, size_t at) {
  size_t i = at;
  while (i < s.n && hex(s.p[i]) >= 0) i++;
  return i;
}

enum { TAG_MOST = 4096 }; /* none that hides an address is longer */

/* Behind the '>' of a tag that begins at `at`; s.n when it does not end. */
static size_t tag_end(Str s, size_t at) {
  char quote = '\0';
  for (size_t i = at; i < s.n && i < at + TAG_MOST; i++) {
    char c = s.p[i];
    if (quote)
      quote = c == quote ? '\0' : quote;
    else if (c == '"' || c == '\'')
      quote = c;
    else if (c == '>')
      return i + 1;
  }
  return s.n;
}

static Str tag_name(Str tag) {
  size_t i = 1;
  while (i < tag.n &&
         ((tag.p[i] >= 'a' && tag.p[i] <= 'z') || (tag.p[i] >= 'A' && tag.p[i] <= 'Z') ||
          (tag.p[i] >= '0' && tag.p[i] <= '9')))
    i++;
  return str_sub(tag, 1, i);
}

static const char href_hidden[] = "/cdn-cgi/l/email-protection#";

/* <span class="__cf_email__" data-cfemail="...">[email&#160;protected]</span>: behind it, or 0. */
static size_t element(Arena *a, Buf *out, Str s, size_t at, size_t end) {
  Str tag = str_sub(s, at, end), name = tag_name(tag);
  Str address = decoded(a, wp_attribute(tag, "data-cfemail"));
  if (!address.n) return 0;
  Str close = arena_printf(a, "</%.*s", STR(name));
  long to = str_find(str_sub(s, end, end + 2000), close);
  if (to < 0) return 0;
  size_t behind = tag_end(s, end + (size_t)to);
  bool link = str_eq_nocase(name, S("a"));
  if (link) {
    buf_c(out, "<a href=\"mailto:");
    wp_escape(out, address);
    buf_c(out, "\">");
  }
  wp_escape(out, address);
  if (link) buf_c(out, "</a>");
  return behind;
}

/* The words that stand where an address was, with a blank of any kind. */
static size_t destroyed_at(Str s, size_t at) {
  static const char *const forms[] = { "[email protected]", "[email&#160;protected]",
                                       "[email&nbsp;protected]", "[email\xC2\xA0protected]" };
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    Str form = str_c(forms[i]);
    if (str_starts(str_sub(s, at, s.n), form)) return form.n;
  }
  return 0;
}

Str wp_emails(Arena *a, Str html, size_t *restored, size_t *destroyed) {
  *restored = *destroyed = 0;
  if (str_find(html, S("email")) < 0) return html;
  Buf out = { 0 };
  size_t i = 0;
  while (i < html.n) {
    size_t n = html.p[i] == '[' ? destroyed_at(html, i) : 0;
    if (n) ++*destroyed;
    if (html.p[i] == '<' && str_find(str_sub(html, i, i + 200), S("email")) >= 0) {
      size_t end = tag_end(html, i);
      Str tag = str_sub(html, i, end);
      if (str_find(tag, S("data-cfemail")) >= 0) {
        size_t behind = element(a, &out, html, i, end);
        if (behind) {
          ++*restored;
          i = behind;
          continue;
        }
      }
      long hidden = str_find(tag, str_c(href_hidden));
      if (hidden >= 0) {
        size_t from = (size_t)hidden + sizeof href_hidden - 1, to = hex_run(tag, from);
        Str address = decoded(a, str_sub(tag, from, to));
        if (address.n) {
          /* The host may stand in front of it. */
          size_t quote = (size_t)hidden;
          while (quote > 0 && tag.p[quote - 1] != '"' && tag.p[quote - 1] != '\'') quote--;
          buf_str(&out, str_sub(tag, 0, quote));
          buf_c(&out, "mailto:");
          wp_escape(&out, address);
          buf_str(&out, str_sub(tag, to, tag.n));
          ++*restored;
          i = end;
          continue;
        }
      }
    }
    buf_byte(&out, html.p[i++]);
  }
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}

void wp_escape(Buf *out, Str s) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c == '&')
      buf_c(out, "&amp;");
    else if (c == '<')
      buf_c(out, "&lt;");
    else if (c == '>')
      buf_c(out, "&gt;");
    else if (c == '"')
      buf_c(out, "&quot;");
    else
      buf_byte(out, c);
  }
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

Str wp_attribute(Str tag, const char *name) {
  Str wanted = str_c(name);
  size_t i = 1;
  while (i < tag.n && !is_space(tag.p[i]) && tag.p[i] != '>') i++;
  while (i < tag.n) {
    while (i < tag.n && (is_space(tag.p[i]) || tag.p[i] == '/')) i++;
    size_t from = i;
    while (i < tag.n && !is_space(tag.p[i]) && tag.p[i] != '=' && tag.p[i] != '>') i++;
    Str found = str_sub(tag, from, i), value = S("");
    while (i < tag.n && is_space(tag.p[i])) i++;
    if (i < tag.n && tag.p[i] == '=') {
      i++;
      while (i < tag.n && is_space(tag.p[i])) i++;
      char quote = i < tag.n && (tag.p[i] == '"' || tag.p[i] == '\'') ? tag.p[i] : '\0';
      if (quote) i++;
      size_t start = i;
      while (i < tag.n && (quote ? tag.p[i] != quote : !is_space(tag.p[i]) && tag.p[i] != '>')) i++;
      value = str_sub(tag, start, i);
      if (quote && i < tag.n) i++;
    }
    if (found.n && str_eq_nocase(found, wanted)) return value;
    if (i == from || (i < tag.n && tag.p[i] == '>')) break;
  }
  return S("");
}
