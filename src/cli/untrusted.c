/* untrusted.c -- see untrusted.h: which files, and where the site may go. What was left out
 * is told in untrusted_notes.c. */
#include "cli/untrusted.h"

#include "media/image.h"

/* -- BASE -- */

/* May it stand in a line for a shell as it is? */
static bool plain_word(Str s) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                c == '.' || c == '_' || c == '/' || (c == '-' && i > 0);
    if (!fine) return false;
  }
  return s.n > 0;
}

/* "git fetch ..." that brings `rev` here under the name it was given. */
static Str fetch_line(Str rev, Arena *a) {
  Oid id;
  Str name = rev;
  if (oid_read(&id, rev)) return arena_printf(a, "git fetch --depth=1 origin %.*s", STR(rev));
  if (str_starts(name, S("refs/remotes/"))) name = str_sub(name, 13, name.n);
  if (str_starts(name, S("origin/"))) name = str_sub(name, 7, name.n);
  if (!plain_word(name)) name = S("BASE");
  return arena_printf(a, "git fetch --depth=1 origin %.*s:refs/remotes/origin/%.*s", STR(name),
                      STR(name));
}

static void missing_base(Str rev, const char *why, Arena *a, Diags *d) {
  Str line = fetch_line(rev, a);
  Diag *r = diag_machine(d, P_UNTRUSTED_BASE, NULL, "--untrusted=%.*s: %s", STR(rev), why);
  diag_help(d, r, "fetch that commit, too: %.*s", STR(line));
  /* In order of their texts, as they are printed. */
  diag_file(d, DIAG_NOTE, P_UNTRUSTED_BASE, S(""), NULL,
            "GitHub Actions: give actions/checkout `with: { fetch-depth: 0 }`, or add the step "
            "`run: %.*s`",
            STR(line));
  diag_file(d, DIAG_NOTE, P_UNTRUSTED_BASE, S(""), NULL,
            "GitLab CI: set `variables: { GIT_DEPTH: \"0\" }`, or add to `before_script:` the line "
            "`- %.*s`",
            STR(line));
  diag_file(d, DIAG_NOTE, P_UNTRUSTED_BASE, S(""), NULL,
            "anywhere else: `git fetch --unshallow` in a shallow clone, or `%.*s`", STR(line));
}

bool untrusted_base(Commit *out, Repo *r, Str rev, Arena *a, Diags *d) {
  Diags quiet = { 0 };
  bool ok = repo_resolve(out, r, rev, a, &quiet);
  Str why = quiet.count ? arena_str(a, quiet.items[0].message) : S("");
  if (!ok) missing_base(rev, arena_cstr(a, why), a, d);
  diags_free(&quiet);
  return ok;
}

/* -- files -- */

static WalkChoice theirs(void *ctx, Str path, uint32_t mode) {
  const Site *s = ctx;
  if (mode == MODE_TREE)
    return build_leads_to_articles(&s->settings, path) ? WALK_ENTER : WALK_SKIP;
  switch (build_source_kind(&s->settings, path)) {
  case SOURCE_ARTICLE:
    return WALK_ENTER;
  case SOURCE_PICTURE:
    return WALK_WHOLE;
  case SOURCE_OTHER:
    break;
  }
  return WALK_SKIP;
}

/* A pointer of git-lfs is left out by the build, which says so. */
static const char *refuses(void *ctx, Str path, Str bytes) {
  (void)ctx, (void)path;
  if (image_is_raster(bytes) || input_lfs_pointer(bytes)) return NULL;
  return "is no PNG, JPEG, GIF, WebP or AVIF, whatever its name says";
}

bool untrusted_input(Input **out, Site *s, const InputOptions *options, Diags *d) {
  if (!s->settings.settings) return input_commit(out, s->repo, &s->base.tree, options, d);
  const Overlay how = {
    .base = s->base.tree, .head = s->source.tree, .theirs = theirs, .refuses = refuses, .ctx = s
  };
  return input_overlay(out, s->repo, &how, options, d);
}

/* -- pages -- */

/* Is this file of the source not the one that BASE has? When in doubt it is not. */
static bool is_theirs(const Site *s, Str path) {
  const TreeDiff *diff = &s->from_base;
  size_t low = 0, high = diff->count;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    int c = str_cmp(diff->items[mid].path, path);
    if (c == 0) return true;
    if (c < 0)
      low = mid + 1;
    else
      high = mid;
  }
  return !diff->items && !oid_eq(&s->base.tree, &s->source.tree);
}

static Str ending_of(Str pattern) {
  Str name = str_base(pattern);
  long dot = str_rchr(name, '.');
  return dot < 0 ? S("") : str_sub(name, (size_t)dot, name.n);
}

/* Has the path an ending of pages, or one that a pattern of BASE's own gives to articles? */
static bool page_like(const Site *s, Str path) {
  if (str_ends(path, S(".html")) || str_ends(path, S(".htm"))) return true;
  const Value *given = value_getc(value_getc(s->settings.settings, "all"), "permalink");
  Str one = given && given->kind == VALUE_STR ? ending_of(given->str) : S("");
  bool ours = one.n && str_ends(path, one);
  for (size_t i = 0; given && given->kind == VALUE_MAP && i < given->map.count; i++) {
    const Value *v = given->map.fields[i].value;
    one = v->kind == VALUE_STR ? ending_of(v->str) : S("");
    ours = ours || (one.n && str_ends(path, one));
  }
  return ours;
}

bool untrusted_judge(Site *s, Diags *d) {
  if (oid_zero(&s->base.id)) return true;
  bool ok = true;
  for (size_t i = 0; i < s->result.output_count; i++) {
    const BuildOutput *f = &s->result.outputs[i];
    if (!f->made || build_source_kind(&s->settings, f->maker) != SOURCE_ARTICLE ||
        page_like(s, f->path) || !is_theirs(s, f->maker))
      continue;
    diag_file(d, DIAG_ERROR, P_UNTRUSTED_ADDRESS, f->maker,
              "an address of strangers ends in '/' or '.html'",
              "asks for the address '/%.*s', which is no page's", STR(f->path));
    ok = false;
  }
  return ok;
}

/* -- where the site may go -- */

static Str short_branch(Str name) {
  return str_starts(name, S("refs/heads/")) ? str_sub(name, 11, name.n) : name;
}

bool untrusted_target(const Site *s, Str branch, Str to, bool dry_run, bool adopt, Diags *d) {
  if (oid_zero(&s->base.id)) return true;
  const char *help = "write it into a folder with --to DIR, or to another branch with --branch";
  Str output = site_branch(s, S(""));
  const char *problem = NULL;
  if (adopt) {
    problem = "--adopt takes a branch over, which no preview may";
    help = "leave out --adopt, and name a new branch";
  } else if (branch.n && !to.n && !dry_run) {
    /* Two names that differ in case only are one file on some systems. */
    if (str_eq_nocase(short_branch(branch), short_branch(output)))
      problem = "--untrusted never publishes to the output branch";
  } else if (!to.n && !dry_run) {
    problem = "--untrusted never publishes the site itself";
  }
  if (!problem) return true;
  diag_file(d, DIAG_ERROR, P_UNTRUSTED_TARGET, S(""), help, "%s", problem)->blame = EXIT_USAGE;
  return false;
}

bool untrusted_branch(const Site *s, const Branch *branch, Diags *d) {
  if (oid_zero(&s->base.id) || branch->state != BRANCH_OURS ||
      str_find(branch->trailers.options, S(" untrusted=")) >= 0)
    return true;
  Diag *r = diag_machine(d, P_UNTRUSTED_TARGET, NULL,
                         "the branch '%.*s' holds a site that was not made with --untrusted",
                         STR(short_branch(branch->ref)));
  diag_help(d, r, "name a new branch for previews, or remove this one: git branch -D %.*s",
            STR(short_branch(branch->ref)));
  return false;
}
