/* site.h -- from the command line to a BuildInput: the repository, the commit (or
 * the files on disk), and the files that the settings ask for.
 *
 * In steps, because each needs the one before: site_open() finds repository and
 * source; site_settings() reads publish.yaml alone, which says where articles lie,
 * which branch is the output, and in which zone a time without one is meant;
 * site_build() lists the files that can matter and builds.
 *
 * With how.untrusted two commits are read: articles and their pictures from the source, all
 * else, publish.yaml first, from `base` (untrusted.h).
 *
 * A Site is a handle: {0} is empty, site_close() frees all, in any state. Strings
 * live as long as it does. Parent process only. */
#ifndef PUBLISH_CLI_SITE_H
#define PUBLISH_CLI_SITE_H

#include "build/build.h"
#include "cli/cli.h"
#include "data/date.h"
#include "repo/input.h"
#include "repo/output.h"

typedef struct {
  Str source;            /* revision; "" = HEAD */
  bool worktree;         /* the files on disk; the commit is HEAD, and may be missing */
  bool disk;             /* the same, if there is a work tree and nothing else was asked for */
  bool strict, external; /* as in BuildInput */
  bool drafts, progress, verbose;
  Str base_url;
  unsigned workers;
  Str inspect;   /* BuildInput.inspect */
  int64_t now;   /* the clock's */
  Str at;        /* --at as given, "" = none */
  Str untrusted; /* the commit that is trusted, "" = the source itself is */
  bool fetch;    /* get what is missing here from the remote (fetch_missing.h) */
  bool notes;    /* say what of an untrusted commit is left out */
  /* As in BuildInput: for `plugin try`. */
  Str tried;
  bool tried_on, documents;
  HostMeter *meter;
} SiteHow;

typedef struct {
  Arena arena;
  SiteHow how;
  Repo *repo;
  bool has_source;
  Commit source;
  Commit base;        /* what is trusted, with how.untrusted; else the id is zero */
  TreeDiff from_base; /* what the source changes of it */
  size_t left_out;    /* files of it that were not taken */
  Input *input;
  BuildEntry *entries;
  Str alike[24]; /* BuildInput.alike */
  size_t alike_count;
  BuildInput build;
  BuildResult settings, result;
} Site;

/* What the command line asks for. Options that the command does not take are absent. */
SiteHow site_how(const Cli *c);

bool site_open(Site *s, const SiteHow *how, Diags *d);
/* The same for a commit that is known already (`verify`). */
bool site_open_commit(Site *s, Repo *repo, const Oid *commit, const SiteHow *how, Diags *d);
bool site_settings(Site *s, Diags *d);
bool site_build(Site *s, BuildDepth depth, Diags *d);
void site_close(Site *s);
/* After site_build(): the trees of what was built. *out is to be closed also on failure. */
bool site_trees(Output **out, Oid *tree, const Site *s, OutputMode mode, Diags *d);

/* The output branch: what the command line says, else publish.yaml, else "pages". */
Str site_branch(const Site *s, Str wanted);
/* May this path matter to the build? For InputOptions; ctx is the Site. */
WalkChoice site_filter(void *ctx, Str path, uint32_t mode);
bool site_is_article(const Site *s, Str path);

/* A time on the command line, in the site's zone (after site_settings). *out is what is
 * wrong, or NULL; false = the machine refused. */
bool site_date(Site *s, Str text, Date *date, const char **problem, Diags *d);
/* "HEAD as it was": after site_open(), make the Site that of `as_of`, which is a commit,
 * built as of its own date, or a date: the last commit of the branch's first-parent line
 * that was made by then, built as of that date. A day stands for its last second. */
bool site_go_back(Site *s, Str as_of, Diags *d);

/* Canonical text of the flags that change output, for the trailer, and back. */
Str site_flags(const Site *s, Arena *a);
bool site_flags_read(SiteHow *how, Str text);

#endif
