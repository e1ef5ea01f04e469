/* hidden_emails.c -- what Cloudflare made of e-mail addresses, undone.
 *
 * The hex digits are bytes; the first is XORed with each of the others. */
#include "import/hidden_emails.h"

#include "base/utf8.h"
#include "doc/html.h"
#include "doc/html_scan.h"

/* None that hides an address is longer; code between backticks is looked for as far as that. */
enum { TAG_MOST = 4096, CODE_MOST = 2000 };

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
  Str address = decoded(a, html_tag_attribute(tag, "data-cfemail"));
  if (!address.n) return 0;
  Str close = arena_printf(a, "</%.*s", STR(name));
  long to = str_find(str_sub(s, end, end + 2000), close);
  if (to < 0) return 0;
  size_t behind = html_tag_end(s, end + (size_t)to, TAG_MOST);
  bool link = str_eq_nocase(name, S("a"));
  if (link) {
    buf_c(out, "<a href=\"mailto:");
    html_escape(out, address);
    buf_c(out, "\">");
  }
  html_escape(out, address);
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

/* -- code in Markdown -- */

static size_t run_of(Str s, size_t at, char c) {
  size_t i = at;
  while (i < s.n && s.p[i] == c) i++;
  return i - at;
}

static size_t line_end(Str s, size_t at) {
  long end = str_chr(str_sub(s, at, s.n), '\n');
  return end < 0 ? s.n : at + (size_t)end + 1;
}

/* The fence that the line at `at` begins with (up to three blanks, ``` or ~~~): its length, or
 * 0. */
static size_t fence_at(Str s, size_t at, char *mark) {
  size_t i = at + run_of(s, at, ' ');
  if (i > at + 3 || i >= s.n || (s.p[i] != '`' && s.p[i] != '~')) return 0;
  *mark = s.p[i];
  size_t n = run_of(s, i, *mark);
  return n < 3 ? 0 : n;
}

/* Behind the fenced code that begins with the line at `at`, or `at`. */
static size_t fenced_end(Str s, size_t at) {
  char open, close;
  size_t n = fence_at(s, at, &open);
  if (!n) return at;
  for (size_t i = line_end(s, at); i < s.n; i = line_end(s, i))
    if (fence_at(s, i, &close) >= n && close == open) return line_end(s, i);
  return s.n;
}

/* Behind the code whose backticks begin at `at`, or behind those backticks. */
static size_t inline_end(Str s, size_t at) {
  size_t n = run_of(s, at, '`'), most = at + n + CODE_MOST;
  for (size_t i = at + n; i < s.n && i < most; i++) {
    if (s.p[i] == '\n' && i + 1 < s.n && s.p[i + 1] == '\n') break;
    if (s.p[i] != '`') continue;
    size_t closing = run_of(s, i, '`');
    if (closing == n) return i + n;
    i += closing - 1;
  }
  return at + n;
}

/* -- the walk -- */

/* A tag that hides an address, or the element of it, as what it was: behind it, or 0. */
static size_t restore(Arena *a, Buf *out, Str s, size_t at) {
  if (str_find(str_sub(s, at, at + 200), S("email")) < 0) return 0;
  size_t end = html_tag_end(s, at, TAG_MOST);
  Str tag = str_sub(s, at, end);
  if (str_find(tag, S("data-cfemail")) >= 0) {
    size_t behind = element(a, out, s, at, end);
    if (behind) return behind;
  }
  long hidden = str_find(tag, str_c(href_hidden));
  if (hidden < 0) return 0;
  size_t from = (size_t)hidden + sizeof href_hidden - 1, to = hex_run(tag, from);
  Str address = decoded(a, str_sub(tag, from, to));
  if (!address.n) return 0;
  /* The host may stand in front of it. */
  size_t quote = (size_t)hidden;
  while (quote > 0 && tag.p[quote - 1] != '"' && tag.p[quote - 1] != '\'') quote--;
  buf_str(out, str_sub(tag, 0, quote));
  buf_c(out, "mailto:");
  html_escape(out, address);
  buf_str(out, str_sub(tag, to, tag.n));
  return end;
}

Str hidden_emails(Arena *a, Str text, const HiddenEmails *how) {
  if (str_find(text, S("email")) < 0) return text;
  Buf out = { 0 };
  size_t code = 0; /* up to here it is code */
  bool changed = false;
  for (size_t i = 0; i < text.n;) {
    if (how->markdown && i >= code) {
      if (!i || text.p[i - 1] == '\n') code = fenced_end(text, i);
      if (i >= code && text.p[i] == '`') code = inline_end(text, i);
    }
    if (text.p[i] == '[' && destroyed_at(text, i)) how->seen(how->context, false, i);
    size_t behind = text.p[i] == '<' && i >= code ? restore(a, &out, text, i) : 0;
    if (behind) {
      how->seen(how->context, true, i);
      changed = true;
      i = behind;
    } else {
      buf_byte(&out, text.p[i++]);
    }
  }
  Str s = changed ? buf_dup(&out, a) : text;
  buf_free(&out);
  return s;
}
