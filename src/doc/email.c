/* email.c -- see email.h. */
#include "doc/email.h"

#include "doc/html.h"

/* Beside an '@': letters, digits, what RFC 5322 calls atext in practice, and
 * letters of other scripts (RFC 6531). */
static bool beside(unsigned char c, bool before) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80)
    return true;
  return before && c && strchr("._%+-!$&*=~", c);
}

bool email_at(Str s, size_t at) {
  return at > 0 && at + 1 < s.n && s.p[at] == '@' && beside((unsigned char)s.p[at - 1], true) &&
         beside((unsigned char)s.p[at + 1], false);
}

static void reference(Buf *out, unsigned char c, size_t turn) {
  buf_printf(out, turn & 1 ? "&#x%x;" : "&#%u;", (unsigned)c);
}

void email_encode(Buf *out, Str s) {
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c > ' ' && c < 0x7F)
      reference(out, c, i);
    else if (c >= 0x80 || c == ' ' || c == '\n' || c == '\t')
      buf_byte(out, (char)c);
  }
}

static bool plain(unsigned char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return c && c < 0x80 && strchr("-_.!~*'()@:,?&=+$/;%#", c);
}

static void percent(Buf *out, unsigned char c, size_t turn) {
  static const char digits[] = "0123456789ABCDEF";
  reference(out, '%', turn);
  reference(out, (unsigned char)digits[c >> 4], turn + 1);
  reference(out, (unsigned char)digits[c & 15], turn);
}

void email_encode_url(Buf *out, Str url) {
  for (size_t i = 0; i < url.n; i++) {
    unsigned char c = (unsigned char)url.p[i];
    if (plain(c))
      reference(out, c, i);
    else
      percent(out, c, i);
  }
}

void email_link(Buf *out, Str address, Str label) {
  address = str_trim(address);
  bool one = false;
  for (size_t i = 0; i < address.n; i++) {
    unsigned char c = (unsigned char)address.p[i];
    if (c <= ' ' || c == 0x7F || strchr("<>\"\\,;:()[]", c))
      one = false, i = address.n;
    else if (c == '@')
      one = email_at(address, i);
  }
  if (!one) {
    html_escape(out, label.n ? label : address);
    return;
  }
  buf_c(out, "<a href=\"");
  email_encode(out, S("mailto:"));
  for (size_t i = 0; i < address.n; i++) {
    unsigned char c = (unsigned char)address.p[i];
    /* In an address these would begin something else. */
    if (!plain(c) || strchr("%?&#/=+", c))
      percent(out, c, i);
    else
      reference(out, c, i);
  }
  buf_c(out, "\">");
  if (label.n)
    html_escape(out, label);
  else
    email_encode(out, address);
  buf_c(out, "</a>");
}

static bool begins(Str s, size_t at, const char *word) {
  size_t n = strlen(word);
  return at + n <= s.n && str_eq_nocase(str_n(s.p + at, n), str_n(word, n));
}

/* The end of the region that begins at `at` with `open`, or at. */
static size_t region(Str s, size_t at, const char *open, const char *close) {
  if (!begins(s, at, open)) return at;
  for (size_t i = at + strlen(open); i < s.n; i++)
    if (s.p[i] == close[0] && begins(s, i, close)) return i;
  return s.n;
}

static void hide(Buf *out, Str s, const char *as) {
  size_t done = 0;
  for (size_t i = 0; i < s.n; i++) {
    const char *at = memchr(s.p + i, '@', s.n - i);
    if (!at) break;
    i = (size_t)(at - s.p);
    if (!email_at(s, i)) continue;
    buf_add(out, s.p + done, i - done);
    buf_c(out, as);
    done = i + 1;
  }
  if (done < s.n) buf_add(out, s.p + done, s.n - done);
}

void email_hide(Buf *out, Str file, EmailFormat format) {
  if (format == EMAIL_JSON) {
    hide(out, file, "\\u0040");
    return;
  }
  bool xml = format == EMAIL_XML;
  size_t done = 0;
  for (size_t i = 0; i < file.n; i++) {
    const char *open = memchr(file.p + i, '<', file.n - i);
    if (!open) break;
    i = (size_t)(open - file.p);
    size_t script = xml ? i : region(file, i, "<script", "</script");
    size_t end = script > i ? script : i;
    if (end == i)
      end = xml ? region(file, i, "<![CDATA[", "]]>") : region(file, i, "<style", "</style");
    if (end == i) end = region(file, i, "<!--", "-->");
    if (end == i) continue;
    hide(out, str_sub(file, done, i), "&#64;");
    if (script > i)
      hide(out, str_sub(file, i, end), "\\u0040");
    else
      buf_add(out, file.p + i, end - i);
    done = i = end;
    if (i == file.n) return;
  }
  hide(out, str_sub(file, done, file.n), "&#64;");
}
