/* branch.h -- may this branch be published to? Asked before anything is built.
 *
 * Refused, each with a message that says why and what to do: a branch that is
 * symbolic, checked out in any worktree (also during its rebase), the source
 * itself, unreadable or of zero length, not a commit, a commit that is missing,
 * impossible because refs/heads/OUT/x or a ref above it exists, and one whose tip
 * publish did not make (unless `adopt`).
 *
 * What is left is absent, ours, or adopted, and stands in one relation to the
 * commit about to be published. Superseded is for the caller to announce (exit
 * 0), unless going back was asked for; diverged is allowed (a rebased source is
 * normal) and worth a note. Adopting keeps the old tip as the parent, so nothing
 * that was there is lost, though the new tree has only what publish makes.
 *
 * With a remote (--push, --fetch) there are two tips, ours here and theirs there, and the next
 * commit goes on top of theirs, unless ours contains it already: then what was published here
 * and never pushed goes along. When neither contains the other (the branch was rewritten
 * there), theirs counts and ours is left behind; one that publish did not make is not left
 * behind without --adopt.
 *
 * Parent only. */
#ifndef PUBLISH_REPO_BRANCH_H
#define PUBLISH_REPO_BRANCH_H

#include "repo/repo.h"
#include "repo/trailers.h"

typedef enum {
  BRANCH_ABSENT, /* the first publication makes it */
  BRANCH_OURS,   /* its tip has our trailers */
  BRANCH_ADOPTED /* somebody else's tip, taken over on request */
} BranchState;

typedef enum {
  BRANCH_FIRST,      /* absent or adopted: nothing to compare with */
  BRANCH_SAME,       /* made from this very commit */
  BRANCH_AHEAD,      /* the usual case: our source descends from the published one */
  BRANCH_SUPERSEDED, /* the published source descends from ours: it is newer */
  BRANCH_DIVERGED,   /* neither */
  BRANCH_UNKNOWN     /* the published source is not in this clone */
} BranchRelation;

typedef struct {
  Str ref; /* "refs/heads/pages" */
  BranchState state;
  BranchRelation relation;
  Oid tip, tree;    /* what the next commit goes on top of; zero when absent */
  Oid local;        /* what the ref is in this repository; zero when absent */
  bool left_behind; /* `local` is not contained in `tip` */
  Str message;      /* of the tip */
  Trailers trailers;
} Branch;

/* `name` is "pages" or "refs/heads/pages". Strings from `a`. */
bool branch_classify(Branch *out, Repo *r, Str name, const Commit *source, bool adopt, Arena *a,
                     Diags *d);
/* The same where the branch of a remote is at `theirs` (zero: it has none), a commit that has
 * been fetched. */
bool branch_classify_remote(Branch *out, Repo *r, Str name, const Oid *theirs, const Commit *source,
                            bool adopt, Arena *a, Diags *d);
/* The relation anew, when more of the history has been fetched. */
bool branch_relate(Branch *b, Repo *r, const Commit *source, Diags *d);
/* The first half of it, for a branch that is no output: may it be moved at all? `what`
 * is how messages call it ("moderation branch"). Its state is absent or adopted. */
bool branch_place(Branch *out, Repo *r, Str name, const char *what, const Commit *source, Arena *a,
                  Diags *d);
/* Where a branch is checked out: the folder, or "" (no message). */
Str branch_checked_out(Repo *r, Str ref, Arena *a);
/* Read a branch of ours for `verify`: its tip or nothing, no judgement. An absent
 * one is an error. */
bool branch_tip(Oid *out, Repo *r, Str name, Diags *d);

#endif
