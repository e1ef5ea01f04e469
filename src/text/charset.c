/* charset.c -- encodings to UTF-8 through ICU's converters. */
#include "text/charset.h"

#include "base/utf8.h"

#include <unicode/ucnv.h>

enum { NAME_MOST = 40 };

/* Well-formed UTF-8, whatever the bytes are: the argument itself when it is. */
static Str repaired(Arena *a, Str s) {
  if (utf8_check(s) == s.n) return s;
  char *out = arena_array(a, s.n + 1, 3);
  size_t n = 0;
  for (size_t i = 0; i < s.n;) {
    uint32_t cp = utf8_next(s, &i);
    char bytes[4];
    size_t size = utf8_put(bytes, cp == UTF8_BAD ? 0xFFFD : cp);
    memcpy(out + n, bytes, size);
    n += size;
  }
  return str_n(out, n);
}

/* Windows' superset is what senders mean: browsers do the same. */
static const char *meant(Str name) {
  static const char *const pairs[][2] = {
    { "gb2312", "gb18030" },      { "gbk", "gb18030" },
    { "x-gbk", "gb18030" },       { "iso-8859-1", "windows-1252" },
    { "latin1", "windows-1252" }, { "us-ascii", "windows-1252" },
    { "ascii", "windows-1252" },  { "shift_jis", "windows-31j" },
    { "big5", "big5-hkscs" },
  };
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
    if (str_eq_nocase(name, str_c(pairs[i][0]))) return pairs[i][1];
  return NULL;
}

static bool hides_ascii(Str name) {
  static const char *const names[] = { "utf-7", "utf7", "imap",   "hz", "scsu",
                                       "bocu",  "cesu", "ebcdic", "ibm" };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    Str head = str_sub(name, 0, strlen(names[i]));
    if (str_eq_nocase(head, str_c(names[i]))) return true;
  }
  return false;
}

bool charset_utf8(Str *out, Arena *a, Str bytes, Str name) {
  name = str_trim(name);
  bool utf8 = !name.n || str_eq_nocase(name, S("utf-8")) || str_eq_nocase(name, S("utf8"));
  if (utf8 || !bytes.n) {
    *out = repaired(a, bytes);
    return true;
  }
  UErrorCode e = U_ZERO_ERROR;
  const char *known = meant(name);
  UConverter *from = NULL, *to = NULL;
  if (name.n <= NAME_MOST && !memchr(name.p, '\0', name.n) && !hides_ascii(name))
    from = ucnv_open(known ? known : arena_cstr(a, name), &e);
  if (!from || U_FAILURE(e)) {
    ucnv_close(from);
    *out = repaired(a, bytes);
    return false;
  }
  to = ucnv_open("UTF-8", &e);
  /* Three bytes of UTF-8 for a unit of UTF-16, two units at the most for a byte. */
  size_t room = bytes.n * 6 + 16;
  char *p = arena_alloc(a, room), *target = p;
  const char *source = bytes.p;
  if (U_SUCCESS(e))
    ucnv_convertEx(to, from, &target, p + room, &source, bytes.p + bytes.n, NULL, NULL, NULL, NULL,
                   true, true, &e);
  bool ok = U_SUCCESS(e);
  *out = ok ? repaired(a, str_n(p, (size_t)(target - p))) : repaired(a, bytes);
  ucnv_close(from);
  ucnv_close(to);
  return ok;
}
