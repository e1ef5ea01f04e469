/* build_payload.c -- the parent survives whatever a worker sends as a result.
 *
 * A kept result goes the same way through the parent as one that a worker sends. So
 * a small site is built once; then one kept result at a time is changed, as a worker
 * that was taken over would: a value becomes one of another kind, a path leads out of
 * the site or into .git, bytes are cut or turned. The build must end, and what it
 * would publish must be publishable. */
#include "build/build.h"
#include "check.h"
#include "model/permalink.h"

static const struct {
  const char *path, *bytes;
} files[] = {
  { "articles/a.md", "---\ntitle: A\ndate: 2024-01-01\ntags: [x, y]\nimage: {src: p.png, alt: P}\n"
                     "---\n# Head\n\n![p](p.png) [b](b.md#head)\n" },
  { "articles/b.md", "---\ntitle: B\ndate: 2024-01-02\ntags: [x]\n---\n\n## Head\n\nText\n" },
  { "articles/p.png", "\x89PNG" },
  { "data/d.yaml", "k: [1, 2, {z: y}]\n" },
  { "notices/n.en.md", "---\nid: n\nlanguage: en\nversion: 1\n---\nNotice\n" },
  { "plugins/own/i18n/en.yaml", "hello: Hello\n" },
  { "plugins/own/init.lua",
    "local P = publish.plugin { name = 'own', version = '1', api = 1, outputs = { 'own/*' },\n"
    "  indexes = { owns = publish.group { by = 'tags' } } }\n"
    "function P.scan(doc, article) return { n = 1 } end\n"
    "function P.files(site, out) out:write('own/x.txt', 'x') end\n"
    "return P\n" },
  { "publish.yaml",
    "title: T\nurl: https://e.org/\nstatic: [static]\nplugins: [render, tags, own]\n" },
  { "secret/key", "none of the site's\n" },
  { "static/s.css", "p {}\n" },
};
enum { FILES = sizeof files / sizeof files[0] };

static bool read_file(void *context, size_t index, Str *out, Arena *a, Diags *d) {
  (void)context, (void)a, (void)d;
  *out = str_c(files[index].bytes);
  return true;
}

static void check_outputs(const BuildResult *r) {
  Arena a = { 0 };
  for (size_t i = 0; i < r->output_count; i++) {
    const BuildOutput *o = &r->outputs[i];
    CHECK(output_path_problem(&a, o->path) == NULL);
    Str content;
    if (o->made) {
      CHECK(object_content(&content, &o->object, &a));
      Oid id = object_id(OBJECT_BLOB, content);
      CHECK(oid_eq(&id, &o->id));
    }
    CHECK(o->made || o->id.b[0] != 8); /* the secret's id */
  }
  arena_free(&a);
}

static bool build(const Store *old, Store *fresh, unsigned workers) {
  BuildEntry entries[FILES];
  for (size_t i = 0; i < FILES; i++) {
    entries[i] = (BuildEntry){ .path = str_c(files[i].path), .mode = MODE_FILE };
    entries[i].id.b[0] = (uint8_t)i;
  }
  const BuildInput in = { .entries = entries,
                          .count = FILES,
                          .read = read_file,
                          .now = 1735689600,
                          .base_url = S(""),
                          .flags = S(""),
                          .workers = workers,
                          .old = old,
                          .fresh = fresh };
  BuildResult r;
  Diags d = { 0 };
  bool ok = build_run(&r, &in, BUILD_ALL, &d);
  CHECK(ok == (d.errors == 0));
  if (ok) check_outputs(&r);
  if (!ok && !old)
    for (size_t i = 0; i < d.count; i++) printf("    %.*s\n", STR(d.items[i].message));
  build_free(&r);
  diags_free(&d);
  return ok;
}

static uint64_t next(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state >> 8;
}

static size_t count_values(const Value *v) {
  size_t n = 1;
  for (size_t i = 0; v->kind == VALUE_LIST && i < v->list.count; i++)
    n += count_values(v->list.items[i]);
  for (size_t i = 0; v->kind == VALUE_MAP && i < v->map.count; i++)
    n += count_values(v->map.fields[i].value);
  return n;
}

/* What the parent itself looks at. */
static const char *const hot[] = { "from",     "to",   "path",     "file",  "articles", "exclude",
                                   "statics",  "rows", "plugins",  "index", "key",      "anchors",
                                   "options",  "row",  "facts",    "url",   "header",   "order",
                                   "language", "date", "expires",  "id",    "seconds",  "base",
                                   "source",   "tags", "settings", "all" };
enum { HOT = sizeof hot / sizeof hot[0] };

static const Value *hostile(Arena *a, uint64_t choice) {
  static const char *const texts[] = { "../../etc/passwd",
                                       ".git/hooks/pre-commit",
                                       "/etc/passwd",
                                       "secret/key",
                                       "",
                                       "a\x1b[31m",
                                       "con",
                                       "article.html" };
  ListBuilder list = list_begin(a);
  MapBuilder map = map_begin(a);
  switch (choice % 16) {
  case 0:
    return value_of_int(a, -1);
  case 1:
    return value_of_int(a, INT64_MAX);
  case 2:
    list_add(&list, value_of_date(a, (Date){ .seconds = 0x414141414, .offset = 0x41414 }));
    return list_end(&list, (Span){ 0 });
  case 3:
    mapb_putc(&map, "from", value_of_int(a, 0x4141414141414141));
    mapb_putc(&map, "path", value_of_str(a, S("../x")));
    return map_end(&map, (Span){ 0 });
  case 4:
    return value_null(a);
  case 5:
    return value_of_float(a, -0.0 / 1.0);
  case 6:
    return value_of_date(a, (Date){ .seconds = INT64_MIN, .offset = INT32_MIN });
  case 7:
    return value_of_bool(a, true);
  default:
    return value_of_str(a, str_c(texts[choice % 8]));
  }
}

/* The tree with every value called `key` replaced; counts them. */
static const Value *renamed(Arena *a, const Value *v, const char *key, uint64_t choice,
                            size_t *found) {
  if (v->kind == VALUE_LIST) {
    ListBuilder b = list_begin(a);
    for (size_t i = 0; i < v->list.count; i++)
      list_add(&b, renamed(a, v->list.items[i], key, choice, found));
    return list_end(&b, v->span);
  }
  if (v->kind != VALUE_MAP) return v;
  MapBuilder b = map_begin(a);
  for (size_t i = 0; i < v->map.count; i++) {
    const Field *f = &v->map.fields[i];
    bool hit = str_eqc(f->key, key);
    *found += hit;
    mapb_put(&b, f->key, hit ? hostile(a, choice) : renamed(a, f->value, key, choice, found));
  }
  return map_end(&b, v->span);
}

/* The tree with its *n-th value replaced. */
static const Value *changed(Arena *a, const Value *v, size_t *n, uint64_t choice) {
  if ((*n)-- == 0) return hostile(a, choice);
  if (v->kind == VALUE_LIST) {
    ListBuilder b = list_begin(a);
    for (size_t i = 0; i < v->list.count; i++)
      list_add(&b, changed(a, v->list.items[i], n, choice));
    return list_end(&b, v->span);
  }
  if (v->kind == VALUE_MAP) {
    MapBuilder b = map_begin(a);
    for (size_t i = 0; i < v->map.count; i++)
      mapb_put(&b, v->map.fields[i].key, changed(a, v->map.fields[i].value, n, choice));
    return map_end(&b, v->span);
  }
  return v;
}

/* Another frame in place of this one: flag, diagnostics and payload. */
static Str other_frame(Arena *a, Str frame, uint64_t *state) {
  Reader in = { frame, false };
  uint64_t flag = read_uint(&in);
  Str notes = read_bytes(&in), payload = read_bytes(&in);
  Buf fresh = { 0 }, out = { 0 };
  Reader values = { payload, false };
  const Value *v = value_decode(a, &values);
  uint64_t how = next(state) % 8;
  size_t found = 0;
  const Value *named = v;
  uint64_t choice = next(state);
  uint64_t first = next(state) % HOT;
  for (uint64_t k = 0; v && how < 4 && !found && k < HOT; k++)
    named = renamed(a, v, hot[(first + k) % HOT], choice, &found);
  if (found) {
    value_encode(&fresh, named);
    buf_str(&fresh, values.rest);
  } else if (v && how < 5) {
    size_t n = next(state) % 4 ? next(state) % count_values(v) : 0;
    value_encode(&fresh, changed(a, v, &n, next(state)));
    buf_str(&fresh, values.rest);
  } else {
    buf_str(&fresh, payload);
    /* An object's id, behind the assets: some other id. */
    if (how == 5 && values.rest.n > 24) fresh.p[fresh.n - values.rest.n] ^= 1;
    if (fresh.n && how == 6) fresh.n = next(state) % fresh.n;
    if (fresh.n && how == 7) fresh.p[next(state) % fresh.n] ^= (char)(1u << next(state) % 8);
  }
  buf_uint(&out, next(state) % 16 ? flag : next(state) % 4);
  buf_bytes(&out, notes);
  buf_bytes(&out, buf_view(&fresh));
  Str s = buf_dup(&out, a);
  buf_free(&fresh);
  buf_free(&out);
  return s;
}

static void hostile_results(void) {
  const char *wanted = getenv("PAYLOADS");
  int rounds = wanted ? atoi(wanted) : 120;
  Store kept = { 0 };
  CHECK(build(NULL, &kept, 2));
  CHECK(kept.entries.count > 8);
  uint64_t state = 0x9E3779B97F4A7C15;
  for (int round = 0; round < rounds && !check_failed_here; round++) {
    Arena a = { 0 };
    Store old = { 0 };
    size_t which = next(&state) % kept.entries.count;
    for (size_t i = 0; i < kept.entries.count; i++) {
      Str job = kept.entries.items[i].key, reads, frame;
      store_get(&kept, job, &reads, &frame);
      /* A result that rests on nothing is always used again. */
      if (i == which) reads = str_n("\0", 1), frame = other_frame(&a, frame, &state);
      store_put(&old, job, reads, frame);
    }
    build(&old, NULL, 1);
    if (check_failed_here)
      printf("    round %d: %.*s\n", round, STR(kept.entries.items[which].key));
    store_free(&old);
    arena_free(&a);
  }
  store_free(&kept);
}

CHECKS_MAIN({ "results of workers that were taken over", hostile_results })
