/* summary.h -- what a build came to, as one line or one JSON record. */
#ifndef PUBLISH_CLI_SUMMARY_H
#define PUBLISH_CLI_SUMMARY_H

#include "cli/cli.h"
#include "cli/site.h"
#include "repo/tree.h"

typedef struct {
  const char *result; /* "published", "unchanged", "pushed" (published here before),
                         "superseded", "dry-run", "written" */
  Str branch;         /* "" with --to */
  Str target;         /* folder of --to, or "" */
  Oid commit, tree;   /* zero = none */
  Str remote;         /* that was asked, or "" */
  bool pushed;        /* the commit went there */
  size_t moved;       /* how often others moved its branch meanwhile */
  size_t added, changed, removed, files;
  uint64_t bytes;
  size_t changed_articles, changed_others; /* not committed */
} Summary;

/* Files that the build would read and that differ from the commit. */
bool summary_uncommitted(Summary *s, Site *site, Diags *d);
/* Paths that change, for --dry-run: up to 50 and then a count; JSON has all. */
void summary_changes(Cli *c, const TreeDiff *diff);
/* The last lines. */
void summary_print(Cli *c, const Summary *s, const Site *site);

#endif
