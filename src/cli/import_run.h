/* import_run.h -- what `publish import jekyll`, `hugo` and `wordpress` have in common: the
 * repository, the plan, the check of old addresses, the report, the last words.
 *
 *   import_begin -> (fill run->plan, run->left, import_address) -> import_end -> import_free
 *
 * import_end() builds the site as it will be (without rendering pages), and looks for every
 * old address: an article that is published at another one gets `permalink` in its
 * front matter, if the importer may change it. Then IMPORT.md is written, the commits are made,
 * and everything is told.
 *
 * A Run is a handle: {0} is empty, import_free() frees all, in any state. */
#ifndef PUBLISH_CLI_IMPORT_RUN_H
#define PUBLISH_CLI_IMPORT_RUN_H

#include "cli/cli.h"
#include "import/left.h"
#include "import/plan.h"

/* An address of the old site: root-relative, "/2024/01/a/", with percent-encoding or
 * without. */
typedef struct {
  Str url;
  Str path;         /* of the article that must answer there; "" = any page or redirect will do */
  const char *mark; /* what it was: "post", "page", for the report */
} OldAddress;

typedef struct {
  Cli *c;
  Repo *repo;
  const char *kind; /* "jekyll" */
  bool has_base;
  Commit base; /* what the branch begins at: HEAD or --source */
  Plan *plan;
  Left left;
  OldAddress *addresses;
  size_t address_count, address_cap;
  size_t pages, redirects, missing; /* of those, after import_end */
  bool looked;                      /* the site was built to look for them */
  size_t articles, drafts, statics; /* for the summary: the importer counts them */
  Oid commit;
} ImportRun;

/* Opens the repository (-C) and the plan on branch import/KIND or --branch. An old branch of
 * that name is refused before anything is read. */
bool import_begin(ImportRun *run, Cli *c, const char *kind);
void import_address(ImportRun *run, Str url, Str path, const char *mark);
bool import_end(ImportRun *run);
void import_free(ImportRun *run);

#endif
