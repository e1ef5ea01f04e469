/* branch.c -- the output branch, judged before anything is built. */
#include "repo/branch.h"

#include "base/file.h"
#include "repo/private.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

void ref_locked(const Repo *r, Str ref, Diags *d) {
  Arena a = { 0 };
  struct stat st;
  struct tm tm;
  Str lock = arena_printf(&a, "%.*s%.*s.lock", STR(r->commondir), STR(ref));
  char since[64] = "";
  if (stat(lock.p, &st) == 0 && gmtime_r(&st.st_mtime, &tm))
    strftime(since, sizeof since, " since %Y-%m-%d %H:%M:%S UTC", &tm);
  Diag *e =
      diag_machine(d, P_BRANCH_LOCKED, NULL, "%.*s is locked%s: %.*s", STR(ref), since, STR(lock));
  diag_help(d, e, "if no git process is running there: rm '%.*s'", STR(lock));
  arena_free(&a);
}

static const Str HEADS = { "refs/heads/", 11 };

/* The full ref of a branch name, or a message; `what` is "output branch" or the like. */
static bool branch_ref(Str *out, Str name, const char *what, Arena *a, Diags *d) {
  Str ref =
      str_starts(name, HEADS) ? arena_str(a, name) : arena_printf(a, "refs/heads/%.*s", STR(name));
  int valid = 0;
  bool odd = memchr(name.p ? name.p : "", '\0', name.n) || str_eq(name, S("HEAD")) ||
             str_starts(name, S("-")) || str_starts(name, S("refs/tags/")) ||
             str_starts(name, S("refs/remotes/"));
  if (odd || git_reference_name_is_valid(&valid, ref.p) < 0 || !valid) {
    Diag *e = diag_machine(d, P_BRANCH_NAME, "choose a name like 'pages'",
                           "'%.*s' cannot be the %s", STR(name), what);
    e->blame = EXIT_USAGE;
    return false;
  }
  *out = ref;
  return true;
}

static Str branch_short(Str ref) {
  return str_sub(ref, HEADS.n, ref.n);
}

/* The branch that a HEAD file or a rebase's head-name file names, if it is `ref`. */
static bool file_names(Str folder, const char *file, Str ref, Arena *a) {
  Diags quiet = { 0 };
  Str text, path = arena_printf(a, "%.*s%s", STR(folder), file);
  bool same = false;
  if (file_read(&text, a, path.p, 4096, &quiet)) {
    text = str_trim(text);
    if (str_starts(text, S("ref:"))) text = str_trim(str_sub(text, 4, text.n));
    same = str_eq(text, ref);
  }
  diags_free(&quiet);
  return same;
}

static bool worktree_has(Str gitdir, Str ref, Arena *a) {
  return file_names(gitdir, "HEAD", ref, a) ||
         file_names(gitdir, "rebase-merge/head-name", ref, a) ||
         file_names(gitdir, "rebase-apply/head-name", ref, a);
}

static int by_text(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* Is the common folder that of a bare repository? Its settings may stand in two files. */
static bool common_is_bare(const Repo *r, Arena *a) {
  static const char *const files[] = { "config", "config.worktree" };
  int bare = 0;
  for (size_t i = 0; i < 2 && !bare; i++) {
    git_config *config = NULL;
    Str path = arena_printf(a, "%.*s%s", STR(r->commondir), files[i]);
    if (file_exists(path.p) && git_config_open_ondisk(&config, path.p) == 0 &&
        git_config_get_bool(&bare, config, "core.bare") < 0)
      bare = 0;
    git_config_free(config);
  }
  return bare != 0;
}

Str branch_checked_out(Repo *r, Str ref, Arena *a) {
  /* A bare repository's own HEAD is only its default branch. */
  if (!common_is_bare(r, a) && worktree_has(r->commondir, ref, a)) {
    Str at = str_sub(r->commondir, 0, r->commondir.n - 1);
    return str_ends(at, S("/.git")) ? arena_str(a, str_dir(at)) : arena_str(a, at);
  }
  Str folder = arena_printf(a, "%.*sworktrees", STR(r->commondir));
  DIR *dir = opendir(folder.p);
  if (!dir) return S("");
  Str names[256];
  size_t n = 0;
  for (struct dirent *e; n < 256 && (e = readdir(dir));)
    if (e->d_name[0] != '.') names[n++] = arena_str(a, str_c(e->d_name));
  closedir(dir);
  qsort(names, n, sizeof *names, by_text); /* so that the same one is always named */
  for (size_t i = 0; i < n; i++) {
    Str gitdir = arena_printf(a, "%.*s/%.*s/", STR(folder), STR(names[i]));
    if (!worktree_has(gitdir, ref, a)) continue;
    Diags quiet = { 0 };
    Str text;
    bool ok = file_read(&text, a, arena_printf(a, "%.*sgitdir", STR(gitdir)).p, 8192, &quiet);
    diags_free(&quiet);
    if (!ok) return gitdir;
    text = str_trim(text);
    return str_ends(text, S("/.git")) ? str_sub(text, 0, text.n - 5) : text;
  }
  return S("");
}

static bool broken(Diags *d, Str ref, const char *format, const char *why) {
  Str name = branch_short(ref);
  Str text = arena_str(&d->arena, str_c(why));
  Diag *e = diag_machine(d, P_BRANCH_BROKEN, NULL, format, STR(ref), STR(text));
  diag_help(d, e, "nothing was overwritten; 'git update-ref -d refs/heads/%.*s' removes it",
            STR(name));
  return false;
}

/* Can this ref exist beside the others? */
static bool check_neighbours(Repo *r, Str ref, Arena *a, Diags *d) {
  git_strarray refs = { 0 };
  bool ok = true;
  if (git_reference_list(&refs, r->git) < 0) {
    diag_machine(d, P_REPO_OPEN, NULL, "cannot list the refs: %s", git_why());
    return false;
  }
  Str below = arena_printf(a, "%.*s/", STR(ref));
  for (size_t i = 0; ok && i < refs.count; i++) {
    Str other = str_c(refs.strings[i]);
    bool above = str_starts(ref, other) && ref.n > other.n && ref.p[other.n] == '/';
    if (!above && !str_starts(other, below)) continue;
    Diag *e = diag_machine(d, P_BRANCH_CONFLICT, NULL, "%.*s cannot exist beside %.*s", STR(ref),
                           STR(other));
    diag_help(d, e, "choose another output branch with --branch, or rename '%.*s'", STR(other));
    ok = false;
  }
  git_strarray_dispose(&refs);
  return ok;
}

/* The commit a ref points to: OK, absent (*found false), or a message. */
static bool read_tip(Oid *out, bool *found, Repo *r, Str ref, Diags *d) {
  git_reference *tip = NULL;
  bool ok = false;
  *found = false;
  int code = git_reference_lookup(&tip, r->git, ref.p);
  if (code == GIT_ENOTFOUND) {
    ok = true;
  } else if (code < 0) {
    broken(d, ref, "%.*s cannot be read: %.*s", git_why());
  } else if (git_reference_type(tip) == GIT_REFERENCE_SYMBOLIC) {
    Diag *e = diag_machine(d, P_BRANCH_SYMBOLIC, NULL,
                           "%.*s is a symbolic ref to %s; publishing would move that", STR(ref),
                           git_reference_symbolic_target(tip));
    diag_help(d, e, "git symbolic-ref --delete %.*s", STR(ref));
  } else {
    size_t size;
    git_object_t type;
    *out = oid_from(git_reference_target(tip));
    char hex[41];
    oid_hex(hex, out);
    code = git_odb_read_header(&size, &type, r->odb, oid_git(out));
    if (code == GIT_ENOTFOUND) {
      broken(d, ref, "%.*s points to commit %.*s, which is missing", hex);
    } else if (code < 0) {
      broken(d, ref, "the tip of %.*s cannot be read: %.*s", git_why());
    } else if (type != GIT_OBJECT_COMMIT) {
      broken(d, ref, "%.*s points to a %.*s, not to a commit", git_object_type2string(type));
    } else {
      ok = *found = true;
    }
  }
  git_reference_free(tip);
  return ok;
}

bool branch_relate(Branch *b, Repo *r, const Commit *source, Diags *d) {
  const Oid *old = &b->trailers.source;
  bool yes = false;
  b->relation = BRANCH_DIVERGED;
  if (oid_eq(old, &source->id)) {
    b->relation = BRANCH_SAME;
  } else if (!repo_has(r, old)) {
    b->relation = BRANCH_UNKNOWN;
  } else {
    if (!repo_descends(&yes, r, &source->id, old, d)) return false;
    if (yes) {
      b->relation = BRANCH_AHEAD;
    } else {
      if (!repo_descends(&yes, r, old, &source->id, d)) return false;
      if (yes) b->relation = BRANCH_SUPERSEDED;
    }
  }
  return true;
}

static bool take_tip(Branch *out, Repo *r, const Oid *id, Arena *a, Diags *d) {
  Commit tip;
  if (!repo_commit(&tip, r, id, a, d)) return false;
  out->state = BRANCH_ADOPTED;
  out->tip = *id;
  out->tree = tip.tree;
  out->message = tip.message;
  trailers_parse(&out->trailers, tip.message);
  return true;
}

bool branch_place(Branch *out, Repo *r, Str name, const char *what, const Commit *source, Arena *a,
                  Diags *d) {
  *out = (Branch){ .relation = BRANCH_FIRST, .message = S("") };
  if (!branch_ref(&out->ref, name, what, a, d)) return false;
  Str shown = branch_short(out->ref);
  if (str_eq(out->ref, source->ref)) {
    Diag *e = diag_machine(d, P_BRANCH_SOURCE, NULL,
                           "the %s '%.*s' is the branch the articles come from", what, STR(shown));
    diag_help(d, e, "choose another %s with --branch", what);
    return false;
  }
  bool found;
  if (!read_tip(&out->tip, &found, r, out->ref, d)) return false;
  out->local = out->tip;
  Str where = branch_checked_out(r, out->ref, a);
  if (where.n) {
    Diag *e = diag_machine(d, P_BRANCH_CHECKED_OUT, NULL, "the %s '%.*s' is checked out in %.*s",
                           what, STR(shown), STR(where));
    diag_help(d, e, "switch that work tree to another branch, or use --branch");
    return false;
  }
  if (!found) return check_neighbours(r, out->ref, a, d);
  return take_tip(out, r, &out->local, a, d);
}

/* What a branch that is ours, or not, is to the source. */
static bool judge(Branch *out, Repo *r, const Commit *source, bool adopt, Diags *d) {
  if (out->state == BRANCH_ABSENT) return true;
  if (out->trailers.ours) {
    out->state = BRANCH_OURS;
    return branch_relate(out, r, source, d);
  }
  if (adopt) return true;
  char hex[41];
  oid_hex(hex, &out->tip);
  diag_machine(d, P_BRANCH_FOREIGN, "take it over with --adopt, or use another --branch",
               "publish did not make the tip of the output branch '%.*s' (%.12s)",
               STR(branch_short(out->ref)), hex);
  return false;
}

bool branch_classify(Branch *out, Repo *r, Str name, const Commit *source, bool adopt, Arena *a,
                     Diags *d) {
  return branch_place(out, r, name, "output branch", source, a, d) &&
         judge(out, r, source, adopt, d);
}

bool branch_classify_remote(Branch *out, Repo *r, Str name, const Oid *theirs, const Commit *source,
                            bool adopt, Arena *a, Diags *d) {
  if (!branch_place(out, r, name, "output branch", source, a, d)) return false;
  bool contained = false;
  if (oid_zero(theirs) || oid_eq(theirs, &out->local)) return judge(out, r, source, adopt, d);
  if (oid_zero(&out->local)) contained = true;
  /* Ours goes further: it is the tip. */
  if (!contained && !repo_descends(&contained, r, &out->local, theirs, d)) return false;
  if (contained && !oid_zero(&out->local)) return judge(out, r, source, adopt, d);
  if (!contained && !repo_descends(&contained, r, theirs, &out->local, d)) return false;
  out->left_behind = !contained;
  if (out->left_behind && !out->trailers.ours && !adopt) {
    char here[41];
    oid_hex(here, &out->local);
    diag_machine(
        d, P_BRANCH_FOREIGN,
        "rename it to keep it, take the branch over with --adopt, or use another --branch",
        "publish did not make the branch '%.*s' of this repository (%.12s), and the remote's "
        "does not contain it",
        STR(branch_short(out->ref)), here);
    return false;
  }
  return take_tip(out, r, theirs, a, d) && judge(out, r, source, adopt, d);
}

bool branch_tip(Oid *out, Repo *r, Str name, Diags *d) {
  Arena a = { 0 };
  Str ref;
  bool found = false;
  bool ok = branch_ref(&ref, name, "output branch", &a, d) && read_tip(out, &found, r, ref, d);
  if (ok && !found) {
    diag_machine(d, P_REPO_REVISION, "publish first, or name it with --branch",
                 "there is no branch '%.*s'", STR(branch_short(ref)));
    ok = false;
  }
  arena_free(&a);
  return ok;
}
