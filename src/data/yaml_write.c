/* yaml_write.c -- plain or in quotes? */
#include "data/yaml_write.h"

#include "base/diag.h"
#include "base/utf8.h"
#include "data/yaml_private.h"

/* Would some reader make a number, a truth value or a date of it? Whatever begins like a
 * number is put into quotes, as long as it holds nothing but what numbers and dates may. */
static bool typed(Str s) {
  static const char *const words[] = { "yes", "no",   "on",    "off",  "y",
                                       "n",   "true", "false", "null", "~" };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (str_eq_nocase(s, str_c(words[i]))) return true;
  Value v = { .kind = VALUE_STR };
  yaml_scalar(&v, s);
  if (v.kind != VALUE_STR) return true;
  if (!strchr("0123456789+-.", s.p[0])) return false;
  for (size_t i = 0; i < s.n; i++)
    if (!strchr("0123456789+-.:_ TZeExXabcdfABCDF", s.p[i])) return false;
  return true;
}

static bool plain(Str s) {
  if (!s.n || strchr(" \t-?:,[]{}#&*!|>'\"%@`", s.p[0])) return false;
  char last = s.p[s.n - 1];
  if (last == ' ' || last == ':') return false;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if ((unsigned char)c < 0x20 || c == 0x7F) return false;
    if (c == ':' && i + 1 < s.n && s.p[i + 1] == ' ') return false;
    if (c == '#' && i && s.p[i - 1] == ' ') return false;
  }
  for (size_t i = 0; i < s.n;) {
    uint32_t c = utf8_next(s, &i);
    /* C1, line ends of other standards, directions, the byte order mark, and no characters. */
    if ((c >= 0x80 && c < 0xA0) || c == 0x61C || (c >= 0x2028 && c <= 0x202E) ||
        (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF || c == UTF8_BAD)
      return false;
  }
  return !typed(s);
}

void yaml_write_text(Buf *out, Str text) {
  if (plain(text)) {
    buf_str(out, text);
    return;
  }
  buf_byte(out, '"');
  json_escape(out, text);
  buf_byte(out, '"');
}
