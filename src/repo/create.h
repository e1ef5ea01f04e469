/* create.h -- a new article repository with its first commit (`publish init`).
 *
 * The folder is made when missing and must be empty. The files are written, a
 * git repository with the branch `main` is made around them (no template, no
 * hooks), and everything is committed with the index matching, so that `git
 * status` is clean. Files are committed byte for byte. A failure leaves behind
 * what was written so far and says so; nothing that was there before can be
 * touched. */
#ifndef PUBLISH_REPO_CREATE_H
#define PUBLISH_REPO_CREATE_H

#include "repo/input.h"

/* `files` in any order, names judged as in tree.h. `when` is the time of the
 * commit. The identity is that of the user's git configuration, or the default
 * of repo_identity(). *commit may be NULL. */
bool create_repository(Oid *commit, const char *dir, const MemoryFile *files, size_t count,
                       Str message, CommitTime when, Diags *d);

#endif
