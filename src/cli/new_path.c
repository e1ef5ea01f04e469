/* new_path.c -- patterns of article files, read off and filled in. */
#include "cli/new_path.h"

#include "base/buf.h"
#include "text/lang.h"

static bool digits(Str s, size_t from, size_t count) {
  if (s.n < from + count) return false;
  for (size_t i = from; i < from + count; i++)
    if (s.p[i] < '0' || s.p[i] > '9') return false;
  return true;
}

/* Four digits that may be the year of an article. */
static bool year(Str s) {
  return digits(s, 0, 4) && (s.p[0] == '1' || s.p[0] == '2') && s.n == 4;
}

static bool month_or_day(Str s, int most) {
  if (s.n != 2 || !digits(s, 0, 2)) return false;
  int n = (s.p[0] - '0') * 10 + (s.p[1] - '0');
  return n >= 1 && n <= most;
}

/* "2024-01-03-" in front of a name, also with '_' behind the day. */
static bool dated(Str name) {
  return name.n > 11 && year(str_sub(name, 0, 4)) && name.p[4] == '-' && name.p[7] == '-' &&
         month_or_day(str_sub(name, 5, 7), 12) && month_or_day(str_sub(name, 8, 10), 31) &&
         (name.p[10] == '-' || name.p[10] == '_');
}

static bool language_folder(Str part, Str language, Str site_language) {
  if (!lang_valid(part)) return false;
  Str base = lang_base(part);
  return str_eq_nocase(base, lang_base(language)) || str_eq_nocase(base, lang_base(site_language));
}

static void add_date_name(Buf *out, Str stem) {
  if (dated(stem)) buf_printf(out, ":year-:month-:day%c", stem.p[10]);
  buf_c(out, ":slug");
}

/* The pattern that this path, below its folder, follows. *literal: it names a folder that
 * is no token. */
static Str pattern_of(Arena *a, Str folder, Str below, Str language, Str site_language,
                      bool *literal) {
  Buf out = { 0 };
  Str rest = below, part, name = str_base(below), parent = str_base(str_dir(below));
  long dot = str_rchr(name, '.');
  Str stem = dot > 0 ? str_sub(name, 0, (size_t)dot) : name;
  Str ending = dot > 0 ? str_sub(name, (size_t)dot, name.n) : S("");
  bool bundle = parent.n && (str_eqc(stem, "index") || str_starts(stem, S("index.")));
  size_t depth = 0, folders = 0;
  for (size_t i = 0; i < below.n; i++) folders += below.p[i] == '/';
  if (bundle) folders--;
  int dates = 0; /* 1 a year, 2 and a month, 3 and a day */
  *literal = false;
  buf_str(&out, folder);
  for (; depth < folders && str_split(&rest, '/', &part); depth++) {
    if (out.n) buf_byte(&out, '/');
    if (depth == 0 && language_folder(part, language, site_language)) {
      buf_c(&out, ":language");
    } else if (dates == 0 && year(part)) {
      buf_c(&out, ":year");
      dates = 1;
    } else if (dates == 1 && month_or_day(part, 12)) {
      buf_c(&out, ":month");
      dates = 2;
    } else if (dates == 2 && month_or_day(part, 31)) {
      buf_c(&out, ":day");
      dates = 3;
    } else {
      buf_str(&out, part);
      *literal = true;
    }
  }
  if (out.n) buf_byte(&out, '/');
  add_date_name(&out, bundle ? parent : stem);
  buf_c(&out, bundle ? "/index" : "");
  buf_str(&out, ending);
  Str pattern = buf_dup(&out, a);
  buf_free(&out);
  return pattern;
}

typedef struct {
  Str pattern;
  bool literal;
  size_t count;
} Habit;

/* How many habits are told apart: an archive with more has none. */
enum { HABITS = 64 };

Str new_path_guess(Arena *a, Str folder, const Str *paths, size_t count, Str language,
                   Str site_language) {
  Habit habits[HABITS] = { { { 0 }, false, 0 } };
  size_t kinds = 0, all = 0;
  for (size_t i = 0; i < count; i++) {
    Str path = paths[i], name = str_base(path);
    if (folder.n && (!str_starts(path, folder) || path.n <= folder.n || path.p[folder.n] != '/'))
      continue;
    if (!str_ends(name, S(".md")) && !str_ends(name, S(".markdown"))) continue;
    Str below = folder.n ? str_sub(path, folder.n + 1, path.n) : path;
    bool literal;
    Arena scratch = { 0 };
    Str pattern = pattern_of(&scratch, folder, below, language, site_language, &literal);
    size_t k = 0;
    while (k < kinds && !str_eq(habits[k].pattern, pattern)) k++;
    if (k == kinds && kinds < HABITS)
      habits[kinds++] = (Habit){ arena_str(a, pattern), literal, 0 };
    if (k < kinds) habits[k].count++;
    all++;
    arena_free(&scratch);
  }
  const Habit *best = NULL;
  for (size_t k = 0; k < kinds; k++) {
    const Habit *h = &habits[k];
    if (h->literal && h->count * 2 <= all) continue;
    if (!best || h->count >= best->count) best = h; /* of equals the later in order of path */
  }
  if (best) return best->pattern;
  Str name = str_base(folder);
  if (str_eqc(name, "_posts"))
    return arena_printf(a, "%.*s/:year-:month-:day-:slug.md", STR(folder));
  /* Articles are there, but each in a folder of its own kind: none of them is the one. */
  const char *rest = all ? ":slug.md" : ":year/:slug.md";
  return arena_printf(a, "%.*s%s%s", STR(folder), folder.n ? "/" : "", rest);
}

const char *new_path_fill(Str *out, Arena *a, Str pattern, const NewPathFacts *facts) {
  Buf b = { 0 };
  const char *problem = NULL;
  bool named = false;
  for (size_t i = 0; i < pattern.n && !problem;) {
    size_t end = i + 1;
    if (pattern.p[i] != ':') {
      buf_byte(&b, pattern.p[i++]);
      continue;
    }
    while (end < pattern.n && pattern.p[end] >= 'a' && pattern.p[end] <= 'z') end++;
    Str token = str_sub(pattern, i + 1, end);
    if (str_eqc(token, "year"))
      buf_printf(&b, "%04lld", (long long)facts->day.year);
    else if (str_eqc(token, "month"))
      buf_printf(&b, "%02d", facts->day.month);
    else if (str_eqc(token, "day"))
      buf_printf(&b, "%02d", facts->day.day);
    else if (str_eqc(token, "language"))
      buf_str(&b, facts->language);
    else if (str_eqc(token, "slug"))
      buf_str(&b, facts->slug), named = true;
    else
      problem = arena_cstr(a, arena_printf(a, "has no token ':%.*s'", STR(token)));
    i = end;
  }
  if (!problem && !named) problem = "needs :slug, or every article would be the same file";
  if (!problem) *out = buf_dup(&b, a);
  buf_free(&b);
  return problem;
}
