/* remote.h -- the remote that --push and --fetch talk to, by way of the program `git`.
 *
 *   remote_choose()   which one: as named, or the usual one
 *   remote_tip()      what its output branch is, with the commit brought here
 *   remote_deepen()   so much history that it can be told which of two commits is the newer
 *                     one
 *   remote_push()     a commit becomes its output branch, if that is still what it was
 *
 * Nothing of this repository changes by these but objects (and the edge of a shallow clone):
 * no branch, no remote-tracking branch, no FETCH_HEAD. In a clone that is not shallow nothing
 * becomes shallow.
 *
 * A refusal is one record with the server's own words below it. A push whose connection breaks,
 * while the server is there and the branch is what it was, is tried once more. */
#ifndef PUBLISH_CLI_REMOTE_H
#define PUBLISH_CLI_REMOTE_H

#include "cli/git_program.h"

typedef struct {
  Repo *repo;
  Str name;   /* what git is given: a configured name, an address or a path; "" = none */
  Str shown;  /* the same for people, without a password */
  bool named; /* configured */
} Remote;

/* `wanted` is the value of the option, "" = the usual one (`push`: as for pushing). A path is
 * relative to the current folder. */
bool remote_choose(Remote *out, Repo *r, Str wanted, bool push, Arena *a, Diags *d);
/* *tip is zero when the remote has no such branch. `ref` is "refs/heads/pages"; `have` says
 * that an older state of it is here, so that all commits between are fetched, not just the
 * last one of a shallow clone. */
bool remote_tip(Oid *tip, const Remote *remote, Str ref, bool have, Arena *a, Diags *d);
/* Fetch more history behind both commits until one is found behind the other, in a shallow
 * clone at most 1,000 commits more. True also when that was in vain: only a remote that cannot be
 * reached is an error. */
bool remote_deepen(const Remote *remote, const Oid *one, const Oid *two, Arena *a, Diags *d);

/* For files beside: `git fetch HOW... WHAT...` (both end in NULL), without message when git
 * says no, and that message. With `input` (ids, one a line) nothing is negotiated: having a
 * commit does not mean to have its files then. */
bool remote_fetch(GitRan *ran, const Remote *remote, const char *const *how,
                  const char *const *what, Str input, Arena *a, Diags *d);
bool remote_failed(const Remote *remote, const GitRan *ran, Arena *a, Diags *d);

typedef enum { PUSH_DONE, PUSH_MOVED, PUSH_BUSY } PushResult;
/* PUSH_MOVED: the branch there is no longer `was`. PUSH_BUSY: somebody may hold it locked; try
 * again. With `last` that, too, is a refusal. False: refused. */
bool remote_push(PushResult *result, const Remote *remote, Str ref, const Oid *was,
                 const Oid *commit, bool last, Arena *a, Diags *d);

#endif
