/* baseline.c -- findings that are known. */
#include "cli/baseline.h"

#include "base/file.h"
#include "base/utf8.h"
#include "cli/finding.h"

#include <stdlib.h>

#define FIRST_LINE "# publish check: known findings, 1"

enum { WRONG_MOST = 10 };

static void wrong(const Source *source, uint32_t line, const char *help, const char *what,
                  Diags *d) {
  Diag *r = diag_line(d, DIAG_ERROR, P_BASELINE, source, line, 1, 1, help, "%s", what);
  r->blame = EXIT_USAGE;
}

static bool is_conflict(Str line) {
  return str_starts(line, S("<<<<<<<")) || str_starts(line, S("=======")) ||
         str_starts(line, S(">>>>>>>")) || str_starts(line, S("|||||||"));
}

/* "path<tab>P0450<tab>message"; the path may be empty. */
static bool is_entry(Str line) {
  Str rest = line, path, rule;
  if (!str_split(&rest, '\t', &path) || !str_split(&rest, '\t', &rule) || !rest.p) return false;
  if (str_chr(rest, '\t') != STR_NPOS || rule.n < 5 || rule.p[0] != 'P') return false;
  for (size_t i = 1; i < 5; i++)
    if (rule.p[i] < '0' || rule.p[i] > '9') return false;
  return (rule.n == 5 || rule.p[5] == '/') && utf8_check(line) == line.n;
}

bool baseline_parse(Baseline *b, Str name, Str text, Diags *d) {
  const Source source = { name, text };
  Str rest = text, line;
  size_t errors = d->errors;
  for (uint32_t n = 1; str_split(&rest, '\n', &line); n++) {
    if (str_ends(line, S("\r"))) line.n--;
    if (n == 1 && !str_eqc(line, FIRST_LINE)) {
      wrong(&source, 1, "its first line would be '" FIRST_LINE "'",
            "this is not a list of known findings, or one of another version", d);
      return false;
    }
    if (!line.n || line.p[0] == '#') continue;
    if (d->errors - errors >= WRONG_MOST) return false;
    if (is_conflict(line)) {
      wrong(&source, n, "keep the lines of both sides, or write the file again with --update",
            "a merge left its marks here", d);
    } else if (!is_entry(line)) {
      wrong(&source, n, "write the file again with --update",
            "a path, a code and a message with tabs between them were expected", d);
    } else {
      Str key = arena_str(&b->arena, line);
      BaselineEntry *e = map_get(&b->entries, key);
      if (!e) map_put(&b->entries, key, e = ARENA_NEW(&b->arena, BaselineEntry));
      e->known++;
    }
  }
  return d->errors == errors;
}

bool baseline_read(Baseline *b, const char *path, bool may_miss, Diags *d) {
  Str text;
  if (!file_exists(path)) {
    if (may_miss) return true;
    Diag *r = diag_file(d, DIAG_ERROR, P_BASELINE, str_c(path), "--update makes it",
                        "there is no such file");
    r->blame = EXIT_USAGE;
    return false;
  }
  return file_read(&text, &b->arena, path, BASELINE_BYTES, d) &&
         baseline_parse(b, str_c(path), text, d);
}

static bool may_be_known(const Diag *r) {
  return r->severity != DIAG_NOTE && r->blame == EXIT_CONTENT && r->code;
}

void baseline_split(Baseline *b, Diags *d, Diags *known) {
  Arena a = { 0 };
  Diags moved = { 0 };
  size_t kept = 0;
  for (size_t i = 0; i < d->count; i++) {
    const Diag r = d->items[i];
    BaselineEntry *e = may_be_known(&r) ? map_get(&b->entries, finding_key(&r, &a)) : NULL;
    if (e && e->found++ < e->known) {
      d->errors -= r.severity == DIAG_ERROR;
      d->warnings -= r.severity == DIAG_WARNING;
      moved = (Diags){ .items = &d->items[i], .count = 1 };
      diags_append(known, &moved);
    } else {
      d->items[kept++] = r;
    }
    arena_reset(&a);
  }
  d->count = kept;
  arena_free(&a);
}

static int by_bytes(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

void baseline_text(Buf *out, const Diags *d, size_t *count) {
  Arena a = { 0 };
  Str *keys = ARENA_ARRAY(&a, d->count, Str);
  *count = 0;
  for (size_t i = 0; i < d->count; i++)
    if (may_be_known(&d->items[i])) keys[(*count)++] = finding_key(&d->items[i], &a);
  if (*count) qsort(keys, *count, sizeof *keys, by_bytes);
  buf_c(out, FIRST_LINE "\n");
  for (size_t i = 0; i < *count; i++) {
    buf_str(out, keys[i]);
    buf_byte(out, '\n');
  }
  arena_free(&a);
}

void baseline_free(Baseline *b) {
  map_free(&b->entries);
  arena_free(&b->arena);
  *b = (Baseline){ 0 };
}
