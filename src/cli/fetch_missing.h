/* fetch_missing.h -- what --fetch brings besides the output branch: the commit that
 * --untrusted names, files that a partial clone has left at the remote, and the history that a
 * shallow one lacks, when dates come from it. */
#ifndef PUBLISH_CLI_FETCH_MISSING_H
#define PUBLISH_CLI_FETCH_MISSING_H

#include "cli/site.h"

/* Fetch the commit that `rev` names, the way CI systems name one: "origin/main" or "main", the
 * branch of a remote, which then is refs/remotes/origin/main here; or the id of a commit.
 * *name is the name under which it is here now. In a shallow clone without its history. */
bool fetch_commit(Str *name, Repo *r, Str rev, Arena *a, Diags *d);
/* In a partial clone: fetch, in one go, those files of the Site's commits that `filter` (of
 * the Site) lets pass and that are missing here. Nothing to do elsewhere. */
bool fetch_files(Site *s, InputFilter *filter, Diags *d);
/* In a shallow clone: fetch the whole history of the Site's source, of nothing else. */
bool fetch_history(Site *s, Diags *d);

#endif
