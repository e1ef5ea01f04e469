/* fetch.h -- one commit of somebody else's repository, into a new bare one.
 *
 * What `rev` names is asked of the other side: a tag, a branch, "HEAD", or the id of a commit
 * (at least 7 digits), which needs all branches and tags when none of them ends there.
 * A name that is both is the tag, as git has it. Only what is needed is asked for, without
 * history where the library can. Transports are libgit2's: https, ssh (with the keys of
 * an agent), git, file. No hook, filter or program of either side is run.
 *
 * Blocks for as long as the network likes, so cli/ runs it in a process of its own.
 * Failures are one record that says what the other side answered. */
#ifndef PUBLISH_REPO_FETCH_H
#define PUBLISH_REPO_FETCH_H

#include "repo/repo.h"

/* `dir` is made by this call and holds a bare repository then. */
bool repo_fetch(Oid *commit, const char *dir, Str url, Str rev, Diags *d);

#endif
