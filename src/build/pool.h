/* pool.h -- jobs run by forked workers, results gathered by the parent.
 *
 * A pool run forks up to `workers` processes. Each inherits everything the
 * parent has (copy-on-write), takes the next job number from a counter in shared
 * memory, runs it and writes one frame to its pipe. The parent gathers frames,
 * watches the clock and the workers' processor time, and turns every death into
 * one Diag made from the worker's Progress page: which job, plugin, article and
 * line it was at. A dead worker is replaced, so one bad article never hides the
 * problems of the others. Frames arrive in any order; whoever uses them goes by
 * job number, never by arrival.
 *
 * The parent never trusts a frame: Reader checks every byte. */
#ifndef PUBLISH_BUILD_POOL_H
#define PUBLISH_BUILD_POOL_H

#include "base/diag.h"
#include "lua/progress.h"

/* Why a worker ended before its job was done. */
typedef enum {
  DEATH_BUDGET, /* it stopped itself: the Progress page says which limit */
  DEATH_TIME,   /* killed: too much processor or wall-clock time */
  DEATH_MEMORY, /* killed or ended by the memory limit */
  DEATH_OUTPUT, /* a frame larger than allowed */
  DEATH_CRASH   /* a signal, or an exit that nobody announced */
} DeathKind;

typedef struct {
  DeathKind kind;
  int signal, status; /* as waitpid() gave them */
  double seconds;     /* processor time of the job when it was stopped */
  const Progress *at;
} Death;

typedef struct {
  size_t jobs;
  const size_t *order; /* which job is handed out first, second ...; NULL: as numbered */
  unsigned workers;
  double cpu_seconds;  /* processor time one job may take */
  double wall_seconds; /* wall-clock time one job may take; for a worker that waits */
  size_t memory;       /* bytes a worker may add to what it inherited; 0 = no limit */
  size_t output;       /* bytes one frame may have */
  void *context;
  /* In the worker. start: once, before the first job (open Lua states, lock the
   * process down). run: one job; the bytes in `out` are its result. */
  void (*start)(void *context, Progress *progress);
  void (*run)(void *context, size_t job, Buf *out);
  /* In the parent. `frame` is valid during the call. */
  void (*done)(void *context, size_t job, Str frame);
  void (*died)(void *context, size_t job, const Death *death);
} Pool;

/* Runs all jobs. False when the machine refused (fork, memory, pipes): one Diag.
 * Jobs that died are told through died() and are not a failure of the run. */
bool pool_run(const Pool *pool, Diags *d);

#endif
