/* verify.c -- `publish verify`: build a published commit again and compare trees.
 *
 * The trailers say source, options and time; the same engine must then give the
 * same tree. Another engine proves nothing and is said to be one. */
#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/report.h"
#include "cli/site.h"
#include "cli/table.h"
#include "data/date.h"
#include "repo/branch.h"
#include "repo/output.h"

enum { DIFFERENCES_SHOWN = 20 };

typedef struct {
  Cli *c;
  Site site;
  Commit published;
  Trailers trailers;
  char name[41];
  Diags *d;
} Verify;

static bool content(Verify *v, const char *help, const char *what) {
  diag_file(v->d, DIAG_ERROR, P_VERIFY_DIFFERS, S(""), help, "commit %.12s: %s", v->name, what);
  return false;
}

/* Which branch, when no commit was named: asks the settings of HEAD, if there are any. */
static bool default_commit(Verify *v, Repo *repo, Oid *tip) {
  Str name = v->c->options.branch;
  Commit head;
  Diags quiet = { 0 };
  Site here = { 0 };
  const SiteHow how = { .workers = 1 };
  if (!name.n && repo_resolve(&head, repo, S("HEAD"), &v->c->arena, &quiet) &&
      site_open_commit(&here, repo, &head.id, &how, &quiet) && site_settings(&here, &quiet))
    name = arena_str(&v->c->arena, site_branch(&here, S("")));
  here.repo = NULL; /* still ours */
  site_close(&here);
  diags_free(&quiet);
  return branch_tip(tip, repo, name.n ? name : S("pages"), v->d);
}

static bool find_commit(Verify *v, Repo *repo) {
  const Options *o = &v->c->options;
  Oid tip;
  bool ok = o->arg_count ? repo_resolve(&v->published, repo, o->args[0], &v->c->arena, v->d)
                         : default_commit(v, repo, &tip) &&
                               repo_commit(&v->published, repo, &tip, &v->c->arena, v->d);
  if (!ok) return false;
  oid_hex(v->name, &v->published.id);
  trailers_parse(&v->trailers, v->published.message);
  if (v->trailers.ours) return true;
  diag_machine(v->d, P_VERIFY_FOREIGN, "name a commit of the output branch",
               "publish did not make commit %.12s", v->name);
  return false;
}

static bool same_engine(Verify *v) {
  Str here = engine_id(&v->c->arena);
  if (str_eq(here, v->trailers.engine)) return true;
  diag_machine(v->d, P_VERIFY_ENGINE, "verify with that engine: 'publish --version' shows its id",
               "commit %.12s was made by engine %.*s, this is %.*s", v->name,
               STR(v->trailers.engine), STR(here));
  return false;
}

static bool rebuild(Verify *v, Oid *tree, Output **output) {
  BuildResult *b = &v->site.result;
  if (!site_settings(&v->site, v->d) || !site_build(&v->site, BUILD_ALL, v->d)) return false;
  *output = output_new(v->site.repo, OUTPUT_COUNT);
  for (size_t i = 0; i < b->output_count; i++) {
    const BuildOutput *f = &b->outputs[i];
    bool ok = f->made ? output_object(*output, f->path, f->mode, &f->object, f->maker, v->d)
                      : output_existing(*output, f->path, f->mode, &f->id, f->maker, v->d);
    if (!ok) return false;
  }
  return output_build(tree, *output, v->d);
}

/* What stands in the commit but not in the rebuilt site is "removed" by building. */
static bool tell_difference(Verify *v, Output *output) {
  static const char *const words[] = { "is missing", "differs", "should not be there" };
  TreeDiff diff;
  if (!output_diff(&diff, output, &v->published.tree, &v->site.arena, v->d)) return false;
  for (size_t i = 0; i < diff.count && i < DIFFERENCES_SHOWN; i++)
    diag_file(v->d, DIAG_ERROR, P_VERIFY_DIFFERS, diff.items[i].path, NULL, "%s in commit %.12s",
              words[diff.items[i].what], v->name);
  Diag *r = diag_file(v->d, DIAG_ERROR, P_VERIFY_DIFFERS, S(""), NULL,
                      "commit %.12s is not what its source gives: %zu path%s", v->name, diff.count,
                      diff.count == 1 ? " differs" : "s differ");
  if (diff.count > DIFFERENCES_SHOWN)
    diag_help(v->d, r, "the first %d are listed", (int)DIFFERENCES_SHOWN);
  return false;
}

static void say_verified(Verify *v, const Oid *tree) {
  Buf *out = &v->c->out;
  char hex[41], source[41];
  oid_hex(hex, tree);
  oid_hex(source, &v->trailers.source);
  double seconds = clock_seconds() - v->c->started;
  if (v->c->json) {
    json_open(out, "summary");
    json_text(out, "result", S("verified"));
    json_number(out, "status", EXIT_DONE);
    json_text(out, "commit", str_c(v->name));
    json_text(out, "tree", str_c(hex));
    json_text(out, "source", str_c(source));
    json_number(out, "pages", v->site.result.pages);
    buf_printf(out, ",\"seconds\":%.3f", seconds);
    json_close(out);
  } else if (!v->c->options.quiet) {
    buf_printf(out, "verified: commit %.12s is what source %.12s gives", v->name, source);
    if (!oid_zero(&v->site.base.id)) {
      oid_hex(source, &v->site.base.id);
      buf_printf(out, " with all but articles and pictures from %.12s", source);
    }
    buf_c(out, ", ");
    show_count(out, v->site.result.pages, "page");
    buf_printf(out, ", %.2f s\n", seconds);
  }
}

/* Takes the repository over. */
static bool check(Verify *v, Repo *repo) {
  const Options *o = &v->c->options;
  SiteHow how = { .progress = v->c->err_terminal && !o->quiet,
                  .workers = o->jobs ? o->jobs : processor_count(),
                  .now = clock_now(),
                  .at = v->trailers.at };
  v->site.repo = repo;
  if (!same_engine(v)) return false;
  Date at;
  Oid tree;
  Output *output = NULL;
  if (!site_flags_read(&how, v->trailers.options))
    return content(v, NULL, "the trailer Publish-Options was changed");
  if (date_parse(&at, &v->c->arena, v->trailers.at, NULL) ||
      !str_eq(date_text(&v->c->arena, at), v->trailers.at))
    return content(v, NULL, "the trailer Publish-At was changed");
  if (!site_open_commit(&v->site, repo, &v->trailers.source, &how, v->d)) return false;
  bool ok = rebuild(v, &tree, &output);
  if (ok && oid_eq(&tree, &v->published.tree))
    say_verified(v, &tree);
  else if (ok)
    ok = tell_difference(v, output);
  output_close(output);
  return ok;
}

bool command_verify(Cli *c) {
  Verify v = { .c = c, .d = &c->diags };
  Repo *repo;
  if (c->options.arg_count && c->options.branch.n) {
    usage_error(v.d, P_USAGE, "leave one of them out",
                "a commit and --branch both say what to verify");
    return false;
  }
  if (!repo_open(&repo, ".", v.d)) return false;
  v.site.repo = repo;
  bool ok = find_commit(&v, repo) && check(&v, repo);
  site_close(&v.site);
  return ok;
}
