/* stage.h -- one kind of job, for all its items: run, or taken from the store.
 *
 * A stage stands between two barriers. Its jobs run in workers (pool.h); each
 * gets its own Reads, Diags and payload buffer. Before a job runs, the worker
 * looks whether the store has a result whose reads still hold; then that result
 * is used, diagnostics included, as if the job had run. `accept` sees payloads
 * in the order of job numbers, whatever the order of completion. */
#ifndef PUBLISH_BUILD_STAGE_H
#define PUBLISH_BUILD_STAGE_H

#include "build/pool.h"
#include "build/store.h"

typedef struct {
  const char *name; /* "scan": job names are "scan <item>" */
  size_t jobs;
  void *context;
  Str (*item)(void *context, size_t job); /* the item's name; borrowed */
  /* In the worker, once: open what hooks need. May be NULL. */
  void (*start)(void *context, Progress *progress);
  /* In the worker: false after an error in `diags`; then the payload is dropped. */
  bool (*run)(void *context, size_t job, Reads *reads, Diags *diags, Buf *payload);
  /* In the parent, in job order. False = malformed payload. */
  bool (*accept)(void *context, size_t job, Str payload);
  double seconds; /* processor time a job may take */
} Stage;

typedef struct {
  unsigned workers;
  size_t memory; /* bytes per worker on top of what it inherits */
  const World *world;
  const Store *old; /* results of an earlier run, or NULL */
  Store *fresh;     /* where this run's results are kept, or NULL */
  uint32_t drop;    /* Reads.drop, for the property test */
  uint32_t shuffle; /* BuildInput.shuffle */
  size_t ran, reused;
  Arena *arena; /* payloads of this run: they live as long as the run */
} StageRun;

/* Runs every job; diagnostics of all jobs go to d in job order. True even when
 * jobs failed (d->errors tells); false only when the machine refused. */
bool stage_run(StageRun *run, const Stage *stage, Diags *d);

#endif
