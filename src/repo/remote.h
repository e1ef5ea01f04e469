/* remote.h -- which other repositories this one knows, from its configuration alone.
 *
 * Nothing here goes over the network: the program `git` does that (cli/git_program.h), and
 * repo_refresh() then makes what it brought visible. Strings live as long as the arena given.
 * Parent only. */
#ifndef PUBLISH_REPO_REMOTE_H
#define PUBLISH_REPO_REMOTE_H

#include "repo/repo.h"

/* The names of all remotes that have an address, sorted. */
Str *repo_remotes(size_t *count, Repo *r, Arena *a);
/* Where the current branch comes from (its upstream's remote), else "origin", else the only
 * one there is; "" when none of these exists. With `push` a remote that the configuration
 * names for pushing (branch.NAME.pushRemote, remote.pushDefault) goes first, as in git. */
Str repo_default_remote(Repo *r, bool push, Arena *a);
/* Is it kept as a mirror (remote.NAME.mirror)? git then refuses to push single branches. */
bool repo_remote_mirror(Repo *r, Str name);
/* Does the configuration say how slow http may be (http.lowSpeedLimit, http.lowSpeedTime, also
 * those for one address)? */
bool repo_says_how_slow(const Repo *r);
/* In a partial clone: the remote that has what is missing, or "". */
Str repo_promisor(Repo *r, Arena *a);
/* Objects and the edge of the history anew, after another program has fetched. */
bool repo_refresh(Repo *r, Diags *d);

#endif
