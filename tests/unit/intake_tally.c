/* intake_tally.c -- tables, the two data files, and whole imports. */
#include "check.h"

#include "data/yaml.h"
#include "intake/table.h"
#include "intake/tally.h"

#include <unistd.h>

/* -- tables -- */

static Str rows_of(Arena *a, Str text) {
  TableReader r = { 0 };
  Buf out = { 0 };
  Str rest = text, line;
  while (str_split(&rest, '\n', &line)) {
    TableRow row;
    const char *problem = "";
    Str cell;
    TableLine kind = table_parse(&r, &row, a, line, &problem, &cell);
    if (kind == TABLE_NOTHING) continue;
    if (kind == TABLE_BAD) {
      buf_printf(&out, "[%s: %.*s]", problem, STR(cell));
      continue;
    }
    buf_printf(&out, "[%.*s", STR(row.address));
    for (int k = 0; k < COUNT_KINDS; k++)
      if (row.has[k]) buf_printf(&out, " %s=%lld", count_names[k], (long long)row.n[k]);
    buf_byte(&out, ']');
  }
  Str all = buf_dup(&out, a);
  buf_free(&out);
  return all;
}

static void tables(void) {
  static const struct {
    const char *text, *want;
  } cases[] = {
    { "/a/,12\n/b/,3\n", "[/a/ views=12][/b/ views=3]" },
    { "path,count\n/a/,12", "[/a/ views=12]" },
    { "\xEF\xBB\xBFPath;Likes;Page Views\n/a/;1;2", "[/a/ views=2 likes=1]" },
    { "id\tviews\tcomments\tfavourites\tnote\narticles/a.md\t1\t\t3\tx",
      "[articles/a.md views=1 favourites=3]" },
    { "\"/a,\"\"b\"\"/\",\"1,234\"", "[/a,\"b\"/ views=1234]" },
    { "path,views\n/a/,1\n\n  \n/b/,2", "[/a/ views=1][/b/ views=2]" },
    { "/a/, 12 \r", "[/a/ views=12]" },
    { "/a/,12\n/b/,x\n/c/\n,5\n/d/,-1\n/e/,1.5\n/f/,99999999999999999999",
      "[/a/ views=12][must be a whole number: x][has no count: ][has no path: ][must not be "
      "negative: -1]"
      "[must be a whole number: 1.5][is too large: 99999999999999999999]" },
    { "/a/,1000000000000000\n/a/,1000000000000001",
      "[/a/ views=1000000000000000][is too large: 1000000000000001]" },
    { "/a/,\"1,23\"\n/a/,\"1,2345\"\n/a/,\"12,345,678\"",
      "[begins no table: ][begins no table: ][/a/ views=12345678]" },
    { "hello world", "[begins no table: ]" },
    { "\"/a/,12", "[begins no table: ]" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    Arena a = { 0 };
    CHECK_STR(rows_of(&a, str_c(cases[i].text)), cases[i].want);
    arena_free(&a);
  }
}

/* -- data/counts.yaml -- */

static const Value *yaml(Arena *a, const Source *source) {
  Diags d = { 0 };
  const Value *v = NULL;
  CHECK(yaml_parse(&v, a, source, 0, source->text.n, &d));
  for (size_t i = 0; i < d.count; i++) printf("    %.*s\n", STR(d.items[i].message));
  diags_free(&d);
  return v;
}

static Str again(Arena *a, Str text) {
  Source source = { S("data/counts.yaml"), text };
  Counts c;
  Diags d = { 0 };
  Buf out = { 0 };
  CHECK(counts_read(&c, a, yaml(a, &source), &source, &d));
  counts_write(&out, &c, text);
  Str written = buf_dup(&out, a);
  buf_free(&out);
  counts_free(&c);
  diags_free(&d);
  return written;
}

static void counts(void) {
  Arena a = { 0 };
  Str once = again(&a, S("# Ours.\n# Two lines.\nb: {likes: 2, views: 1}\n"
                         "# lost\narticles/a.md:\n  views: 12\n  favourites: 0\nc:\n"));
  CHECK_STR(once, "# Ours.\n# Two lines.\narticles/a.md: {views: 12, favourites: 0}\n"
                  "b: {views: 1, likes: 2}\nc: {}\n");
  CHECK(str_eq(again(&a, once), once));
  arena_free(&a);
}

/* Every key comes back as it was, whatever it is. */
static void keys(void) {
  static const char *const names[] = { "articles/2024/a.md",
                                       "a b",
                                       "a: b",
                                       "true",
                                       "No",
                                       "12",
                                       "1.5",
                                       "2024/a",
                                       "-",
                                       "- a",
                                       "#a",
                                       "\xE4\xBD\xA0\xE5\xA5\xBD/a.md",
                                       "a\"b",
                                       "a\\b",
                                       "a\tb",
                                       "a\nb",
                                       "[a]",
                                       "{a}",
                                       "&a",
                                       "*a",
                                       "!a",
                                       "'a'",
                                       "a#b",
                                       "a,b",
                                       "\xE2\x80\xA8",
                                       "\xEF\xBB\xBFx",
                                       "~",
                                       "<<",
                                       "? a",
                                       "::error",
                                       "##[x]",
                                       "." };
  Arena a = { 0 };
  Counts c = { .arena = &a };
  Buf out = { 0 };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    counts_add(counts_of(&c, str_c(names[i])), COUNT_VIEWS, i);
  char *long_id = arena_alloc(&a, 3001);
  memset(long_id, 'x', 3000);
  counts_add(counts_of(&c, str_n(long_id, 3000)), COUNT_VIEWS, 7);
  counts_write(&out, &c, S(""));
  Source source = { S("data/counts.yaml"), buf_view(&out) };
  const Value *v = yaml(&a, &source);
  CHECK_INT(value_count(v), sizeof names / sizeof names[0] + 1);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    const Value *n = value_getc(value_get(v, str_c(names[i])), "views");
    if (value_int(n, -1) != (int64_t)i) check_fail(__FILE__, __LINE__, names[i]);
  }
  CHECK_INT(value_int(value_getc(value_get(v, str_n(long_id, 3000)), "views"), -1), 7);
  buf_free(&out);
  counts_free(&c);
  arena_free(&a);
}

static void wrong_counts(void) {
  static const struct {
    const char *text, *message;
  } cases[] = {
    { "a: {views: -1}", "'views' is a whole number from 0 to 1000000000000000, found one below 0" },
    { "a: {likes: 1.5}", "'likes' is a whole number from 0 to 1000000000000000, found a number" },
    { "a: {views: 1000000000000001}",
      "'views' is a whole number from 0 to 1000000000000000, found a larger one" },
    { "a: {views: many}", "'views' is a whole number from 0 to 1000000000000000, found a string" },
    { "a: 5", "the counts of an article are a map, found a number" },
    { "[1]", "counts are a map from article ids to numbers" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    Arena a = { 0 };
    Diags d = { 0 };
    Counts c;
    Source source = { S("data/counts.yaml"), str_c(cases[i].text) };
    CHECK(!counts_read(&c, &a, yaml(&a, &source), &source, &d));
    CHECK_INT(d.errors, 1);
    if (d.count) CHECK_STR(d.items[0].message, cases[i].message);
    counts_free(&c);
    diags_free(&d);
    arena_free(&a);
  }
}

static void sums(void) {
  Count c = { 0 };
  counts_add(&c, COUNT_VIEWS, UINT64_MAX);
  CHECK_INT(c.n[COUNT_VIEWS], COUNT_MOST);
  counts_add(&c, COUNT_VIEWS, 1);
  CHECK_INT(c.n[COUNT_VIEWS], COUNT_MOST);
}

/* -- data/imports.yaml -- */

static void ledger(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Ledger l = { 0 }, back;
  Buf out = { 0 }, twice = { 0 };
  LedgerEntry one = { { 100, { { 1, 2 } } }, 3, 19725 }, two = { { 9, { { 3 } } }, 1, INT64_MIN };
  CHECK(ledger_add(&l, one) && ledger_add(&l, two) && !ledger_add(&l, one));
  size_t n;
  const LinesMark *marks = ledger_marks(&l, &n);
  CHECK(n == 2 && marks[0].length == 9 && marks[1].length == 100);
  ledger_write(&out, &l, &a);
  CHECK(str_find(buf_view(&out),
                 S("\"01020000000000000000000000000000\": {bytes: 100, lines: 3, until: "
                   "2024-01-03}\n")) > 0);
  Source source = { S("data/imports.yaml"), buf_view(&out) };
  CHECK(ledger_read(&back, yaml(&a, &source), &source, &d));
  ledger_write(&twice, &back, &a);
  CHECK(str_eq(buf_view(&out), buf_view(&twice)));
  ledger_free(&back);
  static const char *const wrong[] = {
    "x: {bytes: 1}", "[1]", "\"01020000000000000000000000000000\": {bytes: 0}",
    "\"01020000000000000000000000000000\": 5",
    "\"01020000000000000000000000000000\": {bytes: 5, until: soon}"
  };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    Source bad = { S("data/imports.yaml"), str_c(wrong[i]) };
    CHECK(!ledger_read(&back, yaml(&a, &bad), &bad, &d));
    ledger_free(&back);
  }
  CHECK_INT(d.errors, 5);
  ledger_free(&l);
  buf_free(&out);
  buf_free(&twice);
  diags_free(&d);
  arena_free(&a);
}

/* -- whole files -- */

typedef struct {
  Arena arena;
  Addresses addresses;
  Counts counts;
  Ledger ledger;
  Tally tally;
  Str ids[2];
  char path[64];
  Diags d;
} Rig;

static void rig_open(Rig *r) {
  *r = (Rig){ .ids = { { "a", 1 }, { "b", 1 } } };
  strcpy(r->path, "/tmp/intake-tally-XXXXXX");
  int fd = mkstemp(r->path);
  if (fd < 0) abort();
  close(fd);
  addresses_add(&r->addresses, S("/a/"), 1);
  addresses_add(&r->addresses, S("/b/"), 2);
  addresses_add(&r->addresses, S("/"), ADDRESS_OTHER);
  r->counts.arena = &r->arena;
}

/* How many lines were counted; -1 after a failure. */
static long long import(Rig *r, Str text, bool add) {
  FILE *f = fopen(r->path, "wb");
  if (!f || fwrite(text.p, 1, text.n, f) != text.n || fclose(f)) abort();
  tally_free(&r->tally);
  r->tally = (Tally){ .addresses = &r->addresses,
                      .ids = r->ids,
                      .articles = 2,
                      .counts = &r->counts,
                      .ledger = &r->ledger,
                      .add = add };
  return tally_file(&r->tally, r->path, &r->d) ? (long long)r->tally.counted : -1;
}

static long long views(Rig *r, const char *id) {
  return counts_of(&r->counts, str_c(id))->n[COUNT_VIEWS];
}

static void rig_close(Rig *r) {
  unlink(r->path);
  tally_free(&r->tally);
  counts_free(&r->counts);
  ledger_free(&r->ledger);
  addresses_free(&r->addresses);
  diags_free(&r->d);
  arena_free(&r->arena);
}

static void hit(Buf *b, int second, const char *who, const char *path) {
  buf_printf(
      b,
      "%s - - [01/Jan/2024:%02d:%02d:%02d +0000] \"GET %s HTTP/1.1\" 200 1 \"-\" \"Firefox/1\"\n",
      who, second / 3600, second / 60 % 60, second % 60, path);
}

/* A log that grows is imported again and again: each line counts once, at whatever
 * byte the earlier import ended. */
static void growing(void) {
  Rig r;
  rig_open(&r);
  Buf b = { 0 };
  for (int i = 0; i < 3000; i++) {
    char who[16];
    snprintf(who, sizeof who, "10.0.%d.%d", i / 250, i % 250);
    hit(&b, i * 20, who, i % 3 ? "/a/" : "/b/");
  }
  Str whole = buf_view(&b);
  static const size_t ends[] = { 1, 50, 97, 5000, 65535, 65536, 65537, 131072, 200001 };
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
    import(&r, str_sub(whole, 0, ends[i]), false);
  import(&r, whole, false);
  /* What was cut in its middle is lost at most: one line for each end. */
  long long sum = views(&r, "a") + views(&r, "b");
  CHECK(sum <= 3000 && sum >= 3000 - (long long)(sizeof ends / sizeof ends[0]));
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
    import(&r, str_sub(whole, 0, ends[i]), false);
    CHECK(!r.tally.changed);
  }
  CHECK_INT(import(&r, whole, false), 0);
  CHECK_INT(r.tally.left[LEFT_KNOWN], 3000);
  CHECK_INT(views(&r, "a") + views(&r, "b"), sum);
  rig_close(&r);
  buf_free(&b);
}

/* Who was there before the earlier import's end is still known behind it. */
static void over_the_edge(void) {
  Rig r;
  rig_open(&r);
  Buf b = { 0 };
  hit(&b, 0, "1.1.1.1", "/a/");
  CHECK_INT(import(&r, buf_view(&b), false), 1);
  hit(&b, 60, "1.1.1.1", "/a/");
  hit(&b, 61, "1.1.1.2", "/a/");
  CHECK_INT(import(&r, buf_view(&b), false), 1);
  CHECK_INT(r.tally.left[LEFT_REPEAT], 1);
  CHECK_INT(views(&r, "a"), 2);
  rig_close(&r);
  buf_free(&b);
}

static void totals(void) {
  Rig r;
  rig_open(&r);
  CHECK_INT(import(&r, S("/a/,5\n/a/index.html,2\n/b/,1\n"), false), 3);
  CHECK_INT(views(&r, "a"), 7);
  CHECK_INT(import(&r, S("/a/,5\n/a/index.html,2\n/b/,1\n"), false), 3);
  CHECK_INT(views(&r, "a"), 7);
  CHECK_INT(r.tally.changed, 0);
  CHECK_INT(r.ledger.count, 0);
  CHECK_INT(import(&r, S("/a/,3\n"), true), 1);
  CHECK_INT(views(&r, "a"), 10);
  CHECK_INT(import(&r, S("/a/,3\n"), true), 0);
  CHECK_INT(import(&r, S("/a/,3\n/b/,4\n/nothing/,7\n/,8\n"), true), 1);
  CHECK_INT(views(&r, "a"), 10);
  CHECK_INT(views(&r, "b"), 5);
  CHECK_INT(r.tally.left[LEFT_UNKNOWN], 1);
  CHECK_INT(r.tally.left[LEFT_OTHER], 1);
  CHECK_INT(import(&r, S("/a/,1000000000000000\n/a/,1000000000000000\n"), true), 2);
  CHECK_INT(views(&r, "a"), COUNT_MOST);
  rig_close(&r);
}

/* All or nothing. */
static void bad_files(void) {
  Rig r;
  rig_open(&r);
  CHECK_INT(import(&r, S("/a/,5\n/b/,x\n"), false), -1);
  CHECK_INT(import(&r, S("nonsense\nmore of it\n"), false), -1);
  CHECK_INT(r.d.errors, 2);
  CHECK(diags_status(&r.d) == EXIT_CONTENT);
  CHECK_INT(r.counts.by_id.count, 0);
  CHECK_INT(r.ledger.count, 0);
  CHECK_INT(import(&r, S(""), false), 0);
  CHECK_INT(import(&r, S("\n\n"), false), 0);
  CHECK_INT(r.d.errors, 2);
  rig_close(&r);
}

static void unknown(void) {
  Rig r;
  rig_open(&r);
  Buf b = { 0 };
  for (int i = 0; i < 50000; i++) {
    char path[32];
    snprintf(path, sizeof path, "/x%d", i % 30000);
    hit(&b, i % 80000, "1.1.1.1", path);
  }
  hit(&b, 80000, "1.1.1.1", "/wp");
  CHECK_INT(import(&r, buf_view(&b), false), 0);
  CHECK_INT(r.tally.left[LEFT_UNKNOWN], 50001);
  size_t n;
  const UnknownPath *top = tally_unknown(&r.tally, 3, &n);
  CHECK_INT(n, 3);
  CHECK(top[0].n == 2 && top[2].n == 2);
  CHECK_STR(top[0].path, "/x0");
  CHECK(r.tally.unknown.count <= 20000);
  rig_close(&r);
  buf_free(&b);
}

CHECKS_MAIN({ "tables", tables }, { "data/counts.yaml", counts }, { "keys of every kind", keys },
            { "wrong counts", wrong_counts }, { "sums stay below", sums },
            { "data/imports.yaml", ledger }, { "a log that grows", growing },
            { "over the edge of an import", over_the_edge }, { "totals and additions", totals },
            { "bad files", bad_files }, { "unknown paths", unknown })
