/* build_pool.c -- the parent outlives workers that die, hang, or were taken over
 * and send and write what they like. */
#include "build/pool.h"

#include "base/file.h"
#include "check.h"
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { JOBS = 6 };
typedef struct {
  int done[JOBS], died[JOBS];
  size_t calls;
  Death last;
  Str frames[JOBS];
  Arena arena;
  int open_fd;
  size_t *turn;       /* shared with workers */
  Progress *progress; /* in a worker */
} Seen;

static void started(void *context, Progress *progress) {
  ((Seen *)context)->progress = progress;
}

static void done(void *context, size_t job, Str frame) {
  Seen *s = context;
  s->calls++;
  if (job >= JOBS) abort();
  s->done[job]++;
  s->frames[job] = arena_str(&s->arena, frame);
}

static void died(void *context, size_t job, const Death *death) {
  Seen *s = context;
  s->calls++;
  if (job >= JOBS) abort();
  s->died[job]++;
  s->last = *death;
}

static void honest(void *context, size_t job, Buf *out) {
  (void)context;
  buf_uint(out, job * 10);
}

/* Which turn it was. */
static void counts(void *context, size_t job, Buf *out) {
  (void)job;
  buf_uint(out, (*((Seen *)context)->turn)++);
}

static bool run_with(Seen *s, unsigned workers, void (*start)(void *, Progress *),
                     void (*run)(void *, size_t, Buf *), Diags *d) {
  const Pool pool = { .jobs = JOBS,
                      .workers = workers,
                      .cpu_seconds = 0.5,
                      .wall_seconds = 1,
                      .output = 1 << 20,
                      .context = s,
                      .start = start,
                      .run = run,
                      .done = done,
                      .died = died };
  return pool_run(&pool, d);
}

/* What must hold after any run at all. */
static void check_sane(Seen *s, bool ok, Diags *d) {
  size_t finished = 0;
  for (size_t i = 0; i < JOBS; i++) {
    CHECK(s->done[i] + s->died[i] <= 1);
    finished += (size_t)(s->done[i] + s->died[i]);
  }
  CHECK(ok == (finished == JOBS));
  CHECK(ok == (d->errors == 0));
  diags_free(d);
  arena_free(&s->arena);
}

static void all_honest(void) {
  Seen s = { 0 };
  Diags d = { 0 };
  bool ok = run_with(&s, 3, started, honest, &d);
  CHECK(ok);
  for (size_t i = 0; i < JOBS; i++) {
    Reader in = { s.frames[i], false };
    CHECK_INT(s.done[i], 1);
    CHECK_INT(read_uint(&in), i * 10);
  }
  check_sane(&s, ok, &d);
}

/* One worker, jobs handed out in an order of their own: frames still go by number. */
static void in_another_order(void) {
  static const size_t order[JOBS] = { 4, 0, 5, 2, 1, 3 };
  Seen s = { 0 };
  Diags d = { 0 };
  size_t *turn =
      mmap(NULL, sizeof *turn, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  s.turn = turn;
  const Pool pool = { .jobs = JOBS,
                      .order = order,
                      .workers = 1,
                      .cpu_seconds = 0.5,
                      .wall_seconds = 1,
                      .output = 1 << 20,
                      .context = &s,
                      .start = started,
                      .run = counts,
                      .done = done,
                      .died = died };
  bool ok = pool_run(&pool, &d);
  for (size_t i = 0; i < JOBS; i++) {
    Reader in = { s.frames[order[i]], false };
    CHECK_INT(read_uint(&in), i);
  }
  check_sane(&s, ok, &d);
  munmap(turn, sizeof *turn);
}

static void exits(void *context, size_t job, Buf *out) {
  honest(context, job, out);
  if (job == 2) _exit(7);
}

static void one_dies(void) {
  Seen s = { 0 };
  Diags d = { 0 };
  bool ok = run_with(&s, 2, started, exits, &d);
  CHECK(ok);
  CHECK_INT(s.died[2], 1);
  CHECK_INT(s.done[5], 1);
  CHECK(s.last.kind == DEATH_CRASH && s.last.status == 7);
  check_sane(&s, ok, &d);
}

/* -- a worker that was taken over -- */

/* The page begins with the number of the job; the first of all pages lies behind the
 * counter's. */
static atomic_llong *page_job(Seen *s) {
  return (atomic_llong *)(void *)((uintptr_t)s->progress & ~(uintptr_t)4095);
}

static int pipe_fd(void) {
  struct stat st;
  for (int fd = 3; fd < 256; fd++)
    if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode)) return fd;
  return -1;
}

static void send_frame(uint64_t job, uint64_t size, const char *bytes, size_t n) {
  uint64_t head[2] = { job, size };
  fd_write_all(pipe_fd(), head, sizeof head);
  fd_write_all(pipe_fd(), bytes, n);
}

static void blames_nobody(void *context, size_t job, Buf *out) {
  honest(context, job, out);
  if (job != 1) return;
  atomic_store(page_job(context), 1LL << 40);
  _exit(1);
}
static void blames_below(void *context, size_t job, Buf *out) {
  honest(context, job, out);
  if (job != 1) return;
  atomic_store(page_job(context), -(1LL << 33));
  abort();
}
static void blames_finished(void *context, size_t job, Buf *out) {
  honest(context, job, out);
  if (job != 1) return;
  atomic_store(page_job(context), 0);
  _exit(1);
}
static void turns_back(void *context, size_t job, Buf *out) {
  honest(context, job, out);
  if (job != 1) return;
  atomic_store((atomic_size_t *)(void *)((char *)page_job(context) - 4096), 0);
  atomic_store(page_job(context), -1);
  _exit(0);
}
static void sends_twice(void *context, size_t job, Buf *out) {
  honest(context, job, out);
  if (job == 1) send_frame(1, 3, "abc", 3);
}
static void sends_no_job(void *context, size_t job, Buf *out) {
  honest(context, job, out);
  if (job == 1) send_frame(JOBS, 3, "abc", 3);
}
static void sends_all(void *context, size_t job, Buf *out) {
  honest(context, job, out);
  for (uint64_t i = 0; job == 1 && i < JOBS; i++) send_frame(i, 1, "x", 1);
}
static void sends_huge(void *context, size_t job, Buf *out) {
  honest(context, job, out);
  if (job == 1) send_frame(1, UINT64_MAX, "abc", 3);
}
static void sends_noise(void *context, size_t job, Buf *out) {
  (void)context, (void)out;
  for (int i = 0; job == 1 && i < 100000; i++) fd_write_all(pipe_fd(), "noise!!", 7);
}
static void waits_unseen(void *context, size_t job, Buf *out) {
  honest(context, job, out);
  if (job != 1) return;
  atomic_store(page_job(context), -1);
  for (;;) pause();
}
static void closes(void *context, size_t job, Buf *out) {
  honest(context, job, out);
  if (job != 1) return;
  close(pipe_fd());
  for (;;) pause();
}

static void taken_over(void) {
  void (*const attacks[])(void *, size_t, Buf *) = { blames_nobody, blames_below, blames_finished,
                                                     turns_back,    sends_twice,  sends_no_job,
                                                     sends_all,     sends_huge,   sends_noise,
                                                     closes };
  for (size_t i = 0; i < sizeof attacks / sizeof attacks[0]; i++) {
    for (unsigned workers = 1; workers < 3; workers++) {
      Seen s = { 0 };
      Diags d = { 0 };
      bool ok = run_with(&s, workers, started, attacks[i], &d);
      check_sane(&s, ok, &d);
    }
  }
}

/* Its page says that it has no job: our own clock ends it. */
static void idle(void) {
  Seen s = { 0 };
  Diags d = { 0 };
  bool ok = run_with(&s, 2, started, waits_unseen, &d);
  CHECK(!ok);
  check_sane(&s, ok, &d);
}

static void cannot_start(void *context, Progress *progress) {
  (void)context, (void)progress;
  _exit(3);
}

static void none_starts(void) {
  Seen s = { 0 };
  Diags d = { 0 };
  bool ok = run_with(&s, 2, cannot_start, honest, &d);
  CHECK(!ok);
  CHECK(d.count == 1 && d.items[0].code == P_MEMORY_LIMIT && d.items[0].blame == EXIT_MACHINE);
  check_sane(&s, ok, &d);
}

/* What the parent has open is closed in a worker. */
static void looks_around(void *context, size_t job, Buf *out) {
  Seen *s = context;
  (void)job;
  struct stat st;
  bool tty = fstat(STDOUT_FILENO, &st) == 0 && !S_ISCHR(st.st_mode);
  buf_uint(out, fcntl(s->open_fd, F_GETFD) >= 0 || tty);
}

static void no_descriptors(void) {
  Seen s = { .open_fd = open(".", O_RDONLY | O_DIRECTORY) };
  Diags d = { 0 };
  bool ok = run_with(&s, 3, started, looks_around, &d);
  for (size_t i = 0; i < JOBS; i++) {
    Reader in = { s.frames[i], false };
    CHECK_INT(read_uint(&in), 0);
  }
  close(s.open_fd);
  check_sane(&s, ok, &d);
}

CHECKS_MAIN({ "all honest", all_honest }, { "in another order", in_another_order },
            { "one dies", one_dies }, { "taken over", taken_over }, { "idle for ever", idle },
            { "none can start", none_starts }, { "no descriptors of the parent's", no_descriptors })
