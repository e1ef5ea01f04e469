/* publish.c -- `publish [build]`: from a commit to the output branch.
 *
 *   open -> settings -> may this branch be published to? -> build -> trees
 *        -> same as the tip: done -> commit, and move the branch
 *
 * When another publisher moved the branch meanwhile, the question and the commit
 * are put again, on top of what is there now. The trees stay: they are a function
 * of the source alone.
 *
 * The commit's date is the later of the source commit's and the time that the
 * build stands for, never the clock's: the same source on the same parent gives
 * the same commit id for the same committer, wherever and whenever it is made. */
#include "cli/commands.h"
#include "cli/notice_changes.h"
#include "cli/summary.h"
#include "cli/table.h"
#include "cli/untrusted.h"
#include "data/date.h"
#include "repo/branch.h"
#include "repo/directory.h"
#include "repo/output.h"

enum { TRIES = 16 };

typedef struct {
  Cli *c;
  Site site;
  Output *output;
  Branch branch;
  Summary summary;
  Diags *d;
} Run;

/* Combinations that cannot mean anything. */
static bool sensible(Cli *c) {
  const Options *o = &c->options;
  if (o->worktree && !o->dry_run && !o->to.n) {
    usage_error(&c->diags, P_USAGE, "commit first, or add --dry-run or --to DIR",
                "--worktree never commits");
    return false;
  }
  if (o->worktree && o->source.n) {
    usage_error(&c->diags, P_USAGE, "leave one of them out",
                "--worktree and --source both say what to read");
    return false;
  }
  return true;
}

static void note_relation(Run *r) {
  char was[41];
  oid_hex(was, &r->branch.trailers.source);
  was[12] = '\0';
  if (r->branch.relation == BRANCH_DIVERGED)
    diag_file(r->d, DIAG_NOTE, P_BRANCH_RELATION, S(""), NULL,
              "the source does not descend from the published commit %s: publishing on top", was);
  if (r->branch.relation == BRANCH_UNKNOWN)
    diag_file(r->d, DIAG_NOTE, P_BRANCH_RELATION, S(""), NULL,
              "the published commit %s is not in this clone: publishing on top", was);
}

/* *go_on is false when there is nothing to do. */
static bool ask_branch(Run *r, bool *go_on) {
  const Options *o = &r->c->options;
  Str name = site_branch(&r->site, o->branch);
  if (!branch_classify(&r->branch, r->site.repo, name, &r->site.source, o->adopt, &r->site.arena,
                       r->d) ||
      (!o->dry_run && !untrusted_branch(&r->site, &r->branch, r->d)))
    return false;
  r->summary.branch = str_starts(r->branch.ref, S("refs/heads/"))
                          ? str_sub(r->branch.ref, 11, r->branch.ref.n)
                          : r->branch.ref;
  *go_on = r->branch.relation != BRANCH_SUPERSEDED || o->force;
  if (!*go_on) {
    r->summary.result = "superseded";
    r->summary.commit = r->branch.trailers.source;
  }
  return true;
}

/* With --worktree the branch is only compared with; it may be missing or foreign. */
static void peek_branch(Run *r) {
  Diags quiet = { 0 };
  Oid tip;
  Commit commit;
  r->summary.branch = site_branch(&r->site, r->c->options.branch);
  if (branch_tip(&tip, r->site.repo, r->summary.branch, &quiet) &&
      repo_commit(&commit, r->site.repo, &tip, &r->site.arena, &quiet)) {
    r->branch.tree = commit.tree;
    trailers_parse(&r->branch.trailers, commit.message);
  }
  diags_free(&quiet);
}

static bool make_trees(Run *r, OutputMode mode) {
  r->summary.files = r->site.result.output_count;
  return site_trees(&r->output, &r->summary.tree, &r->site, mode, r->d);
}

static bool compare(Run *r, TreeDiff *diff) {
  if (!output_diff(diff, r->output, &r->branch.tree, &r->site.arena, r->d)) return false;
  r->summary.added = diff->added;
  r->summary.changed = diff->changed;
  r->summary.removed = diff->removed;
  r->summary.bytes = output_bytes_added(r->output);
  return true;
}

static OutputCommit compose(Run *r) {
  Site *s = &r->site;
  char source[41];
  oid_hex(source, &s->source.id);
  Buf text = { 0 };
  Str first = str_trim(s->result.message), line;
  if (first.n && str_split(&first, '\n', &line) && str_trim(line).n)
    show(&text, str_trim(line));
  else
    buf_printf(&text, "Publish %.12s", source);
  buf_c(&text, "\n\n");
  trailer_add(&text, "Publish-Source", str_c(source));
  trailer_add(&text, "Publish-Engine", s->result.engine);
  trailer_add(&text, "Publish-Options", site_flags(s, &s->arena));
  const Date at = { .seconds = s->result.at, .has_time = true };
  trailer_add(&text, "Publish-At", date_text(&s->arena, at));
  OutputCommit how = { .message = buf_dup(&text, &s->arena), .when = s->source.committer };
  if (!how.when.known || how.when.time < s->result.at)
    how.when = (CommitTime){ .time = s->result.at, .known = true };
  if (how.when.time < 0) how.when = (CommitTime){ .known = true };
  bool configured;
  repo_identity(&how.name, &how.email, &configured, s->repo, &s->arena);
  buf_free(&text);
  return how;
}

static bool commit(Run *r) {
  TreeDiff diff;
  OutputCommit how = compose(r);
  for (int i = 0; i < TRIES; i++) {
    OutputResult result;
    bool go_on = true;
    if (i > 0 && (!ask_branch(r, &go_on) || !go_on)) return !r->d->errors;
    if (!compare(r, &diff) ||
        !output_publish(&result, &r->summary.commit, r->output, &r->branch, &how, r->d))
      return false;
    if (result == OUTPUT_MOVED) continue;
    r->summary.result = result == OUTPUT_UNCHANGED ? "unchanged" : "published";
    r->summary.bytes = output_bytes_added(r->output);
    return true;
  }
  diag_machine(r->d, P_BRANCH_RACE, "run it again",
               "the output branch was moved by others %d times while publishing", TRIES);
  return false;
}

static bool write_directory(Run *r) {
  const Options *o = &r->c->options;
  DirectoryResult done;
  Input *disk = r->site.how.worktree ? r->site.input : NULL;
  if (!directory_write(&done, o->to.p, r->output, r->site.repo, disk, o->dry_run, r->d))
    return false;
  r->summary.result = o->dry_run ? "dry-run" : "written";
  r->summary.target = o->to;
  r->summary.branch = S("");
  r->summary.files = done.files;
  r->summary.added = done.added;
  r->summary.changed = done.changed;
  r->summary.removed = done.removed;
  r->summary.bytes = done.bytes_written;
  return true;
}

static bool dry_run(Run *r, const NoticeChanges *notices) {
  TreeDiff diff;
  if (!compare(r, &diff)) return false;
  summary_changes(r->c, &diff);
  notice_changes_print(r->c, notices, true);
  r->summary.result = "dry-run";
  return true;
}

static bool run(Run *r) {
  const Options *o = &r->c->options;
  const SiteHow how = site_how(r->c);
  bool go_on = true;
  if (!site_open(&r->site, &how, r->d) || !site_settings(&r->site, r->d) ||
      !untrusted_target(&r->site, o->branch, o->to, o->dry_run, o->adopt, r->d))
    return false;
  if (o->worktree)
    peek_branch(r);
  else if (!o->to.n && !ask_branch(r, &go_on))
    return false;
  if (!go_on) return true;
  OutputMode mode = o->to.n ? OUTPUT_KEEP : o->dry_run ? OUTPUT_COUNT : OUTPUT_WRITE;
  if (!site_build(&r->site, BUILD_ALL, r->d) || !make_trees(r, mode)) return false;
  if (!summary_uncommitted(&r->summary, &r->site, r->d)) return false;
  if (o->to.n) return write_directory(r);
  if (r->branch.state == BRANCH_OURS) note_relation(r);
  NoticeChanges notices = { 0 };
  /* A preview has BASE's notices, whatever the last one on the branch had. */
  bool same = oid_eq(&r->summary.tree, &r->branch.tree) || how.untrusted.n;
  if (!same && !notice_changes(&notices, &r->site, &r->branch.trailers, r->d)) return false;
  if (o->dry_run) return dry_run(r, &notices);
  if (!commit(r)) return false;
  if (str_eqc(str_c(r->summary.result), "published"))
    notice_changes_print(r->c, &notices, r->c->options.verbose);
  return true;
}

bool command_build(Cli *c) {
  Run r = { .c = c, .d = &c->diags };
  bool ok = sensible(c) && run(&r);
  if (ok) summary_print(c, &r.summary, &r.site);
  output_close(r.output);
  site_close(&r.site);
  return ok;
}
