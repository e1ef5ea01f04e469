/* external.c -- `publish check --external`: do the links to other sites work? */
#include "cli/external.h"

#include "base/file.h"
#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/external_kept.h"
#include "cli/report.h"
#include "data/match.h"

enum { ADDRESSES_MOST = 20000, HOSTS_AT_ONCE = 8, WAIT_MOST = 30 };

/* Where an address stands. */
typedef struct {
  Str article;
  const Value *link; /* as the build tells it */
  Str url;           /* without fragment */
} Place;

typedef struct {
  Cli *c;
  Site *site;
  External *out;
  Arena *arena;
  const Value *settings; /* external_links */
  Place *places;
  size_t count, cap;
  Map answers;        /* address -> KeptAnswer*; `at` 0: not known */
  KeptAnswer **asked; /* those of now */
  Str file;
} Web;

static double number_of(const Value *map, const char *name, double other) {
  const Value *v = value_getc(map, name);
  if (v && v->kind == VALUE_FLOAT) return v->number;
  return v && v->kind == VALUE_INT ? (double)v->integer : other;
}

static bool excluded(const Web *w, Str url) {
  const Value *list = value_getc(w->settings, "exclude");
  for (size_t i = 0; i < value_count(list); i++) {
    const Value *v = value_at(list, i);
    if (v->kind != VALUE_STR || !v->str.n) continue;
    if (str_starts(url, v->str)) return true;
    if (str_chr(v->str, '*') != STR_NPOS && !glob_problem(v->str) && glob_match(v->str, url))
      return true;
  }
  return false;
}

static void add_place(Web *w, Str article, const Value *link) {
  Str url = value_strc(link, "url");
  long hash = str_chr(url, '#');
  if (hash >= 0) url.n = (size_t)hash;
  w->out->links++;
  if (excluded(w, url)) {
    w->out->excluded++;
    return;
  }
  w->places = arena_grow(w->arena, w->places, w->count, &w->cap, sizeof *w->places);
  w->places[w->count++] = (Place){ article, link, url };
}

static void gather(Web *w, bool (*wants)(void *context, Str path), void *context) {
  const BuildResult *r = &w->site->result;
  for (size_t i = 0; i < r->output_count; i++) {
    const BuildOutput *o = &r->outputs[i];
    if (!o->external || (wants && !wants(context, o->maker))) continue;
    for (size_t k = 0; k < value_count(o->external); k++)
      add_place(w, o->maker, value_at(o->external, k));
  }
}

/* -- what is known already -- */

static void read_kept(Web *w, int64_t now) {
  Str text;
  Diags ignored = { 0 };
  w->file = arena_printf(w->arena, "%.*spublish/links.json", STR(repo_commondir(w->site->repo)));
  if (file_exists(w->file.p) && file_read(&text, w->arena, w->file.p, KEPT_BYTES, &ignored))
    kept_parse(&w->answers, w->arena, text, now,
               (int64_t)number_of(w->settings, "keep", 7) * 24 * 60 * 60);
  diags_free(&ignored);
}

/* A cache that cannot be written costs time at the next run and nothing else. */
static void write_kept(Web *w) {
  Map worthy = { 0 };
  Buf text = { 0 };
  Diags said = { 0 };
  for (size_t i = 0; i < w->answers.count; i++) {
    const KeptAnswer *answer = w->answers.items[i].value;
    if (answer->at && kept_worthy(&answer->ask))
      map_put(&worthy, w->answers.items[i].key, w->answers.items[i].value);
  }
  kept_text(&text, &worthy);
  if (!file_write(w->file.p, buf_view(&text), &said)) {
    for (size_t i = 0; i < said.count; i++) said.items[i].severity = DIAG_WARNING;
    diags_append(&w->c->diags, &said);
  }
  diags_free(&said);
  buf_free(&text);
  map_free(&worthy);
}

/* -- asking -- */

static void progress(size_t done, size_t all) {
  (void)done;
  report_progress("external links", all - done);
}

static bool ask(Web *w, int64_t now) {
  KeptAnswer **asked = w->asked = ARENA_ARRAY(w->arena, w->count, KeptAnswer *);
  Map seen = { 0 };
  size_t count = 0, left = 0;
  for (size_t i = 0; i < w->count; i++) {
    Str url = w->places[i].url;
    if (!map_put(&seen, url, w)) continue;
    w->out->addresses++;
    if (map_has(&w->answers, url)) {
      w->out->kept++;
    } else if (count == ADDRESSES_MOST) {
      left++;
    } else {
      KeptAnswer *answer = ARENA_NEW(w->arena, KeptAnswer);
      answer->ask.url = url;
      map_put(&w->answers, url, answer);
      asked[count++] = answer;
    }
  }
  map_free(&seen);
  if (left)
    diag_file(&w->c->diags, DIAG_NOTE, P_EXTERNAL_UNSURE, S(""), "the next run goes on with them",
              "%zu addresses of other sites were not asked: %d are the most of one run", left,
              ADDRESSES_MOST);
  Ask *asks = ARENA_ARRAY(w->arena, count, Ask);
  for (size_t i = 0; i < count; i++) asks[i] = asked[i]->ask;
  Str home = value_strc(value_getc(w->site->result.settings, "all"), "url");
  const AskHow how = {
    .agent = arena_printf(w->arena, "publish/" PUBLISH_VERSION " (checks links%s%.*s)",
                          home.n ? "; +" : "", STR(home)),
    .pause = number_of(w->settings, "pause", 1),
    .patience = number_of(w->settings, "timeout", 20),
    .wait_most = WAIT_MOST,
    .hosts = HOSTS_AT_ONCE,
    .private_too = w->c->options.private_too,
    .now = clock_seconds,
    .progress = w->c->err_terminal && !w->c->options.quiet ? progress : NULL,
  };
  if (!ask_all(asks, count, &how, w->arena, &w->c->diags)) return false;
  for (size_t i = 0; i < count; i++) {
    asked[i]->ask = asks[i];
    asked[i]->at = now;
  }
  w->out->asked = count;
  return true;
}

/* -- telling -- */

/* Nothing answers at all: then it is not the links. */
static bool offline(const Web *w) {
  size_t dead = 0, refused = 0;
  for (size_t i = 0; i < w->out->asked; i++) {
    const Ask *ask = &w->asked[i]->ask;
    refused += ask->result == ASK_PRIVATE;
    dead += !ask->status && (ask->result == ASK_GONE || ask->result == ASK_UNSURE);
  }
  return dead > 2 && dead + refused == w->out->asked;
}

static void tell(Web *w, const Place *p, const Ask *ask) {
  Severity dead = value_bool(value_getc(p->link, "error"), false) ? DIAG_ERROR : DIAG_WARNING;
  const struct {
    Severity severity;
    Code code;
    const char *help, *words;
  } kinds[] = {
    [ASK_MOVED] = { DIAG_WARNING, P_EXTERNAL_MOVED, "write the new address", "has moved to " },
    [ASK_GONE] = { dead, P_EXTERNAL_GONE, "write another address, or one of an archive of the web",
                   "is dead: " },
    [ASK_UNSURE] = { DIAG_NOTE, P_EXTERNAL_UNSURE, "look at it with a browser",
                     "could not be checked: " },
    [ASK_PRIVATE] = { DIAG_WARNING, P_EXTERNAL_PRIVATE,
                      "external_links.exclude leaves it out; --private asks it nevertheless",
                      "was not asked: " },
  };
  if (ask->result == ASK_FINE) return;
  Diags *d = &w->c->diags;
  Str more = ask->result == ASK_MOVED ? ask->to : ask->problem;
  Source source;
  const Value *at = value_getc(p->link, "at");
  Diag *r;
  if (at && build_source(&w->site->result, p->article, &source)) {
    Range where = { (size_t)value_int(at, 0), (size_t)value_int(value_getc(p->link, "length"), 0) };
    r = diag_at(d, kinds[ask->result].severity, kinds[ask->result].code, &source, where,
                kinds[ask->result].help, "%.*s %s%.*s", STR(p->url), kinds[ask->result].words,
                STR(more));
  } else {
    r = diag_file(d, kinds[ask->result].severity, kinds[ask->result].code, p->article,
                  kinds[ask->result].help, "%.*s %s%.*s", STR(p->url), kinds[ask->result].words,
                  STR(more));
  }
  r->article = arena_str(&d->arena, p->article);
}

bool external_check(External *out, Cli *c, Site *site, bool (*wants)(void *context, Str path),
                    void *context) {
  *out = (External){ 0 };
  Web w = { .c = c, .site = site, .out = out, .arena = &c->arena };
  w.settings = value_path(site->result.settings, "all.external_links");
  int64_t now = clock_now();
  gather(&w, wants, context);
  read_kept(&w, now);
  bool ok = ask(&w, now);
  if (ok && offline(&w)) {
    diag_file(&c->diags, DIAG_WARNING, P_EXTERNAL_UNSURE, S(""), "is there a network?",
              "none of %zu addresses of other sites could be reached", out->asked);
    for (size_t i = 0; i < out->asked; i++) w.asked[i]->at = 0;
  }
  for (size_t i = 0; ok && i < w.count; i++) {
    const KeptAnswer *answer = map_get(&w.answers, w.places[i].url);
    if (answer && answer->at) tell(&w, &w.places[i], &answer->ask);
  }
  if (ok) write_kept(&w);
  map_free(&w.answers);
  return ok;
}
