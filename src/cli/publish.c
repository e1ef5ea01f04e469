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
 * the same commit id for the same committer, wherever and whenever it is made.
 *
 * With --push the question is put to the remote's branch, and put again when the push found
 * it moved. The branch of this repository follows when the push has arrived, so it never
 * claims what the remote has not; a run that ends in between leaves nothing but objects. */
#include "cli/commands.h"
#include "cli/notice_changes.h"
#include "cli/remote.h"
#include "cli/summary.h"
#include "cli/table.h"
#include "cli/untrusted.h"
#include "data/date.h"
#include "repo/branch.h"
#include "repo/directory.h"
#include "repo/output.h"
#include "repo/remote.h"

#include <time.h>

enum { TRIES = 16, PUSHES = 8, BUSY_MS = 250 };

typedef struct {
  Cli *c;
  Site site;
  Output *output;
  Branch branch;
  Remote remote; /* with --push or --fetch */
  Oid theirs;    /* its output branch */
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
  if (o->push.p && (o->to.n || o->worktree)) {
    usage_error(&c->diags, P_USAGE, "run it twice, once with each",
                "--push pushes a commit; %s makes none", o->to.n ? "--to" : "--worktree");
    return false;
  }
  return true;
}

static bool pushes(const Run *r) {
  return r->c->options.push.p != NULL;
}

/* -- the branch -- */

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

/* What the history says about the two commits, when the clone has too little of it. */
static bool look_further(Run *r) {
  Branch *b = &r->branch;
  Site *s = &r->site;
  bool cut =
      b->relation == BRANCH_UNKNOWN || (b->relation == BRANCH_DIVERGED && repo_shallow(s->repo));
  if (b->state != BRANCH_OURS || !cut) return true;
  /* The source's history is where the source comes from. */
  Remote from = r->remote;
  if (repo_default_remote(s->repo, false, &s->arena).n &&
      !remote_choose(&from, s->repo, S(""), false, &s->arena, r->d))
    return false;
  return remote_deepen(&from, &s->source.id, &b->trailers.source, &s->arena, r->d) &&
         branch_relate(b, s->repo, &s->source, r->d);
}

/* The remote's branch decides; ours only where it goes further. */
static bool ask_remote(Run *r, Str name) {
  Site *s = &r->site;
  const Options *o = &r->c->options;
  /* First ours alone: what is wrong with it needs no network. */
  if (!branch_place(&r->branch, s->repo, name, "output branch", &s->source, &s->arena, r->d) ||
      !remote_tip(&r->theirs, &r->remote, r->branch.ref, !oid_zero(&r->branch.local), &s->arena,
                  r->d) ||
      !branch_classify_remote(&r->branch, s->repo, name, &r->theirs, &s->source, o->adopt,
                              &s->arena, r->d))
    return false;
  return look_further(r);
}

static void note_left(Run *r) {
  char was[41];
  oid_hex(was, &r->branch.local);
  if (r->branch.left_behind)
    diag_file(
        r->d, DIAG_NOTE, P_REMOTE_LEFT, S(""), NULL,
        "'%.*s' has another history: the branch '%.*s' here follows it and leaves %.12s behind",
        STR(r->remote.shown), STR(r->summary.branch), was);
}

/* *go_on is false when there is nothing to do. */
static bool ask_branch(Run *r, bool *go_on) {
  const Options *o = &r->c->options;
  Str name = site_branch(&r->site, o->branch);
  bool ok = r->remote.name.n ? ask_remote(r, name)
                             : branch_classify(&r->branch, r->site.repo, name, &r->site.source,
                                               o->adopt, &r->site.arena, r->d);
  if (!ok || (!o->dry_run && !untrusted_branch(&r->site, &r->branch, r->d))) return false;
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

static void name_result(Run *r, OutputResult result) {
  r->summary.result = result == OUTPUT_UNCHANGED ? "unchanged" : "published";
  r->summary.bytes = output_bytes_added(r->output);
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
    name_result(r, result);
    note_left(r);
    return true;
  }
  diag_machine(r->d, P_BRANCH_RACE, "run it again",
               "the output branch was moved by others %d times while publishing", TRIES);
  return false;
}

/* The branch of this repository, after the remote's. When another run moved it meanwhile,
 * the remote's is right all the same, and the next run finds that out. */
static bool follow(Run *r, const OutputCommit *how) {
  OutputResult moved;
  if (oid_eq(&r->branch.local, &r->summary.commit)) return true;
  if (!output_move(&moved, &r->summary.commit, r->output, &r->branch, how, r->d)) return false;
  if (moved == OUTPUT_PUBLISHED) note_left(r);
  return true;
}

static bool push(Run *r) {
  TreeDiff diff;
  OutputCommit how = compose(r);
  size_t moved = 0;
  for (int i = 0; i < PUSHES; i++) {
    OutputResult result;
    PushResult pushed = PUSH_DONE;
    bool go_on = true;
    if (i > 0 && (!ask_branch(r, &go_on) || !go_on)) return !r->d->errors;
    if (!compare(r, &diff) ||
        !output_commit(&result, &r->summary.commit, r->output, &r->branch, &how, r->d))
      return false;
    r->summary.pushed = !oid_eq(&r->summary.commit, &r->theirs);
    if (r->summary.pushed &&
        !remote_push(&pushed, &r->remote, r->branch.ref, &r->theirs, &r->summary.commit,
                     i + 1 == PUSHES, &r->site.arena, r->d))
      return false;
    if (pushed == PUSH_DONE) {
      name_result(r, result);
      if (r->summary.pushed && result == OUTPUT_UNCHANGED) r->summary.result = "pushed";
      r->summary.moved = moved;
      return follow(r, &how);
    }
    moved += pushed == PUSH_MOVED;
    if (pushed == PUSH_BUSY) nanosleep(&(struct timespec){ .tv_nsec = BUSY_MS * 1000000L }, NULL);
  }
  diag_machine(r->d, P_PUSH_RACE, "run it again when the other jobs are done",
               "'%.*s': pushed %d times in vain, because others moved '%.*s' %zu times meanwhile",
               STR(r->remote.shown), PUSHES, STR(r->summary.branch), moved);
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
  if ((o->push.p || (o->fetch && !o->to.n && !o->worktree)) &&
      !remote_choose(&r->remote, r->site.repo, o->push, pushes(r), &r->site.arena, r->d))
    return false;
  r->summary.remote = r->remote.shown;
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
  if (pushes(r) ? !push(r) : !commit(r)) return false;
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
