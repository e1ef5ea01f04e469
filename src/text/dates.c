/* dates.c -- every format becomes an ICU pattern or style; opened formats are
 * kept per language. */
#include "text/dates.h"

#include "text/tools.h"
#include "text/zone.h"
#include <unicode/uloc.h>

/* Formats come from templates, so they are few; somebody who makes one up per
 * article only loses the cache. */
enum { MOST_FORMATS = 64, LONGEST = 200 };

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool machine_form(Str f) {
  return str_eqc(f, "iso") || str_eqc(f, "rfc3339") || str_eqc(f, "rfc822");
}

typedef struct {
  const char *name;
  UDateFormatStyle date, time;
} Style;

static const Style *style_of(Str f) {
  static const Style styles[] = {
    { "short", UDAT_SHORT, UDAT_NONE },
    { "medium", UDAT_MEDIUM, UDAT_NONE },
    { "long", UDAT_LONG, UDAT_NONE },
    { "full", UDAT_FULL, UDAT_NONE },
    { "datetime", UDAT_MEDIUM, UDAT_SHORT },
    { "time", UDAT_NONE, UDAT_SHORT },
    { "short datetime", UDAT_SHORT, UDAT_SHORT },
    { "medium datetime", UDAT_MEDIUM, UDAT_SHORT },
    { "long datetime", UDAT_LONG, UDAT_SHORT },
    { "full datetime", UDAT_FULL, UDAT_SHORT },
  };
  for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
    if (str_eqc(f, styles[i].name)) return &styles[i];
  return NULL;
}

static bool skeleton(Str f) {
  for (size_t i = 0; i < f.n; i++)
    if (!is_letter(f.p[i])) return false;
  return true;
}

/* strftime's conversions as CLDR fields; NULL when there is none. */
static const char *conversion(char c) {
  switch (c) {
  case 'Y':
    return "yyyy";
  case 'y':
    return "yy";
  case 'm':
    return "MM";
  case 'B':
    return "MMMM";
  case 'b':
  case 'h':
    return "MMM";
  case 'd':
    return "dd";
  case 'e':
    return "d";
  case 'j':
    return "DDD";
  case 'A':
    return "EEEE";
  case 'a':
    return "EEE";
  case 'H':
    return "HH";
  case 'k':
    return "H";
  case 'I':
    return "hh";
  case 'l':
    return "h";
  case 'M':
    return "mm";
  case 'S':
    return "ss";
  case 'p':
  case 'P':
    return "a";
  case 'z':
    return "xx";
  case 'Z':
    return "zzz";
  case 'G':
    return "YYYY";
  case 'V':
    return "ww";
  case 'F':
    return "yyyy-MM-dd";
  case 'T':
    return "HH:mm:ss";
  case 'R':
    return "HH:mm";
  case 'D':
    return "MM/dd/yy";
  default:
    return NULL;
  }
}

/* "%-d" is Ruby's and GNU's day without the zero: one letter of the field. */
static void add_conversion(Buf *b, const char *field, bool bare) {
  bool number = strlen(field) == 2 && str_chr(S("dMHhms"), field[0]) >= 0;
  buf_str(b, bare && number ? str_n(field, 1) : str_c(field));
}

/* False at a conversion that there is not; *bad is then its letter. */
static bool from_strftime(Buf *b, Str f, char *bad) {
  for (size_t i = 0; i < f.n; i++) {
    if (f.p[i] == '%') {
      bool bare = i + 1 < f.n && f.p[i + 1] == '-';
      i += bare ? 2 : 1;
      char c = i < f.n ? f.p[i] : '%';
      if (c == '%') {
        buf_byte(b, '%');
        continue;
      }
      const char *field = conversion(c);
      *bad = c;
      if (!field) return false;
      add_conversion(b, field, bare);
    } else if (f.p[i] == '\'') {
      buf_c(b, "''");
    } else if (is_letter(f.p[i])) {
      buf_byte(b, '\'');
      for (; i < f.n && is_letter(f.p[i]); i++) buf_byte(b, f.p[i]);
      i--;
      buf_byte(b, '\'');
    } else {
      buf_byte(b, f.p[i]);
    }
  }
  return true;
}

const char *dates_problem(Arena *a, Str f) {
  if (!f.n) return "the date format is empty";
  if (f.n > LONGEST) return "the date format is longer than 200 bytes";
  if (machine_form(f) || style_of(f)) return NULL;
  if (str_chr(f, '%') >= 0) {
    Buf b = { 0 };
    char bad = 0;
    bool ok = from_strftime(&b, f, &bad);
    buf_free(&b);
    if (ok) return NULL;
    if ((unsigned char)bad < ' ' || (unsigned char)bad > '~') bad = '?';
    return arena_printf(a, "'%%%c' is no field of a date format that we know", bad).p;
  }
  bool quoted = false;
  for (size_t i = 0; i < f.n; i++) {
    if (f.p[i] == '\'') quoted = !quoted;
    if (!quoted && is_letter(f.p[i]) &&
        str_chr(S("GyYuUrQqMLwWdDFgEecabBhHkKmsSAzZOvVXx"), f.p[i]) < 0 &&
        !(f.p[i] == 'j' && skeleton(f))) /* the hour as the language counts it */
      return arena_printf(a, "'%c' is no field of a date pattern; put words into ' quotes", f.p[i])
          .p;
  }
  return quoted ? "a ' quote in the date pattern is never closed" : NULL;
}

Str dates_with_time(Arena *a, Str f) {
  const Style *style = style_of(f);
  const char *more = str_chr(f, '%') >= 0 ? " %H:%M" : skeleton(f) ? "jm" : " HH:mm";
  if (machine_form(f) || (style && style->time != UDAT_NONE)) return f;
  return arena_printf(a, "%.*s%s", STR(f), style ? " datetime" : more);
}

/* The language's locale with the Gregorian calendar unless it names another. */
static void gregorian(char out[LOCALE_SIZE], const char *locale) {
  UErrorCode status = U_ZERO_ERROR;
  char calendar[32];
  memcpy(out, locale, LOCALE_SIZE);
  int32_t n = uloc_getKeywordValue(locale, "calendar", calendar, sizeof calendar, &status);
  if (n > 0 && U_SUCCESS(status)) return;
  status = U_ZERO_ERROR;
  uloc_setKeywordValue("calendar", "gregorian", out, LOCALE_SIZE, &status);
  if (U_FAILURE(status)) memcpy(out, locale, LOCALE_SIZE);
}

/* No switch to the Julian calendar in 1582: civil.h has none either. */
static void make_proleptic(UDateFormat *f) {
  UErrorCode status = U_ZERO_ERROR;
  UCalendar *c = ucal_clone(udat_getCalendar(f), &status);
  if (U_SUCCESS(status) && str_eqc(str_c(ucal_getType(c, &status)), "gregorian")) {
    ucal_setGregorianChange(c, -8.64e15, &status);
    if (U_SUCCESS(status)) udat_setCalendar(f, c);
  }
  if (c) ucal_close(c);
}

/* The pattern that a format stands for, in UTF-16; false: use a style. */
static bool pattern_of(LangTools *l, const char *locale, Arena *a, Str f, Wide *out) {
  UErrorCode status = U_ZERO_ERROR;
  if (str_chr(f, '%') >= 0) {
    Buf b = { 0 };
    char bad = 0;
    from_strftime(&b, f, &bad);
    *out = wide_of(a, buf_view(&b));
    buf_free(&b);
    return true;
  }
  *out = wide_of(a, f);
  if (!skeleton(f)) return true;
  if (!l->patterns) l->patterns = udatpg_open(locale, &status);
  UChar *best = ARENA_ARRAY(a, 256, UChar);
  int32_t n = udatpg_getBestPattern(l->patterns, out->p, out->n, best, 255, &status);
  if (U_SUCCESS(status) && n > 0 && n < 256) *out = (Wide){ best, n };
  return true;
}

static UDateFormat *open_format(LangTools *l, Arena *a, Str format, Str zone) {
  char locale[LOCALE_SIZE];
  UErrorCode status = U_ZERO_ERROR;
  Wide z = wide_of(a, zone), pattern;
  gregorian(locale, l->locale);
  const Style *style = style_of(format);
  UDateFormat *f = NULL;
  if (style) {
    f = udat_open(style->time, style->date, locale, z.p, z.n, NULL, 0, &status);
  } else if (pattern_of(l, locale, a, format, &pattern)) {
    f = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, z.p, z.n, pattern.p, pattern.n, &status);
  }
  if (U_FAILURE(status)) {
    if (f) udat_close(f);
    return NULL;
  }
  make_proleptic(f);
  return f;
}

static UDateFormat *format_of(TextTools *t, Arena *a, Str language, Str format, Str zone) {
  LangTools *l = tools_lang(t, language);
  Str key = arena_printf(a, "%.*s\x1f%.*s", STR(format), STR(zone));
  UDateFormat *f = map_get(&l->formats, key);
  if (f) return f;
  if (l->formats.count >= MOST_FORMATS) {
    for (size_t i = 0; i < l->formats.count; i++) udat_close(l->formats.items[i].value);
    map_free(&l->formats);
  }
  f = open_format(l, a, format, zone);
  if (f) map_put(&l->formats, arena_str(&t->arena, key), f);
  return f;
}

/* The zone's name when it agrees with the offset, else the offset for ICU. */
static Str zone_for(TextTools *t, Arena *a, Str zone, int64_t seconds, int32_t offset) {
  if (tools_zone(t, zone) && zone_offset(t, zone, seconds) == offset) return zone;
  if (!offset) return S("UTC");
  int east = offset < 0 ? -offset : offset;
  return arena_printf(a, "GMT%c%02d:%02d", offset < 0 ? '-' : '+', east / 3600, east / 60 % 60);
}

Str dates_format(TextTools *t, Arena *a, Str language, Str format, int64_t seconds, int32_t offset,
                 Str zone) {
  if (str_eqc(format, "iso")) return civil_rfc3339(a, seconds, offset, false);
  if (str_eqc(format, "rfc3339")) return civil_rfc3339(a, seconds, offset, true);
  if (str_eqc(format, "rfc822")) return civil_rfc822(a, seconds, offset);
  if (dates_problem(a, format)) return S("");
  Arena scratch = { 0 };
  Str result = civil_rfc3339(a, seconds, offset, false);
  UDateFormat *f =
      format_of(t, &scratch, language, format, zone_for(t, &scratch, zone, seconds, offset));
  enum { CAP = 4096 };
  UChar *out = ARENA_ARRAY(&scratch, CAP, UChar);
  UErrorCode status = U_ZERO_ERROR;
  int32_t n = f ? udat_format(f, (UDate)seconds * 1000, out, CAP, NULL, &status) : 0;
  if (U_SUCCESS(status) && n > 0 && n <= CAP) result = wide_back(a, out, n);
  arena_free(&scratch);
  return result;
}
