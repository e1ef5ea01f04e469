/* ledger.c -- data/imports.yaml, read and written. */
#include "intake/ledger.h"

#include "data/date.h"

#include <stdlib.h>

enum { DAY = 86400 };

static bool hex_digest(Digest *out, Str s) {
  if (s.n != 2 * sizeof out->b) return false;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return false;
    out->b[i / 2] = (uint8_t)(i % 2 ? out->b[i / 2] | digit : digit << 4);
  }
  return true;
}

static bool read_entry(LedgerEntry *out, Arena *a, const Field *f) {
  const Value *bytes = value_getc(f->value, "bytes"), *lines = value_getc(f->value, "lines");
  const Value *until = value_getc(f->value, "until");
  *out = (LedgerEntry){ .until = INT64_MIN };
  if (!hex_digest(&out->mark.digest, f->key) || !bytes || bytes->kind != VALUE_INT ||
      bytes->integer <= 0)
    return false;
  out->mark.length = (uint64_t)bytes->integer;
  if (lines && lines->kind == VALUE_INT && lines->integer > 0)
    out->lines = (uint64_t)lines->integer;
  Date date;
  if (until && until->kind != VALUE_NULL) {
    if (date_parse(&date, a, value_str(until, a), NULL)) return false;
    out->until = civil_days(date_civil(date).year, date_civil(date).month, date_civil(date).day);
  }
  return true;
}

bool ledger_read(Ledger *out, const Value *data, const Source *source, Diags *d) {
  Arena a = { 0 };
  bool ok = true;
  *out = (Ledger){ 0 };
  bool map = !data || data->kind == VALUE_NULL || data->kind == VALUE_MAP;
  if (!map)
    diag_at(d, DIAG_ERROR, P_IMPORTS, source, (Range){ data->span.offset, data->span.length }, NULL,
            "this file is a map from digests to what was imported");
  for (size_t i = 0; map && i < value_count(data); i++) {
    const Field *f = &data->map.fields[i];
    LedgerEntry entry;
    if (read_entry(&entry, &a, f)) {
      ledger_add(out, entry);
      continue;
    }
    diag_at(d, DIAG_ERROR, P_IMPORTS, source, (Range){ f->key_span.offset, f->key_span.length },
            "take the line from history again, or delete it",
            "this line is not as 'publish views import' writes it");
    ok = false;
  }
  arena_free(&a);
  return map && ok;
}

bool ledger_add(Ledger *l, LedgerEntry entry) {
  for (size_t i = 0; i < l->count; i++)
    if (l->items[i].mark.length == entry.mark.length &&
        digest_eq(l->items[i].mark.digest, entry.mark.digest))
      return false;
  if (l->count == l->cap) {
    l->cap = l->cap ? l->cap * 2 : 64;
    l->items = mem_realloc(l->items, l->cap * sizeof *l->items);
  }
  l->items[l->count++] = entry;
  return true;
}

static int by_length(const void *pa, const void *pb) {
  const LinesMark *a = pa, *b = pb;
  if (a->length != b->length) return a->length < b->length ? -1 : 1;
  return memcmp(a->digest.b, b->digest.b, sizeof a->digest.b);
}

const LinesMark *ledger_marks(Ledger *l, size_t *count) {
  free(l->marks);
  l->marks = mem_calloc(l->count ? l->count : 1, sizeof *l->marks);
  for (size_t i = 0; i < l->count; i++) l->marks[i] = l->items[i].mark;
  qsort(l->marks, l->count, sizeof *l->marks, by_length);
  *count = l->count;
  return l->marks;
}

static int by_day(const void *pa, const void *pb) {
  const LedgerEntry *a = pa, *b = pb;
  if (a->until != b->until) return a->until < b->until ? -1 : 1;
  return by_length(&a->mark, &b->mark);
}

void ledger_write(Buf *out, const Ledger *l, Arena *a) {
  LedgerEntry *all = mem_calloc(l->count ? l->count : 1, sizeof *all);
  if (l->count) memcpy(all, l->items, l->count * sizeof *all);
  qsort(all, l->count, sizeof *all, by_day);
  buf_c(out,
        "# What 'publish views import' has counted, so that nothing counts twice. A line may be\n"
        "# deleted once its log no longer exists.\n");
  for (size_t i = 0; i < l->count; i++) {
    char hex[33];
    digest_hex(hex, all[i].mark.digest);
    buf_printf(out, "\"%s\": {bytes: %llu, lines: %llu", hex,
               (unsigned long long)all[i].mark.length, (unsigned long long)all[i].lines);
    if (all[i].until != INT64_MIN)
      buf_printf(out, ", until: %.*s", STR(date_text(a, (Date){ .seconds = all[i].until * DAY })));
    buf_c(out, "}\n");
  }
  free(all);
}

void ledger_free(Ledger *l) {
  free(l->items);
  free(l->marks);
  *l = (Ledger){ 0 };
}
