/* as_of.c -- a Site as it was: `--as-of REV|DATE`.
 *
 * Only git is asked. A branch's own past is the line of its first parents: what was
 * merged became part of the site with the merge, whenever it had been written. */
#include "cli/options.h"
#include "cli/site.h"

static bool no_such_time(Str as_of, const char *help, const char *what, Diags *d) {
  usage_error(d, P_USAGE_VALUE, help, "--as-of %.*s: %s", STR(as_of), what);
  return false;
}

/* The last commit on the line of first parents made at or before `when`. */
static bool commit_by(Commit *out, const Site *s, int64_t when, Str as_of, Arena *a, Diags *d) {
  *out = s->source;
  while (!out->committer.known || out->committer.time > when) {
    if (!out->parent_count) return no_such_time(as_of, NULL, "the history begins later", d);
    Oid parent = out->parents[0];
    if (repo_shallow(s->repo) && !repo_has(s->repo, &parent))
      return no_such_time(as_of, "git fetch --unshallow",
                          "this clone is shallow: its history begins later", d);
    if (!repo_commit(out, s->repo, &parent, a, d)) return false;
  }
  return true;
}

/* Is it a date? A day is its last second. */
static bool read_date(Site *s, Str as_of, Date *date, bool *yes, Diags *d) {
  const char *problem;
  if (!site_date(s, as_of, date, &problem, d)) return false;
  *yes = problem == NULL;
  if (problem || date->has_time) return true;
  Str parts[] = { as_of, S("T23:59:59") };
  return site_date(s, arena_concat(&s->arena, parts, 2), date, &problem, d);
}

bool site_go_back(Site *s, Str as_of, Diags *d) {
  Arena a = { 0 };
  Date date = { 0 };
  Commit commit;
  bool dated = false;
  /* A revision may be meant although HEAD's settings are broken: its date needs no zone. */
  Diags quiet = { 0 };
  bool ok = site_settings(s, &quiet) && read_date(s, as_of, &date, &dated, &quiet);
  if (!ok) dated = !date_parse(&date, &a, as_of, NULL);
  diags_free(&quiet);
  if (dated) {
    ok = commit_by(&commit, s, date.seconds, as_of, &a, d);
  } else {
    size_t before = d->count;
    ok = repo_resolve(&commit, s->repo, as_of, &a, d);
    for (size_t i = before; !ok && i < d->count; i++)
      if (!d->items[i].help.n)
        d->items[i].help = S("--as-of takes a commit, or a date such as 2024-01-03");
    date =
        (Date){ .seconds = commit.committer.known ? commit.committer.time : 0, .has_time = true };
  }
  if (ok) {
    SiteHow how = s->how;
    Repo *repo = s->repo;
    Oid id = commit.id;
    s->repo = NULL;
    site_close(s);
    date.offset = 0;
    date.has_time = true;
    ok = site_open_commit(s, repo, &id, &how, d);
    s->how.at = date_text(&s->arena, date);
  }
  arena_free(&a);
  return ok;
}
