/* load_notices.c -- notices as records: what a file says about itself, and which
 * versions of one notice follow each other.
 *
 * A record is a Markdown file below notices/, in any folder there, named
 * <id>.<language>.md or <id>.<language>.<version>.md; front matter goes before the
 * name. Records of one id and language are its versions. One holds from `from` until
 * `until` or until the next one begins, whichever is sooner; both are moments, and
 * `until` is the first at which it no longer holds. Which of them that is at a time
 * is decided in model/world_files.c. */
#include "build/load.h"

#include "data/yaml.h"
#include "template/records.h"
#include "text/lang.h"
#include <stdlib.h>

static const char *const title_names[] = { "name", NULL };
static const char *const from_names[] = { "effective", "date", NULL };
static const char *const until_names[] = { "expires", NULL };
static const char *const requires_names[] = { "require", NULL };
static const Schema field_item = { .name = "", .type = SCHEMA_STRING };
static const Schema fields[] = {
  { .name = "id", .type = SCHEMA_STRING },
  { .name = "language", .type = SCHEMA_STRING },
  { .name = "version", .type = SCHEMA_STRING },
  { .name = "title", .type = SCHEMA_STRING, .aliases = title_names },
  { .name = "from", .type = SCHEMA_DATE, .aliases = from_names },
  { .name = "until", .type = SCHEMA_DATE, .aliases = until_names },
  { .name = "requires",
    .type = SCHEMA_LIST,
    .item = &field_item,
    .single = true,
    .aliases = requires_names },
};
static const Schema schema = { .name = "notice",
                               .type = SCHEMA_RECORD,
                               .fields = fields,
                               .field_count = sizeof fields / sizeof fields[0] };

/* -- one file -- */

typedef struct {
  Str id, language, version; /* "" = the name does not say */
} NoticeName;

static bool version_like(Str part) {
  size_t at = part.n > 1 && (part.p[0] == 'v' || part.p[0] == 'V') ? 1 : 0;
  return at < part.n && part.p[at] >= '0' && part.p[at] <= '9';
}

/* "republished.zh-Hans.2023": the id goes on to the first part that is a language or
 * begins like a number. */
static NoticeName name_of(Str path) {
  Str name = str_base(path);
  name = str_sub(name, 0, name.n - (str_ends(name, S(".md")) ? 3 : 9));
  NoticeName n = { .id = name };
  Str rest = name, part;
  str_split(&rest, '.', &part);
  while (rest.p && str_split(&rest, '.', &part)) {
    bool language = lang_valid(part);
    if (!language && !version_like(part)) continue;
    n.id = str_sub(name, 0, (size_t)(part.p - name.p) - 1);
    n.language = language ? part : S("");
    size_t from = (size_t)(part.p - name.p) + (language ? part.n + 1 : 0);
    if (from < name.n) n.version = str_sub(name, from, name.n);
    break;
  }
  return n;
}

static bool check_language(const Value *given, const SchemaContext *c) {
  const Value *v = value_getc(given, "language");
  if (!v || v->kind != VALUE_STR || lang_valid(v->str)) return true;
  schema_report(c, DIAG_ERROR, P_NOTICE, v, "such as en, zh-Hans or pt-BR",
                "'%.*s' is not the tag of a language", STR(v->str));
  return false;
}

/* zh_Hans in a name is a slip: as a part of the id nobody would find it. */
static bool check_name(Str path, Str id, Diags *d) {
  long dot = str_rchr(id, '.'), low = str_rchr(id, '_');
  if (dot < 0 || low < dot) return true;
  char tag[16];
  size_t n = id.n - (size_t)dot - 1;
  if (n >= sizeof tag) return true;
  memcpy(tag, id.p + dot + 1, n);
  for (size_t i = 0; i < n; i++)
    if (tag[i] == '_') tag[i] = '-';
  if (!lang_valid(str_n(tag, n))) return true;
  Diag *r = diag_file(d, DIAG_ERROR, P_NOTICE, path, NULL,
                      "the languages in names of notices are written with '-'");
  diag_help(d, r, "name it %.*s.%.*s.md", STR(str_sub(id, 0, (size_t)dot)), STR(str_n(tag, n)));
  return false;
}

/* Is it a field that articles can have? extra.anything is. */
static bool check_field(const Value *v, const SchemaContext *c) {
  Str rest = v->str, part;
  const Record *record = record_find(S("article"));
  while (record && str_split(&rest, '.', &part)) {
    const RecordField *field = record_field(record, part);
    if (!field) {
      Str near = record_nearest(record, part);
      Diag *r = schema_report(c, DIAG_ERROR, P_NOTICE, v, NULL, "requires: %s has no field '%.*s'",
                              str_eqc(str_c(record->name), "article") ? "an article" : record->name,
                              STR(part));
      if (near.n) diag_help(c->diags, r, "did you mean '%.*s'?", STR(near));
      return false;
    }
    record = type_parse(field->type).record;
  }
  return true;
}

bool notice_row(Built *b, Arena *a, const Source *source, const Value **out, Diags *d) {
  ArticleParts parts;
  if (!article_split(&parts, source, d)) return false;
  const Value *front = NULL;
  if (parts.has_front && !article_front(&front, a, source, &parts, d)) return false;
  if (front && front->kind == VALUE_NULL) front = NULL;
  SchemaContext c = { .arena = a,
                      .diags = d,
                      .source = source,
                      .code = P_NOTICE,
                      .unknown = P_NOTICE,
                      .zone = &b->zone };
  const Value *given = NULL;
  if (!schema_check(&given, &schema, front, S(""), &c)) return false;
  NoticeName name = name_of(source->path);
  bool ok = check_language(given, &c);
  if (!value_getc(given, "id")) ok = check_name(source->path, name.id, d) && ok;
  const Value *requires = value_getc(given, "requires");
  for (size_t i = 0; i < value_count(requires); i++)
    ok = check_field(value_at(requires, i), &c) && ok;
  if (!ok) return false;
  MapBuilder m = map_from(a, given);
  if (!value_getc(given, "id")) mapb_putc(&m, "id", value_of_str(a, name.id));
  if (!value_getc(given, "language"))
    mapb_putc(&m, "language",
              value_of_str(a, name.language.n ? name.language : b->settings.language));
  if (!value_getc(given, "version") && name.version.n)
    mapb_putc(&m, "version", value_of_str(a, name.version));
  mapb_putc(&m, "path", value_of_str(a, source->path));
  mapb_putc(&m, "body_offset", value_of_int(a, (int64_t)parts.body));
  *out = map_end(&m, (Span){ 0 });
  return true;
}

/* -- all of them -- */

static int64_t date_of(const Value *v, const char *key, int64_t otherwise) {
  const Value *date = value_getc(v, key);
  return date && date->kind == VALUE_DATE ? date->date.seconds : otherwise;
}

void notice_add(Built *b, const SourceFile *file, const Value *row) {
  World *w = &b->world;
  w->notices[w->notice_count++] = (Notice){ .id = value_strc(row, "id"),
                                            .language = value_strc(row, "language"),
                                            .path = file->source.path,
                                            .row = row,
                                            .from = date_of(row, "from", INT64_MIN),
                                            .until = date_of(row, "until", INT64_MAX) };
}

static int compare_notices(const void *pa, const void *pb) {
  const Notice *a = pa, *b = pb;
  int c = str_cmp(a->id, b->id);
  if (!c) c = str_cmp(a->language, b->language);
  if (!c) c = a->from < b->from ? -1 : a->from > b->from;
  return c ? c : str_cmp(a->path, b->path);
}

static bool same_chain(const Notice *a, const Notice *b) {
  return str_eq(a->id, b->id) && str_eq(a->language, b->language);
}

/* A report at a field of a notice's front matter, or about its file. */
static Diag *report(Built *b, Severity s, const Notice *n, const char *field, Str message) {
  const SourceFile *f = map_get(&b->world.sources, n->path);
  const Value *v = value_getc(n->row, field);
  if (f && v && v->span.length && v->span.offset <= f->source.text.n &&
      v->span.length <= f->source.text.n - v->span.offset)
    return diag_at(b->d, s, P_NOTICE, &f->source, (Range){ v->span.offset, v->span.length }, NULL,
                   "%.*s", STR(message));
  return diag_file(b->d, s, P_NOTICE, n->path, NULL, "%.*s", STR(message));
}

static Str day(Built *b, const Notice *n, const char *field) {
  const Value *v = value_getc(n->row, field);
  return v && v->kind == VALUE_DATE ? date_text(b->arena, v->date) : S("ever");
}

/* Two versions that follow each other. */
static void check_pair(Built *b, const Notice *a, const Notice *next) {
  Arena *arena = b->arena;
  Diag *r = NULL;
  if (a->from == next->from) {
    r = report(b, DIAG_ERROR, next, "from",
               arena_printf(arena, "the same notice from the same day as %.*s", STR(a->path)));
    diag_help(b->d, r, "give them different dates `from`");
  } else if (a->until != INT64_MAX && a->until > next->from) {
    r = report(b, DIAG_WARNING, a, "until",
               arena_printf(arena,
                            "two versions of the notice '%.*s' hold from %.*s on; the later one, "
                            "%.*s, is used",
                            STR(a->id), STR(day(b, next, "from")), STR(next->path)));
    diag_help(b->d, r, "write `until: %.*s`, or leave it out: a version ends when the next begins",
              STR(day(b, next, "from")));
  } else if (a->until < next->from) {
    r = report(b, DIAG_WARNING, a, "until",
               arena_printf(arena,
                            "no version of the notice '%.*s' (%.*s) holds from %.*s until %.*s",
                            STR(a->id), STR(a->language), STR(day(b, a, "until")),
                            STR(day(b, next, "from"))));
    diag_help(b->d, r, "leave `until` out, or let %.*s begin on %.*s", STR(next->path),
              STR(day(b, a, "until")));
  }
}

/* Every version has its own name. Chains are short: each is compared with those before. */
static void check_version(Built *b, size_t first, size_t at) {
  const Notice *n = &b->world.notices[at];
  Str version = value_strc(n->row, "version");
  for (size_t k = first; version.n && k < at; k++) {
    const Notice *other = &b->world.notices[k];
    if (!str_eq(value_strc(other->row, "version"), version)) continue;
    Diag *r = report(b, DIAG_ERROR, n, "version",
                     arena_printf(b->arena, "%.*s is version %.*s of this notice, too",
                                  STR(other->path), STR(version)));
    diag_help(b->d, r, "a changed text is another version: give it another name");
    return;
  }
}

/* What is known now: when the version really ends. */
static void settle_end(Built *b, Notice *n, const Notice *next) {
  const Value *ends = value_getc(n->row, "until");
  if (next && next->from < n->until) {
    ends = value_getc(next->row, "from");
    n->until = next->from;
  }
  if (!ends) return;
  MapBuilder m = map_from(b->arena, n->row);
  mapb_putc(&m, "ends", ends);
  n->row = map_end(&m, (Span){ 0 });
}

void notices_finish(Built *b) {
  World *w = &b->world;
  if (w->notice_count) qsort(w->notices, w->notice_count, sizeof *w->notices, compare_notices);
  w->notice_ids = ARENA_ARRAY(b->arena, w->notice_count, Str);
  size_t first = 0;
  for (size_t i = 0; i < w->notice_count; i++) {
    Notice *n = &w->notices[i];
    if (i == 0 || !same_chain(n, &w->notices[first])) first = i;
    if (i == 0 || !str_eq(n->id, w->notices[i - 1].id)) w->notice_ids[w->notice_id_count++] = n->id;
    if (n->until != INT64_MAX && n->until <= n->from) {
      Diag *r = report(b, DIAG_ERROR, n, "until", S("the notice ends before it begins"));
      diag_help(b->d, r, "`until` is the first day on which it no longer holds");
    }
    if (i > first) check_pair(b, &w->notices[i - 1], n);
    check_version(b, first, i);
  }
  for (size_t i = 0; i < w->notice_count; i++) {
    bool more = i + 1 < w->notice_count && same_chain(&w->notices[i], &w->notices[i + 1]);
    settle_end(b, &w->notices[i], more ? &w->notices[i + 1] : NULL);
  }
}
