/* stage.c -- jobs with records: the worker decides reuse, the parent merges. */
#include "build/stage.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { FRAME_RAN = 0, FRAME_REUSED = 1, FRAME_FAILED = 2 };
static const size_t FRAME_LIMIT = (size_t)1 << 30;
/* A worker that neither computes nor ends (it cannot, but a kernel can stall). */
static const double WALL_FACTOR = 30;

typedef struct {
  StageRun *run;
  const Stage *stage;
  Str *frames;   /* per job: diagnostics, flag, payload */
  Diags *deaths; /* per job: what its death was */
  bool *died;
  Progress *progress; /* in a worker */
} Live;

static Str job_name(const Stage *stage, size_t job, Arena *a) {
  Str item = stage->item(stage->context, job);
  return arena_printf(a, "%s %.*s", stage->name, STR(item));
}

static void start(void *context, Progress *progress) {
  Live *live = context;
  live->progress = progress;
  if (live->stage->start) live->stage->start(live->stage->context, progress);
}

static void run_job(void *context, size_t job, Buf *out) {
  Live *live = context;
  StageRun *run = live->run;
  Arena scratch = { 0 };
  Str name = job_name(live->stage, job, &scratch), frame;
  if (run->old && store_find(run->old, run->world, name, &frame)) {
    buf_uint(out, FRAME_REUSED);
  } else {
    Reads reads = { .drop = run->drop };
    Diags diags = { 0 };
    Buf payload = { 0 }, tail = { 0 };
    bool ok =
        live->stage->run(live->stage->context, job, run->fresh ? &reads : NULL, &diags, &payload);
    buf_uint(out, FRAME_RAN);
    if (run->fresh) reads_write(&reads, &tail);
    buf_bytes(out, buf_view(&tail));
    buf_clear(&tail);
    /* From here on it is what the store keeps. */
    buf_uint(out, ok ? FRAME_RAN : FRAME_FAILED);
    diags_write(&diags, &tail);
    buf_bytes(out, buf_view(&tail));
    buf_bytes(out, ok ? buf_view(&payload) : S(""));
    reads_free(&reads);
    diags_free(&diags);
    buf_free(&payload);
    buf_free(&tail);
  }
  arena_free(&scratch);
}

static void done(void *context, size_t job, Str frame) {
  Live *live = context;
  live->frames[job] = arena_str(live->run->arena, frame);
}

/* When no plugin was at work. */
static Code death_code(DeathKind kind) {
  switch (kind) {
  case DEATH_MEMORY:
    return P_MEMORY_LIMIT;
  case DEATH_OUTPUT:
    return P_OUTPUT_LIMIT;
  case DEATH_CRASH:
    return P_WORKER_CRASH;
  default:
    return P_TIME_LIMIT;
  }
}

/* What the page of a dead worker says, as one record; `article` falls back to the
 * job's item. */
static void died(void *context, size_t job, const Death *death) {
  Live *live = context;
  Diags *d = &live->deaths[job];
  live->died[job] = true;
  char how[160];
  const char *stage = live->stage->name, *help = NULL;
  switch (death->kind) {
  case DEATH_BUDGET:
    how[0] = '\0';
    break;
  case DEATH_TIME:
    snprintf(how, sizeof how, "stopped after %.1f seconds of processor time (%s)", death->seconds,
             stage);
    help = "make it simpler or split it, or raise limits.seconds in publish.yaml";
    break;
  case DEATH_MEMORY:
    snprintf(how, sizeof how, "ran out of the memory that a worker may use (%s)", stage);
    help = "make it smaller or split it, or raise limits.memory in publish.yaml";
    break;
  case DEATH_OUTPUT:
    snprintf(how, sizeof how, "the result is too large (%s)", stage);
    break;
  case DEATH_CRASH:
    snprintf(how, sizeof how, "the worker crashed (%s, %s %d)", stage,
             death->signal ? "signal" : "exit status",
             death->signal ? death->signal : death->status);
    help = "please report this, with the article or plugin";
    break;
  }
  Source source = { 0 };
  Str file = PROGRESS_STR(death->at, file);
  bool known = file.n && world_source(live->run->world, NULL, file, &source);
  progress_diag(death->at, how[0] ? how : NULL, known ? &source : NULL, d);
  Diag *r = d->count ? &d->items[d->count - 1] : NULL;
  if (r && how[0] && !r->plugin.n) r->code = death_code(death->kind);
  if (r && !r->file.n) r->file = arena_str(&d->arena, live->stage->item(live->stage->context, job));
  if (r && help && !r->help.n) r->help = str_c(help);
}

/* Diagnostics and payload of one job, in the parent. */
static bool merge(Live *live, size_t job, Diags *d) {
  StageRun *run = live->run;
  if (live->died[job]) {
    diags_append(d, &live->deaths[job]);
    return true;
  }
  Arena scratch = { 0 };
  Str name = job_name(live->stage, job, &scratch), frame = live->frames[job], reads;
  bool ok = false;
  Reader in = { frame, false };
  uint64_t flag = read_uint(&in);
  if (flag == FRAME_REUSED) {
    if (!store_get(run->old, name, &reads, &frame)) goto done;
    run->reused++;
  } else {
    reads = read_bytes(&in);
    frame = in.rest;
    run->ran++;
  }
  in = (Reader){ frame, in.bad };
  flag = read_uint(&in);
  if (run->fresh) store_put(run->fresh, name, reads, frame);
  Reader notes = { read_bytes(&in), false };
  Str payload = read_bytes(&in);
  size_t errors = d->errors;
  ok = !in.bad && diags_read(d, &notes);
  /* No job fails without saying why: its result would be missing without a word. */
  if (ok && flag == FRAME_FAILED)
    ok = d->errors > errors;
  else
    ok = ok && flag == FRAME_RAN && live->stage->accept(live->stage->context, job, payload);
done:
  if (!ok) diag_machine(d, P_INTERNAL, NULL, "a malformed result for %.*s", STR(name));
  arena_free(&scratch);
  return ok;
}

/* Another order of the jobs, the same for the same seed. */
static size_t *shuffled(size_t count, uint32_t seed) {
  size_t *order = mem_calloc(count, sizeof *order);
  uint64_t state = seed;
  for (size_t i = 0; i < count; i++) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    size_t k = (size_t)((state >> 33) % (i + 1));
    order[i] = order[k];
    order[k] = i;
  }
  return order;
}

bool stage_run(StageRun *run, const Stage *stage, Diags *d) {
  if (stage->jobs == 0) return true;
  Live live = { .run = run, .stage = stage };
  live.frames = mem_calloc(stage->jobs, sizeof *live.frames);
  live.deaths = mem_calloc(stage->jobs, sizeof *live.deaths);
  live.died = mem_calloc(stage->jobs, sizeof *live.died);
  size_t *order = run->shuffle ? shuffled(stage->jobs, run->shuffle) : NULL;
  const Pool pool = { .jobs = stage->jobs,
                      .order = order,
                      .workers = run->workers,
                      .cpu_seconds = stage->seconds,
                      .wall_seconds = stage->seconds * WALL_FACTOR,
                      .memory = run->memory,
                      .output = FRAME_LIMIT,
                      .context = &live,
                      .start = start,
                      .run = run_job,
                      .done = done,
                      .died = died };
  bool ok = pool_run(&pool, d);
  for (size_t i = 0; ok && i < stage->jobs; i++) ok = merge(&live, i, d);
  for (size_t i = 0; i < stage->jobs; i++) diags_free(&live.deaths[i]);
  free(order);
  free(live.frames);
  free(live.deaths);
  free(live.died);
  return ok;
}
