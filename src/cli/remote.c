/* remote.c -- see remote.h. */
#include "cli/remote.h"

#include "cli/git_program.h"
#include "cli/git_trouble.h"
#include "cli/options.h"
#include "repo/remote.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* -- which one -- */

/* As git tells a path from an address: no colon before the first slash. */
static bool is_path(Str s) {
  long colon = str_chr(s, ':'), slash = str_chr(s, '/');
  return colon < 0 || (slash >= 0 && slash < colon);
}

static bool no_remote(Repo *r, Str wanted, bool push, Arena *a, Diags *d) {
  size_t count;
  Str *all = repo_remotes(&count, r, a);
  const char *option = push ? "--push" : "--fetch";
  if (wanted.n) {
    Diag *e = usage_error(d, P_REMOTE_NONE, NULL, "there is no remote '%.*s'", STR(wanted));
    Str near = str_nearest(wanted, all, count);
    if (near.n)
      diag_help(d, e, "did you mean %s=%.*s?", option, STR(near));
    else
      diag_help(d, e,
                "'git remote -v' lists them; an address or a path with a '/' in it will do, too");
  } else if (count) {
    Diag *e = usage_error(d, P_REMOTE_NONE, NULL, "%s: which of the %zu remotes is meant?", option,
                          count);
    diag_help(d, e,
              "none is called 'origin' and the branch has no upstream; name one, such as %s=%.*s",
              option, STR(all[0]));
  } else {
    Diag *e = diag_machine(d, P_REMOTE_NONE, NULL, "%s: this repository has no remote", option);
    e->blame = EXIT_USAGE;
    diag_help(d, e, "git remote add origin ADDRESS, or %s=ADDRESS", option);
  }
  return false;
}

bool remote_choose(Remote *out, Repo *r, Str wanted, bool push, Arena *a, Diags *d) {
  size_t count;
  Str *all = repo_remotes(&count, r, a);
  *out = (Remote){ .repo = r, .named = true };
  out->name = wanted.n ? wanted : repo_default_remote(r, push, a);
  size_t i = 0;
  while (i < count && !str_eq(all[i], out->name)) i++;
  if (str_starts(out->name, S("-")) || !out->name.n) return no_remote(r, wanted, push, a, d);
  if (i == count) {
    struct stat st;
    out->named = false;
    if (is_path(wanted)) {
      char here[PATH_MAX];
      bool folder = stat(arena_cstr(a, wanted), &st) == 0;
      if (str_chr(wanted, '/') < 0 && !folder) return no_remote(r, wanted, push, a, d);
      if (!str_starts(wanted, S("/")) && getcwd(here, sizeof here))
        out->name = arena_printf(a, "%s/%.*s", here, STR(wanted));
    }
  }
  out->shown = git_address(out->named ? out->name : wanted, a);
  return true;
}

/* -- fetching -- */

bool remote_failed(const Remote *remote, const GitRan *ran, Arena *a, Diags *d) {
  Diag *e = diag_machine(d, P_REMOTE_REACH, NULL, "cannot fetch from '%.*s'", STR(remote->shown));
  e->said = arena_str(&d->arena, git_words(ran->err, a));
  GitTrouble trouble = git_trouble(ran->err);
  const char *help = git_trouble_help(trouble);
  const char *maybe =
      trouble == TROUBLE_NOT_FOUND ? "; a login that may not see it gets the same answer" : "";
  if (help)
    diag_help(d, e, "%s", help);
  else if (trouble == TROUBLE_FORBIDDEN)
    diag_help(d, e, "its login may not read there: a token or a key with that right");
  else if (remote->named)
    diag_help(d, e, "'git remote -v' shows its address, 'git ls-remote %.*s' tries it%s",
              STR(remote->name), maybe);
  else
    diag_help(d, e, "'git ls-remote' with that address tries it%s", maybe);
  return false;
}

static bool list_tip(Oid *tip, const Remote *remote, Str ref, Arena *a, Diags *d) {
  const char *const arguments[] = { "ls-remote", "--", arena_cstr(a, remote->name),
                                    arena_cstr(a, ref), NULL };
  GitRan ran;
  *tip = (Oid){ 0 };
  if (!git_program(&ran, remote->repo, arguments, S(""), a, d)) return false;
  if (ran.status) return remote_failed(remote, &ran, a, d);
  Str line;
  while (str_split(&ran.out, '\n', &line))
    if (line.n > 41 && str_eq(str_sub(line, 41, line.n), ref) &&
        !oid_read(tip, str_sub(line, 0, 40)))
      *tip = (Oid){ 0 };
  return true;
}

bool remote_fetch(GitRan *ran, const Remote *remote, const char *const *how,
                  const char *const *what, Str input, Arena *a, Diags *d) {
  static const char *const fixed[] = { "fetch",
                                       "--quiet",
                                       "--no-tags",
                                       "--no-prune",
                                       "--no-write-fetch-head",
                                       "--no-recurse-submodules",
                                       "--update-shallow",
                                       "--refmap=" };
  const char *arguments[GIT_ARGUMENTS_MAX] = { 0 };
  size_t n = 0;
  if (input.n) {
    arguments[n++] = "-c";
    arguments[n++] = "fetch.negotiationAlgorithm=noop";
  }
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) arguments[n++] = fixed[i];
  while (*how) arguments[n++] = *how++;
  arguments[n++] = "--";
  arguments[n++] = arena_cstr(a, remote->name);
  while (*what) arguments[n++] = *what++;
  return git_program(ran, remote->repo, arguments, input, a, d) && repo_refresh(remote->repo, d);
}

bool remote_tip(Oid *tip, const Remote *remote, Str ref, bool have, Arena *a, Diags *d) {
  enum { TRIES = 3 };
  GitRan ran = { 0 };
  for (int i = 0; i < TRIES; i++) {
    if (!list_tip(tip, remote, ref, a, d)) return false;
    if (oid_zero(tip) || repo_has(remote->repo, tip)) return true;
    /* A clone without its history has no use for the site's. */
    bool last = repo_shallow(remote->repo) && !have;
    const char *const how[] = { last ? "--depth=1" : NULL, NULL };
    const char *const what[] = { arena_cstr(a, ref), NULL };
    if (!remote_fetch(&ran, remote, how, what, S(""), a, d)) return false;
    if (ran.status == 0 && repo_has(remote->repo, tip)) return true;
    /* Moved between the two questions: ask again. */
  }
  return remote_failed(remote, &ran, a, d);
}

/* -- more history -- */

/* Commits that can be reached, to the edge of the clone. */
static size_t history_size(Repo *r, const Oid *id, size_t most, Arena *a) {
  size_t n = 0;
  Oid at = *id;
  Diags quiet = { 0 };
  Commit c;
  while (n < most && repo_has(r, &at) && repo_commit(&c, r, &at, a, &quiet)) {
    n++;
    if (!c.parent_count) break;
    at = c.parents[0];
  }
  diags_free(&quiet);
  return n;
}

static bool related(bool *yes, Repo *r, const Oid *one, const Oid *two, Diags *d) {
  *yes = false;
  if (!repo_has(r, one) || !repo_has(r, two)) return true;
  return repo_descends(yes, r, one, two, d) && (*yes || repo_descends(yes, r, two, one, d));
}

static bool unknown_there(const GitRan *ran) {
  return str_find(ran->err, S("not our ref")) >= 0 ||
         str_find(ran->err, S("unadvertised object")) >= 0 ||
         str_find(ran->err, S("find remote ref")) >= 0;
}

bool remote_deepen(const Remote *remote, const Oid *one, const Oid *two, Arena *a, Diags *d) {
  static const size_t more[] = { 50, 1000 };
  char hex[2][41];
  oid_hex(hex[0], one);
  oid_hex(hex[1], two);
  const char *const both[] = { hex[0], hex[1], NULL };
  GitRan ran;
  if (!repo_shallow(remote->repo)) {
    /* All of one's history is here, so only the other can be missing. */
    static const char *const whole[] = { NULL };
    const char *const missing[] = { hex[repo_has(remote->repo, one)], NULL };
    return remote_fetch(&ran, remote, whole, missing, S(""), a, d) &&
           (ran.status == 0 || unknown_there(&ran) || remote_failed(remote, &ran, a, d));
  }
  for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
    bool yes;
    if (!related(&yes, remote->repo, one, two, d)) return false;
    if (yes) return true;
    /* Never less than what is here: --depth would cut that off. */
    size_t have = history_size(remote->repo, one, 100000, a);
    size_t other = history_size(remote->repo, two, 100000, a);
    const char *const how[] = {
      arena_printf(a, "--depth=%zu", (have > other ? have : other) + more[i]).p, NULL
    };
    /* Both at once; of two of which the server does not know one, the other. */
    if (!remote_fetch(&ran, remote, how, both, S(""), a, d)) return false;
    for (size_t k = 0; ran.status && unknown_there(&ran) && k < 2; k++) {
      const char *const single[] = { both[k], NULL };
      if (!remote_fetch(&ran, remote, how, single, S(""), a, d)) return false;
    }
    if (ran.status && !unknown_there(&ran)) return remote_failed(remote, &ran, a, d);
    if (ran.status) return true;
  }
  return true;
}

/* -- pushing -- */

/* "!\tSRC:DST\t[remote rejected] (REASON)" of `git push --porcelain`: the reason, or "". */
static Str reason(Str out) {
  Str line;
  while (str_split(&out, '\n', &line)) {
    if (!str_starts(line, S("!\t"))) continue;
    long open = str_find(line, S("] ("));
    line = str_trim(line);
    if (open >= 0 && str_ends(line, S(")"))) return str_sub(line, (size_t)open + 3, line.n - 1);
    return S("no reason given");
  }
  return S("");
}

/* Somebody else is just about to move it. */
static bool is_busy(Str why) {
  return str_find(why, S("lock")) >= 0 || str_eqc(why, "failed to update ref") ||
         str_eqc(why, "incorrect old value provided") || str_eqc(why, "reference already exists");
}

/* It said no. */
static bool refused(const Remote *remote, Str ref, Str why, const GitRan *ran, Arena *a, Diags *d) {
  Str branch = str_sub(ref, 11, ref.n), words = git_words(ran->err, a);
  Diag *e = diag_machine(d, P_PUSH_REFUSED, NULL, "'%.*s' refused the push to '%.*s'%s%.*s",
                         STR(remote->shown), STR(branch), why.n ? ": " : "", STR(why));
  e->said = arena_str(&d->arena, words);
  if (str_eqc(why, "shallow update not allowed"))
    diag_help(d, e,
              "it lacks the history that this shallow clone lacks, too: git fetch --unshallow");
  else if (str_eqc(why, "stale info"))
    diag_help(d, e, "is its address for pushing that of another repository? (git remote -v)");
  else if (!why.n)
    diag_help(d, e,
              "let this job write there: in GitHub Actions `permissions: { contents: write }`, "
              "elsewhere a token or deploy key that may write");
  else
    diag_help(d, e,
              "let this job push to '%.*s' (protected branches and hooks are the server's "
              "settings), or publish to another branch with --branch",
              STR(branch));
  return false;
}

/* It did not say anything. */
static bool broken(const Remote *remote, const GitRan *ran, Arena *a, Diags *d) {
  Diag *e = diag_machine(d, P_PUSH_BROKEN, NULL, "cannot push to '%.*s'", STR(remote->shown));
  e->said = arena_str(&d->arena, git_words(ran->err, a));
  const char *help = git_trouble_help(git_trouble(ran->err));
  diag_help(d, e, "%s", help ? help : "nothing is half done: run it again");
  return false;
}

/* One attempt; what the branch there is afterwards (*known: could be asked). */
static bool push_once(GitRan *ran, Oid *now, bool *known, const Remote *remote, Str ref,
                      const Oid *was, const Oid *commit, Arena *a, Diags *d) {
  char hex[41], old[41] = "";
  oid_hex(hex, commit);
  if (!oid_zero(was)) oid_hex(old, was);
  Str lease = arena_printf(a, "--force-with-lease=%.*s:%s", STR(ref), old);
  Str spec = arena_printf(a, "%s:%.*s", hex, STR(ref));
  const char *arguments[GIT_ARGUMENTS_MAX] = { 0 };
  size_t n = 0;
  if (remote->named && repo_remote_mirror(remote->repo, remote->name)) {
    arguments[n++] = "-c";
    arguments[n++] = arena_printf(a, "remote.%.*s.mirror=false", STR(remote->name)).p;
  }
  static const char *const fixed[] = { "push", "--porcelain", "--no-verify", "--no-follow-tags",
                                       "--recurse-submodules=no" };
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) arguments[n++] = fixed[i];
  arguments[n++] = lease.p;
  arguments[n++] = "--";
  arguments[n++] = arena_cstr(a, remote->name);
  arguments[n++] = spec.p;
  if (!git_program(ran, remote->repo, arguments, S(""), a, d)) return false;
  *known = true;
  *now = *commit;
  if (ran->status == 0) return true;
  /* What is there now says more than words. */
  Diags quiet = { 0 };
  *known = list_tip(now, remote, ref, a, &quiet);
  diags_free(&quiet);
  return true;
}

bool remote_push(PushResult *result, const Remote *remote, Str ref, const Oid *was,
                 const Oid *commit, bool last, Arena *a, Diags *d) {
  GitRan ran;
  Oid now;
  bool known = false;
  for (int i = 0; i < 2; i++) {
    if (!push_once(&ran, &now, &known, remote, ref, was, commit, a, d)) return false;
    *result = PUSH_DONE;
    if (known && oid_eq(&now, commit)) return true;
    *result = PUSH_MOVED;
    if (known && !oid_eq(&now, was)) return true;
    Str why = reason(ran.out);
    *result = PUSH_BUSY;
    if (known && !last && is_busy(why)) return true;
    GitTrouble trouble = git_trouble(ran.err);
    /* What may be read and not written has refused, in whatever words. */
    bool no = trouble == TROUBLE_LOGIN || trouble == TROUBLE_FORBIDDEN ||
              (known && (trouble == TROUBLE_NOT_FOUND || trouble == TROUBLE_OTHER));
    if (why.n || no) return refused(remote, ref, why, &ran, a, d);
    /* A connection that broke while the server is there: that passes. */
    if (!known || trouble != TROUBLE_BROKEN) break;
    if (i == 0) nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
  }
  return broken(remote, &ran, a, d);
}
