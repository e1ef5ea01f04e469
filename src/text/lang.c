/* lang.c -- the grammar of RFC 5646 section 2.1 by hand, and a small matcher. */
#include "text/lang.h"

#include "text/tools.h"
#include <unicode/uldnames.h>
#include <unicode/uloc.h>

static bool alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool digit(char c) {
  return c >= '0' && c <= '9';
}

static bool all(Str s, bool letters, bool digits) {
  for (size_t i = 0; i < s.n; i++)
    if (!(letters && alpha(s.p[i])) && !(digits && digit(s.p[i]))) return false;
  return true;
}

/* The parts of a tag as views; `rest` begins at the first extension. */
typedef struct {
  Str language, script, region;
  bool ok;
} Tag;

static bool variant(Str s) {
  return all(s, true, true) && ((s.n >= 5 && s.n <= 8) || (s.n == 4 && digit(s.p[0])));
}

/* Extensions: singleton, then one or more parts of 2-8; "x" takes parts of 1-8. */
static bool extensions(Str part, Str *rest) {
  for (;;) {
    if (part.n != 1 || !all(part, true, true)) return false;
    bool own = part.p[0] == 'x' || part.p[0] == 'X';
    size_t taken = 0;
    bool more = false;
    while ((more = str_split(rest, '-', &part))) {
      if (!own && part.n == 1) break;
      if (!part.n || part.n > 8 || !all(part, true, true)) return false;
      taken++;
    }
    if (!taken) return false;
    if (!more) return true;
  }
}

static Tag parse(Str s) {
  Tag t = { 0 };
  Str rest = s, part;
  if (!s.n || s.n > 128 || !str_split(&rest, '-', &part)) return t;
  if (part.n == 1) {
    t.ok = (part.p[0] == 'x' || part.p[0] == 'X') && extensions(part, &rest);
    return t;
  }
  /* Longer first parts are reserved: "english" is a mistake. */
  if (part.n < 2 || part.n > 3 || !all(part, true, false)) return t;
  t.language = part;
  bool more = str_split(&rest, '-', &part);
  for (int k = 0; k < 3 && more && part.n == 3 && all(part, true, false); k++)
    more = str_split(&rest, '-', &part); /* extlang: zh-yue */
  if (more && part.n == 4 && all(part, true, false)) {
    t.script = part;
    more = str_split(&rest, '-', &part);
  }
  if (more &&
      ((part.n == 2 && all(part, true, false)) || (part.n == 3 && all(part, false, true)))) {
    t.region = part;
    more = str_split(&rest, '-', &part);
  }
  while (more && variant(part)) more = str_split(&rest, '-', &part);
  t.ok = !more || extensions(part, &rest);
  return t;
}

bool lang_valid(Str tag) {
  return parse(tag).ok;
}

Str lang_base(Str tag) {
  long dash = str_chr(tag, '-');
  return dash < 0 ? tag : str_sub(tag, 0, (size_t)dash);
}

bool lang_is(Str tag, const char *base) {
  return str_eq_nocase(lang_base(tag), str_c(base));
}

Str lang_canonical(Arena *a, Str tag) {
  char *out = arena_dup(a, tag.p, tag.n);
  if (!lang_valid(tag)) return str_n(out, tag.n);
  bool first = true, extension = false;
  for (size_t i = 0; i < tag.n;) {
    size_t end = i;
    while (end < tag.n && tag.p[end] != '-') end++;
    size_t n = end - i;
    if (n == 1) extension = true;
    bool letters = all(str_sub(tag, i, end), true, false);
    for (size_t k = i; k < end; k++) {
      bool upper = !first && !extension && letters && (n == 2 || (n == 4 && k == i));
      if (out[k] >= 'A' && out[k] <= 'Z' && !upper) out[k] = (char)(out[k] + 32);
      if (out[k] >= 'a' && out[k] <= 'z' && upper) out[k] = (char)(out[k] - 32);
    }
    first = false;
    i = end + 1;
  }
  return str_n(out, tag.n);
}

Str lang_script(Arena *a, Str tag) {
  Tag t = parse(tag);
  if (t.script.n)
    return str_sub(lang_canonical(a, tag), (size_t)(t.script.p - tag.p),
                   (size_t)(t.script.p - tag.p) + 4);
  if (lang_is(t.language, "zh")) {
    static const char *const hant[] = { "TW", "HK", "MO" };
    for (size_t i = 0; i < 3; i++)
      if (str_eq_nocase(t.region, str_c(hant[i]))) return S("Hant");
    return S("Hans");
  }
  char locale[LOCALE_SIZE], likely[LOCALE_SIZE], script[8];
  UErrorCode status = U_ZERO_ERROR;
  tools_locale(locale, tag);
  if (!locale[0]) return S("Zzzz");
  uloc_addLikelySubtags(locale, likely, LOCALE_SIZE, &status);
  int32_t n = U_SUCCESS(status) ? uloc_getScript(likely, script, sizeof script, &status) : 0;
  return U_SUCCESS(status) && n == 4 ? str_n(arena_dup(a, script, 4), 4) : S("Zzzz");
}

bool lang_rtl(Str tag) {
  char locale[LOCALE_SIZE];
  tools_locale(locale, tag);
  return locale[0] && uloc_isRightToLeft(locale);
}

Str lang_name(Arena *a, Str tag) {
  char locale[LOCALE_SIZE];
  UChar name[200];
  UErrorCode status = U_ZERO_ERROR;
  tools_locale(locale, tag);
  if (!locale[0]) return tag;
  ULocaleDisplayNames *names = uldn_open(locale, ULDN_DIALECT_NAMES, &status);
  int32_t n = U_SUCCESS(status) ? uldn_localeDisplayName(names, locale, name, 200, &status) : 0;
  uldn_close(names);
  return U_SUCCESS(status) && n > 0 && n <= 200 ? wide_back(a, name, n) : tag;
}

/* Higher is nearer; 0 is another language. */
static int nearness(Arena *a, Str wanted, Str have) {
  if (str_eq_nocase(wanted, have)) return 6;
  Tag w = parse(wanted), h = parse(have);
  if (!w.ok || !h.ok || !w.language.n || !str_eq_nocase(w.language, h.language)) return 0;
  if (!str_eq(lang_script(a, wanted), lang_script(a, have))) return 1;
  if (str_eq_nocase(w.region, h.region)) return 5;
  if (!h.region.n) return 4;
  return w.region.n ? 2 : 3;
}

long lang_nearest(Str wanted, const Str *available, size_t count) {
  Arena a = { 0 };
  long best = -1;
  int best_score = 0;
  for (size_t i = 0; i < count; i++) {
    int score = nearness(&a, wanted, available[i]);
    if (score <= best_score) continue;
    best_score = score;
    best = (long)i;
  }
  arena_free(&a);
  return best;
}

bool lang_reads(Str reader, Str text) {
  Arena a = { 0 };
  bool yes = nearness(&a, reader, text) >= 2;
  arena_free(&a);
  return yes;
}
