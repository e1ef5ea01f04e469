/* table.c -- cells, names of columns, numbers. */
#include "intake/table.h"

#include "intake/hit.h"

enum { CELLS = 64 };

static Str bare(Str line) {
  if (str_starts(line, S("\xEF\xBB\xBF"))) line = str_sub(line, 3, line.n);
  return line;
}

/* The next cell; false at the end of the line. A quote that is not closed ends there. */
static bool next_cell(Str *rest, char separator, Str *cell, bool *quoted, Arena *a) {
  *quoted = false;
  if (!rest->p) return false;
  Str s = *rest;
  size_t i = 0;
  while (i < s.n && s.p[i] == ' ') i++;
  if (i == s.n || s.p[i] != '"') {
    bool more = str_split(rest, separator, cell);
    *cell = str_trim(*cell);
    return more;
  }
  *quoted = true;
  size_t from = ++i, n = 0;
  bool doubled = false;
  for (; i < s.n; i++, n++) {
    if (s.p[i] != '"') continue;
    if (i + 1 >= s.n || s.p[i + 1] != '"') break;
    doubled = true;
    i++;
  }
  if (doubled) {
    char *out = arena_alloc(a, n + 1);
    for (size_t k = from, at = 0; k < i; k++) {
      out[at++] = s.p[k];
      if (s.p[k] == '"') k++;
    }
    *cell = str_n(out, n);
  } else {
    *cell = str_sub(s, from, i);
  }
  Str behind = str_sub(s, i < s.n ? i + 1 : i, s.n), rest_of_cell;
  *rest = behind.p ? behind : (Str){ "", 0 };
  str_split(rest, separator, &rest_of_cell);
  return true;
}

static const char no_number[] = "must be a whole number";

static bool number(Str cell, bool quoted, int64_t *out, const char **problem) {
  int64_t n = 0;
  size_t run = 0;
  bool commas = false;
  *problem = no_number;
  if (!cell.n) return false;
  if (cell.p[0] == '-') {
    *problem = "must not be negative";
    return false;
  }
  for (size_t i = 0; i < cell.n; i++) {
    if (cell.p[i] == ',' && quoted && run >= 1 && run <= 3 && (!commas || run == 3)) {
      commas = true;
      run = 0;
      continue;
    }
    if (cell.p[i] < '0' || cell.p[i] > '9') return false;
    n = n * 10 + (cell.p[i] - '0');
    run++;
    if (n > COUNT_MOST) {
      *problem = "is too large";
      return false;
    }
  }
  if (commas && run != 3) return false;
  *out = n;
  return true;
}

static int column_kind(Str name) {
  static const char *const names[COUNT_KINDS] = {
    "views count pageviews screenpageviews reads hits visits uniquepageviews", "likes like claps",
    "comments comment", "favourites favorites favourite favorite bookmarks saves"
  };
  for (int k = 0; k < COUNT_KINDS; k++) {
    Str rest = str_c(names[k]), one;
    while (str_split(&rest, ' ', &one))
      if (str_eq(one, name)) return k;
  }
  return -1;
}

static bool is_address(Str name) {
  Str rest = S("path url page address uri id article pagepath landingpage key"), one;
  while (str_split(&rest, ' ', &one))
    if (str_eq(one, name)) return true;
  return false;
}

static Str plain_name(Str cell, char *room, size_t size) {
  return str_n(room, hit_name(room, size, cell));
}

/* Fills in the columns when the line names them. */
static bool names_columns(TableReader *r, Arena *a, Str line, char separator) {
  Str rest = line, cell;
  bool quoted, counts = false;
  int address = -1;
  TableReader found = { .begun = true, .separator = separator, .kind = { -1, -1, -1, -1 } };
  for (int i = 0; i < CELLS && next_cell(&rest, separator, &cell, &quoted, a); i++) {
    char room[32];
    Str name = plain_name(cell, room, sizeof room);
    int kind = column_kind(name);
    if (kind >= 0 && found.kind[kind] < 0) {
      found.kind[kind] = i;
      counts = true;
    } else if (address < 0 && is_address(name)) {
      address = i;
    }
  }
  if (address < 0 || !counts) return false;
  found.address = address;
  *r = found;
  return true;
}

static bool begin(TableReader *r, Arena *a, Str line, bool *names) {
  static const char separators[] = { ',', '\t', ';' };
  for (size_t i = 0; i < sizeof separators; i++) {
    *names = names_columns(r, a, line, separators[i]);
    if (*names) return true;
    Str rest = line, first, second;
    bool quoted, quoted_second;
    int64_t n;
    const char *problem;
    if (!next_cell(&rest, separators[i], &first, &quoted, a) ||
        !next_cell(&rest, separators[i], &second, &quoted_second, a) || !first.n ||
        (!number(second, quoted_second, &n, &problem) && problem == no_number))
      continue;
    *r = (TableReader){ .begun = true, .separator = separators[i], .kind = { 1, -1, -1, -1 } };
    return true;
  }
  return false;
}

bool table_begins(Str line) {
  Arena a = { 0 };
  TableReader r = { 0 };
  bool names, yes = begin(&r, &a, bare(line), &names);
  arena_free(&a);
  return yes;
}

TableLine table_parse(TableReader *r, TableRow *out, Arena *a, Str line, const char **problem,
                      Str *cell) {
  *out = (TableRow){ 0 };
  *cell = S("");
  if (!r->begun) line = bare(line);
  if (!str_trim(line).n) return TABLE_NOTHING;
  if (!r->begun) {
    bool names;
    *problem = "begins no table";
    if (!begin(r, a, line, &names)) return TABLE_BAD;
    if (names) return TABLE_NOTHING;
  }
  Str rest = line, one;
  bool quoted, any = false;
  int wanted = r->address, seen = 0;
  for (int k = 0; k < COUNT_KINDS; k++)
    if (r->kind[k] > wanted) wanted = r->kind[k];
  for (; seen <= wanted && next_cell(&rest, r->separator, &one, &quoted, a); seen++) {
    if (seen == r->address) out->address = one;
    for (int k = 0; k < COUNT_KINDS; k++) {
      if (r->kind[k] != seen) continue;
      *cell = one;
      /* In a table with several counts a cell may be empty: not known. */
      if (!one.n) continue;
      if (!number(one, quoted, &out->n[k], problem)) return TABLE_BAD;
      out->has[k] = any = true;
    }
  }
  *cell = S("");
  *problem = "has no path";
  if (!out->address.n) return TABLE_BAD;
  *problem = "has no count";
  return any ? TABLE_ROW : TABLE_BAD;
}
