/* tally.c -- the rules, line by line. */
#include "intake/tally.h"

#include "intake/agents.h"
#include "intake/log.h"
#include "intake/table.h"

#include <stdlib.h>

enum { UNKNOWN_MOST = 20000, UNKNOWN_LONGEST = 200, ROBOT_CACHE = 4096, DAY = 86400 };

const char *const left_names[LEFT_REASONS] = { "known",    "unreadable", "method", "status",
                                               "prefetch", "robot",      "asset",  "other",
                                               "unknown",  "repeat" };
const char *const left_texts[LEFT_REASONS] = {
  "imported before",
  "not a line of an access log",
  "not a GET",
  "not answered with 200 or 304",
  "asked for in advance",
  "by robots",
  "not for a page",
  "for a page that is no article",
  "for nothing the site has",
  "repeats within half an hour",
};

/* One file in hand. Its counts are kept apart until it has been read to its end. */
typedef struct {
  Tally *t;
  const char *path;
  Lines *lines;
  LogReader log;
  TableReader table;
  bool is_table, decided;
  Arena line; /* what a line needs */
  Visits visits;
  uint64_t *views; /* by article */
  TableRow *rows;  /* by article */
  uint64_t read, counted, left[LEFT_REASONS], known, hits, number;
  int64_t newest;
  bool has_newest;
  Map unknown; /* path -> uint64_t */
  Arena names;
  uint64_t robots[ROBOT_CACHE]; /* digest of an agent with the answer in its last bit */
  Diags *d;
} Reading;

static bool robot(Reading *r, Str agent) {
  uint64_t key = map_hash(agent) & ~(uint64_t)1;
  uint64_t *kept = &r->robots[(key >> 8) % ROBOT_CACHE];
  if (key && (*kept & ~(uint64_t)1) == key) return *kept & 1;
  bool yes = agent_is_robot(agent);
  *kept = key | yes;
  return yes;
}

static void note_unknown(Map *m, Arena *a, Str path, uint64_t n) {
  uint64_t *seen = map_get(m, path);
  if (!seen) {
    if (m->count >= UNKNOWN_MOST) return;
    seen = ARENA_NEW(a, uint64_t);
    map_put(m, arena_str(a, path), seen);
  }
  *seen += n;
}

static void unknown_path(Reading *r, Str target) {
  Str key = address_key(&r->line, target);
  if (!key.n) key = target;
  note_unknown(&r->unknown, &r->names, str_sub(key, 0, UNKNOWN_LONGEST), 1);
}

static bool prefetch(Str purpose) {
  return str_find(purpose, S("prefetch")) >= 0 || str_find(purpose, S("prerender")) >= 0 ||
         str_eq_nocase(purpose, S("preview"));
}

/* LEFT_REASONS when it counts. */
static LeftOut judge(Reading *r, const Hit *h, long *article) {
  Str path = h->text[FIELD_TARGET];
  if (h->had[FIELD_METHOD] && !str_eq_nocase(h->text[FIELD_METHOD], S("GET"))) return LEFT_METHOD;
  if (h->status && h->status != 200 && h->status != 304) return LEFT_STATUS;
  if (prefetch(h->text[FIELD_PURPOSE])) return LEFT_PREFETCH;
  if (h->had[FIELD_AGENT] && robot(r, h->text[FIELD_AGENT])) return LEFT_ROBOT;
  *article = addresses_find(r->t->addresses, &r->line, path);
  if (*article == ADDRESS_OTHER) return LEFT_OTHER;
  if (*article == ADDRESS_UNKNOWN) {
    Str key = address_key(&r->line, path);
    if (path_is_asset(key.n ? key : path)) return LEFT_ASSET;
    return LEFT_UNKNOWN;
  }
  bool counts = visits_count(&r->visits, h->text[FIELD_ADDRESS], h->text[FIELD_AGENT],
                             (uint32_t)*article, h->has_time, h->time);
  return counts ? LEFT_REASONS : LEFT_REPEAT;
}

static void log_line(Reading *r, Str line, bool cut, bool fresh) {
  Hit h;
  long article = ADDRESS_UNKNOWN;
  LogLine kind = cut ? LOG_BAD : log_parse(&r->log, &h, &r->line, line);
  if (kind == LOG_NOTHING) return;
  LeftOut why = kind == LOG_BAD ? LEFT_UNREADABLE : judge(r, &h, &article);
  r->hits += kind == LOG_HIT;
  if (kind == LOG_HIT && h.has_time && (!r->has_newest || h.time > r->newest)) {
    r->newest = h.time;
    r->has_newest = true;
  }
  if (!fresh) {
    r->left[LEFT_KNOWN]++;
    return;
  }
  if (why == LEFT_UNKNOWN) unknown_path(r, h.text[FIELD_TARGET]);
  if (why == LEFT_REASONS) {
    r->views[article - 1]++;
    r->counted++;
  } else {
    r->left[why]++;
  }
}

static void sum(int64_t *to, int64_t more) {
  *to = more > COUNT_MOST - *to ? COUNT_MOST : *to + more;
}

static bool table_line(Reading *r, Str line, bool cut, bool fresh) {
  TableRow row = { 0 };
  const char *problem = "is too long";
  Str cell = S("");
  TableLine kind = cut ? TABLE_BAD : table_parse(&r->table, &row, &r->line, line, &problem, &cell);
  if (kind == TABLE_NOTHING) return true;
  if (kind == TABLE_BAD) {
    const Source none = { str_c(r->path), S("") };
    if (cell.n)
      diag_line(r->d, DIAG_ERROR, P_TABLE, &none, (uint32_t)r->number, 1, 1,
                "nothing of the file was counted; correct the line and give it again",
                "a count %s, found '%.*s'", problem, STR(str_sub(cell, 0, 60)));
    else
      diag_line(r->d, DIAG_ERROR, P_TABLE, &none, (uint32_t)r->number, 1, 1,
                "nothing of the file was counted; correct the line and give it again",
                "the line %s", problem);
    return false;
  }
  if (!fresh) {
    r->left[LEFT_KNOWN]++;
    return true;
  }
  long article = addresses_find_name(r->t->addresses, &r->line, row.address);
  if (article <= 0) {
    r->left[article == ADDRESS_OTHER ? LEFT_OTHER : LEFT_UNKNOWN]++;
    if (article == ADDRESS_UNKNOWN) unknown_path(r, row.address);
    return true;
  }
  TableRow *sums = &r->rows[article - 1];
  for (int k = 0; k < COUNT_KINDS; k++) {
    if (!row.has[k]) continue;
    sums->has[k] = true;
    sum(&sums->n[k], row.n[k]);
  }
  r->counted++;
  return true;
}

/* Everything counted so far was imported before. */
static void forget(Reading *r) {
  r->left[LEFT_KNOWN] += r->counted;
  for (int i = 0; i < LEFT_REASONS; i++) {
    if (i == LEFT_KNOWN) continue;
    r->left[LEFT_KNOWN] += r->left[i];
    r->left[i] = 0;
  }
  r->counted = 0;
  if (r->views) memset(r->views, 0, (r->t->articles + 1) * sizeof *r->views);
  if (r->rows) memset(r->rows, 0, (r->t->articles + 1) * sizeof *r->rows);
  map_free(&r->unknown);
  arena_free(&r->names);
}

/* A table, or a log? The first line that is not blank says. */
static void decide(Reading *r, Str line) {
  Str s = str_trim(line);
  LogReader log = { 0 };
  Hit h;
  if (!s.n || r->decided) return;
  r->decided = true;
  r->is_table = log_parse(&log, &h, &r->line, line) == LOG_BAD && table_begins(line);
}

static bool read_all(Reading *r) {
  Tally *t = r->t;
  for (;;) {
    Str line;
    LinesResult result = lines_next(r->lines, &line, r->d);
    if (result == LINES_FAILED) return false;
    if (result == LINES_END) return true;
    r->read++;
    r->number++;
    decide(r, line);
    bool by_ledger = !r->is_table || t->add;
    uint64_t known = by_ledger ? lines_known(r->lines) : 0;
    if (known > r->known) forget(r);
    r->known = known;
    bool fresh = lines_start(r->lines) >= known;
    if (!r->is_table)
      log_line(r, line, result == LINES_CUT, fresh);
    else if (!table_line(r, line, result == LINES_CUT, fresh))
      return false;
    arena_reset(&r->line);
  }
}

/* -- from the file to the whole -- */

static void merge(Reading *r) {
  Tally *t = r->t;
  for (size_t i = 0; i < t->articles; i++) {
    bool any = r->views[i] > 0;
    for (int k = 0; k < COUNT_KINDS; k++) any = any || r->rows[i].has[k];
    if (!any) continue;
    Count *c = counts_of(t->counts, t->ids[i]), was = *c;
    if (r->views[i]) counts_add(c, COUNT_VIEWS, r->views[i]);
    for (int k = 0; k < COUNT_KINDS; k++) {
      if (!r->rows[i].has[k]) continue;
      if (t->add) {
        counts_add(c, (CountKind)k, (uint64_t)r->rows[i].n[k]);
      } else {
        c->has[k] = true;
        c->n[k] = r->rows[i].n[k];
      }
    }
    bool same = true;
    for (int k = 0; k < COUNT_KINDS; k++)
      same = same && c->has[k] == was.has[k] && c->n[k] == was.n[k];
    t->changed += !same && !c->changed;
    c->changed = c->changed || !same;
  }
  for (size_t i = 0; i < r->unknown.count; i++)
    note_unknown(&t->unknown, &t->arena, r->unknown.items[i].key,
                 *(uint64_t *)r->unknown.items[i].value);
  for (int i = 0; i < LEFT_REASONS; i++) t->left[i] += r->left[i];
  t->files++;
  t->lines += r->read;
  t->counted += r->counted;
}

static bool finish(Reading *r) {
  bool nothing = !r->is_table && !r->hits && r->left[LEFT_UNREADABLE];
  if (nothing) {
    Diag *e = diag_file(r->d, DIAG_ERROR, P_LOG_FORMAT, str_c(r->path),
                        "'publish help views import' lists the formats",
                        "no line of this file is one of an access log or a table of counts");
    e->blame = EXIT_CONTENT;
    return false;
  }
  merge(r);
  LinesMark mark = lines_mark(r->lines);
  if ((!r->is_table || r->t->add) && mark.length) {
    LedgerEntry entry = { mark, r->read, INT64_MIN };
    int64_t day = r->newest / DAY - (r->newest % DAY < 0);
    if (r->has_newest) entry.until = day;
    ledger_add(r->t->ledger, entry);
  }
  return true;
}

bool tally_file(Tally *t, const char *path, Diags *d) {
  size_t count;
  const LinesMark *marks = ledger_marks(t->ledger, &count);
  Reading *r = mem_calloc(1, sizeof *r);
  *r = (Reading){ .t = t, .path = strcmp(path, "-") == 0 ? "standard input" : path, .d = d };
  r->views = mem_calloc(t->articles + 1, sizeof *r->views);
  r->rows = mem_calloc(t->articles + 1, sizeof *r->rows);
  bool ok = lines_open(&r->lines, path, marks, count, d) && read_all(r) && finish(r);
  lines_close(r->lines);
  visits_free(&r->visits);
  map_free(&r->unknown);
  arena_free(&r->names);
  arena_free(&r->line);
  free(r->views);
  free(r->rows);
  free(r);
  return ok;
}

static int by_frequency(const void *pa, const void *pb) {
  const UnknownPath *a = pa, *b = pb;
  if (a->n != b->n) return a->n > b->n ? -1 : 1;
  return str_cmp(a->path, b->path);
}

const UnknownPath *tally_unknown(Tally *t, size_t most, size_t *count) {
  UnknownPath *all = ARENA_ARRAY(&t->arena, t->unknown.count + 1, UnknownPath);
  for (size_t i = 0; i < t->unknown.count; i++)
    all[i] = (UnknownPath){ t->unknown.items[i].key, *(const uint64_t *)t->unknown.items[i].value };
  qsort(all, t->unknown.count, sizeof *all, by_frequency);
  *count = t->unknown.count < most ? t->unknown.count : most;
  return all;
}

void tally_free(Tally *t) {
  map_free(&t->unknown);
  arena_free(&t->arena);
}
