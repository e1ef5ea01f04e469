/* plan.h -- what an import makes: commits for people to review, on a branch of its own.
 *
 * A plan is a list of steps; each becomes one commit, in the order in which the steps
 * were made, and only if it changes anything. A file may be added to any step at any
 * time: its bytes are made durable at once and forgotten, so an import needs memory for
 * names only. Nothing is visible before plan_finish() makes the branch, and HEAD, index
 * and work tree are never touched, so it works in bare repositories and in those without
 * a commit.
 *
 *   plan_open -> plan_step, plan_add, plan_place, plan_remove ... -> plan_finish -> plan_close
 *
 * A trial plan (--dry-run) writes nothing; plan_files() lists what it would. Parent only. */
#ifndef PUBLISH_IMPORT_PLAN_H
#define PUBLISH_IMPORT_PLAN_H

#include "base/map.h"
#include "repo/series.h"

typedef struct {
  Repo *repo;
  Str branch;         /* "import/jekyll" */
  const Commit *base; /* what the branch begins at; NULL: a history of its own */
  bool trial;
  bool replace;    /* files that `base` has may be replaced by others */
  Str name, email; /* author and committer */
  CommitTime when;
} PlanHow;

typedef struct {
  Str path;
  size_t step;
  uint32_t mode; /* 0: it goes away */
  Oid id;
  uint64_t size; /* bytes, 0 when placed by id */
} PlanFile;

typedef struct {
  Str message; /* first line, perhaps more */
  size_t files;
  uint64_t bytes;
  Oid commit; /* zero: it changed nothing */
} PlanStep;

typedef struct Plan Plan;

/* Refused: a branch that is there already (the message has the way out), and whatever
 * branch_place() refuses. `how` is copied, its texts are not. */
bool plan_open(Plan **out, const PlanHow *how, Diags *d);
void plan_close(Plan *p); /* NULL is fine */

/* A new step; its number. */
size_t plan_step(Plan *p, Str message);
/* Is there a file at this path, of the base (and not removed) or added? */
bool plan_has(const Plan *p, Str path);
/* `path`, or where that is taken "name-2.ext", "name-3.ext" ...; in the plan's arena.
 * Letters differ if they differ by more than case: the files must fit on any disk. */
Str plan_free_path(Plan *p, Str path);
/* A file with these bytes. Errors: a path that git cannot have or that the plan has
 * already; one that the base has with other bytes, unless `replace`. */
bool plan_add(Plan *p, size_t step, Str path, Str bytes, Diags *d);
/* A file that is in the repository already: to place it somewhere else is one call of
 * this and one of plan_remove. */
bool plan_place(Plan *p, size_t step, Str path, uint32_t mode, const Oid *id, Diags *d);
/* A file of the base goes away. */
void plan_remove(Plan *p, size_t step, Str path);
/* A file of the base or of the plan gets other bytes: in its step, or in `step` if it has none. */
bool plan_edit(Plan *p, size_t step, Str path, Str bytes, Diags *d);
/* The bytes of a file as the plan leaves it, from `a`. Not of a trial, which kept none;
 * *found is false when there is no such file. */
bool plan_read(Str *out, bool *found, Plan *p, Str path, Arena *a, Diags *d);

/* One commit of everything so far that no branch points to: to look at what the import
 * will be, before it is. Not of a trial. */
bool plan_preview(Oid *commit, Plan *p, Diags *d);
/* The commits and the branch. *commit is the tip. Of a trial: nothing. */
bool plan_finish(Oid *commit, Plan *p, Diags *d);

const PlanStep *plan_steps(const Plan *p, size_t *count);
/* In the order in which they came. */
const PlanFile *plan_files(const Plan *p, size_t *count);
Arena *plan_arena(Plan *p); /* for strings that must live as long as the plan */
Str plan_branch(const Plan *p);

#endif
