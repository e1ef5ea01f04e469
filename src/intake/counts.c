/* counts.c -- data/counts.yaml, read and written. */
#include "intake/counts.h"

#include "base/utf8.h"

#include <stdlib.h>

const char *const count_names[COUNT_KINDS] = { "views", "likes", "comments", "favourites" };
enum { SIMPLE_KEY = 900 }; /* YAML takes no longer key without a "?" in front */

static void complain(Diags *d, const Source *source, Span span, const char *help, Str what) {
  diag_at(d, DIAG_ERROR, P_COUNTS, source, (Range){ span.offset, span.length }, help, "%.*s",
          STR(what));
}

static bool read_record(Counts *out, const Field *f, const Source *source, Diags *d) {
  Count *c = counts_of(out, f->key);
  bool ok = true;
  c->span = f->key_span;
  if (f->value->kind == VALUE_NULL) return true;
  if (f->value->kind != VALUE_MAP) {
    complain(d, source, f->value->span, "write it as {views: 12}",
             arena_printf(out->arena, "the counts of an article are a map, found %s",
                          value_kind_name(f->value->kind)));
    return false;
  }
  for (size_t i = 0; i < f->value->map.count; i++) {
    const Field *field = &f->value->map.fields[i];
    int kind = 0;
    while (kind < COUNT_KINDS && !str_eqc(field->key, count_names[kind])) kind++;
    const Value *v = field->value;
    if (kind == COUNT_KINDS || v->kind == VALUE_NULL) continue;
    if (v->kind != VALUE_INT || v->integer < 0 || v->integer > COUNT_MOST) {
      complain(d, source, v->span, NULL,
               arena_printf(out->arena, "'%s' is a whole number from 0 to %lld, found %s",
                            count_names[kind], (long long)COUNT_MOST,
                            v->kind != VALUE_INT ? value_kind_name(v->kind)
                            : v->integer < 0     ? "one below 0"
                                                 : "a larger one"));
      ok = false;
      continue;
    }
    c->has[kind] = true;
    c->n[kind] = v->integer;
  }
  return ok;
}

bool counts_read(Counts *out, Arena *a, const Value *data, const Source *source, Diags *d) {
  *out = (Counts){ .arena = a };
  if (!data || data->kind == VALUE_NULL) return true;
  if (data->kind != VALUE_MAP) {
    complain(d, source, data->span, "write lines such as 'articles/2024/river.md: {views: 12}'",
             S("counts are a map from article ids to numbers"));
    return false;
  }
  bool ok = true;
  for (size_t i = 0; i < data->map.count; i++)
    ok = read_record(out, &data->map.fields[i], source, d) && ok;
  return ok;
}

Count *counts_of(Counts *c, Str id) {
  Count *found = map_get(&c->by_id, id);
  if (found) return found;
  found = ARENA_NEW(c->arena, Count);
  found->id = arena_str(c->arena, id);
  map_put(&c->by_id, found->id, found);
  return found;
}

void counts_add(Count *c, CountKind kind, uint64_t more) {
  uint64_t room = (uint64_t)(COUNT_MOST - c->n[kind]);
  c->n[kind] += (int64_t)(more < room ? more : room);
  c->has[kind] = true;
}

/* -- writing -- */

/* Letters and digits of any script, and what paths are made of; no word or number
 * that YAML takes for something else. */
static bool plain_key(Str s) {
  static const char *const words[] = {
    "true", "false", "null", "yes", "no", "on", "off", "y", "n"
  };
  if (!s.n || utf8_check(s) != s.n) return false;
  bool slash = str_chr(s, '/') >= 0;
  char c = (char)(s.p[0] | 32);
  if ((c < 'a' || c > 'z') && !(slash && s.p[0] >= '0' && s.p[0] <= '9') &&
      (unsigned char)s.p[0] < 0x80)
    return false;
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (str_eq_nocase(s, str_c(words[i]))) return false;
  for (size_t i = 0; i < s.n;) {
    uint32_t cp = utf8_next(s, &i);
    /* General punctuation has line ends and invisible characters. */
    bool ok = cp < 0x80 ? (cp >= '0' && cp <= '9') || ((cp | 32) >= 'a' && (cp | 32) <= 'z') ||
                              strchr("/._-", (int)cp)
                        : cp >= 0xC0 && (cp < 0x2000 || cp > 0x206F) &&
                              (cp < 0xE000 || cp > 0xF8FF) && cp != 0xFEFF && cp < 0xFFF0;
    if (!ok) return false;
  }
  return true;
}

void yaml_key(Buf *out, Str key) {
  if (plain_key(key) && key.n <= SIMPLE_KEY) {
    buf_str(out, key);
    buf_c(out, ": ");
    return;
  }
  bool long_key = key.n > SIMPLE_KEY / 6;
  buf_c(out, long_key ? "? \"" : "\"");
  json_escape(out, key);
  buf_c(out, long_key ? "\"\n: " : "\": ");
}

static void write_count(Buf *out, const Count *c) {
  bool first = true;
  yaml_key(out, c->id);
  buf_byte(out, '{');
  for (int i = 0; i < COUNT_KINDS; i++) {
    if (!c->has[i]) continue;
    buf_printf(out, "%s%s: %lld", first ? "" : ", ", count_names[i], (long long)c->n[i]);
    first = false;
  }
  buf_c(out, "}\n");
}

/* The comments that open the file, as they are. */
static void write_opening(Buf *out, Str before) {
  Str rest = before, line;
  size_t began = out->n;
  while (rest.n && str_split(&rest, '\n', &line) && str_starts(line, S("#"))) {
    buf_str(out, str_ends(line, S("\r")) ? str_sub(line, 0, line.n - 1) : line);
    buf_byte(out, '\n');
  }
  if (out->n == began && !before.n)
    buf_c(out, "# Counts of each article, by its id. 'publish views import' adds to views.\n");
}

static int by_id(const void *pa, const void *pb) {
  const Count *const *a = pa, *const *b = pb;
  return str_cmp((*a)->id, (*b)->id);
}

void counts_write(Buf *out, const Counts *c, Str before) {
  size_t n = c->by_id.count;
  const Count **all = mem_calloc(n ? n : 1, sizeof *all);
  for (size_t i = 0; i < n; i++) all[i] = c->by_id.items[i].value;
  qsort(all, n, sizeof *all, by_id);
  write_opening(out, before);
  for (size_t i = 0; i < n; i++) write_count(out, all[i]);
  if (!n) buf_c(out, "{}\n");
  free(all);
}

void counts_free(Counts *c) {
  map_free(&c->by_id);
}
