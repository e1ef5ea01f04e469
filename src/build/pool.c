/* pool.c -- fork, gather, watch, replace.
 *
 * A worker may have been taken over by what it read. It shares the counter and all
 * pages with its siblings and can write anything there, and anything into its pipe.
 * So the parent believes none of it: a job is finished once and only when it is one
 * of the run's, a worker is replaced only after a job died in its hands, and the
 * clocks that end it for certain are the parent's own. The worst that is left is a
 * run without a result. */
#include "build/pool.h"

#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TICK_MS = 50, NO_JOB = -1, MOST_WORKERS = 256, EXIT_NO_MEMORY = 3 };
/* What a worker may take on top of a job's time: to start, and between jobs. */
static const double START_SECONDS = 30, BETWEEN_SECONDS = 1;

/* What all workers of a run share with the parent. */
typedef struct {
  atomic_size_t next;
} Counter;

/* A worker's page: which job it is at, and the sandbox's own Progress. */
typedef struct {
  atomic_llong job;                    /* NO_JOB between jobs */
  atomic_ullong began_cpu, began_wall; /* nanoseconds */
  Progress progress;
} Page;

typedef struct {
  pid_t pid; /* 0 = slot free */
  int fd;
  Page *page;
  Buf in;
  double cpu, wall; /* seconds on its clock and on ours at its last frame */
  bool started;     /* it has sent one */
  DeathKind why;    /* set when the parent killed it */
  bool killed;
} Worker;

/* A run, as the parent sees it. */
typedef struct {
  const Pool *pool;
  Counter *counter;
  Worker *all;
  unsigned count;
  bool *finished; /* per job: its frame came, or it died */
  size_t done;
  int lost; /* status of a worker that ended with no job in its hands; 0 = none */
} Run;

static unsigned long long nanoseconds(clockid_t clock) {
  struct timespec t = { 0 };
  clock_gettime(clock, &t);
  return (unsigned long long)t.tv_sec * 1000000000u + (unsigned long long)t.tv_nsec;
}

#ifdef PUBLISH_SANITIZED
/* AddressSanitizer reserves terabytes of address space: no limit under it. */
static void limit_memory(size_t bytes) {
  (void)bytes;
}
#else
/* Address space in use now: limits are set on top of what was inherited. */
static size_t address_space(void) {
  size_t pages = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  if (f) {
    if (fscanf(f, "%zu", &pages) != 1) pages = 0;
    fclose(f);
  }
  return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void limit_memory(size_t bytes) {
  size_t base = bytes ? address_space() : 0;
  struct rlimit limit = { base + bytes, base + bytes };
  if (base) setrlimit(RLIMIT_AS, &limit);
}
#endif

static void worker_main(const Pool *pool, Counter *counter, Page *page, int fd) {
  struct rlimit none = { 0, 0 };
  setrlimit(RLIMIT_CORE, &none);
  limit_memory(pool->memory);
  if (pool->start) pool->start(pool->context, &page->progress);
  Buf frame = { 0 };
  for (;;) {
    size_t next = atomic_fetch_add(&counter->next, 1);
    if (next >= pool->jobs) break;
    size_t job = pool->order ? pool->order[next] : next;
    atomic_store(&page->began_cpu, nanoseconds(CLOCK_PROCESS_CPUTIME_ID));
    atomic_store(&page->began_wall, nanoseconds(CLOCK_MONOTONIC));
    progress_job(&page->progress, job, S(""));
    atomic_store(&page->job, (long long)job);
    buf_clear(&frame);
    pool->run(pool->context, job, &frame);
    uint64_t head[2] = { job, frame.n };
    if (!fd_write_all(fd, head, sizeof head) || !fd_write_all(fd, frame.p, frame.n)) _exit(0);
    atomic_store(&page->job, NO_JOB);
  }
  _exit(0);
}

/* Nothing that the parent has open is a worker's business: repositories, locks, the
 * pipes of others. Standard error stays, for assertions. */
static void close_all_but(int fd, const Run *run) {
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null >= 0) {
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
  }
  bool ok = fd <= 3 || close_range(3, (unsigned)fd - 1, 0) == 0;
  ok = ok && close_range((unsigned)fd + 1, ~0u, 0) == 0;
  for (unsigned i = 0; !ok && i < run->count; i++) /* a kernel before 5.9 */
    if (run->all[i].pid && run->all[i].fd >= 0) close(run->all[i].fd);
}

static bool spawn(Run *run, Worker *w, Diags *d) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) {
    diag_machine(d, P_MACHINE, NULL, "cannot make a pipe: %s", strerror(errno));
    return false;
  }
  atomic_store(&w->page->job, NO_JOB);
  /* Its first job is not as old as the page: the watch may come between the two. */
  atomic_store(&w->page->began_cpu, 0);
  atomic_store(&w->page->began_wall, nanoseconds(CLOCK_MONOTONIC));
  memset(&w->page->progress, 0, sizeof w->page->progress);
  fflush(NULL);
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid < 0) {
    diag_machine(d, P_MACHINE, NULL, "cannot start a worker process: %s", strerror(errno));
    close(ends[0]);
    close(ends[1]);
    return false;
  }
  if (pid == 0) {
    /* A worker must not outlive a killed parent. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(0);
    signal(SIGPIPE, SIG_IGN);
    close_all_but(ends[1], run);
    worker_main(run->pool, run->counter, w->page, ends[1]);
  }
  close(ends[1]);
  *w = (Worker){ .pid = pid, .fd = ends[0], .page = w->page };
  w->wall = (double)nanoseconds(CLOCK_MONOTONIC) / 1e9;
  return true;
}

static void stop(Worker *w, DeathKind why) {
  if (w->killed) return;
  w->why = why;
  w->killed = true;
  kill(w->pid, SIGKILL);
}

/* Processor time of a worker since it was forked. */
static double cpu_of(const Worker *w) {
  clockid_t clock;
  struct timespec t;
  if (clock_getcpuclockid(w->pid, &clock) != 0 || clock_gettime(clock, &t) != 0) return 0;
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void finish(Run *run, size_t job) {
  run->finished[job] = true;
  run->done++;
}

/* Hands over every whole frame in the worker's buffer, and stops a worker that sends
 * what is none. */
static void take_frames(Run *run, Worker *w) {
  const Pool *pool = run->pool;
  size_t at = 0;
  while (!w->killed) {
    uint64_t head[2];
    if (w->in.n - at < sizeof head) break;
    memcpy(head, w->in.p + at, sizeof head);
    if (head[0] >= pool->jobs || run->finished[head[0]]) {
      stop(w, DEATH_CRASH);
      break;
    }
    if (head[1] > pool->output) {
      stop(w, DEATH_OUTPUT);
      break;
    }
    if (w->in.n - at - sizeof head < head[1]) {
      buf_reserve(&w->in, (size_t)head[1] + sizeof head);
      break;
    }
    finish(run, (size_t)head[0]);
    pool->done(pool->context, (size_t)head[0], str_n(w->in.p + at + sizeof head, (size_t)head[1]));
    at += sizeof head + (size_t)head[1];
    w->started = true;
    w->cpu = cpu_of(w);
    w->wall = (double)nanoseconds(CLOCK_MONOTONIC) / 1e9;
  }
  if (at) {
    memmove(w->in.p, w->in.p + at, w->in.n - at);
    w->in.n -= at;
  }
}

/* Processor time of the job in hand, as the worker's page has it. */
static double cpu_of_job(const Worker *w) {
  double spent = cpu_of(w) - (double)atomic_load(&w->page->began_cpu) / 1e9;
  return spent > 0 ? spent : 0;
}

static void watch(const Pool *pool, Worker *w) {
  if (w->killed) return;
  /* Loaded first: a job that begins meanwhile must not begin in the future. */
  double began = (double)atomic_load(&w->page->began_wall) / 1e9;
  double cpu = cpu_of_job(w), now = (double)nanoseconds(CLOCK_MONOTONIC) / 1e9;
  /* The job may have changed between the two loads; a fresh one has little of either. */
  bool spent = atomic_load(&w->page->job) != NO_JOB &&
               ((pool->cpu_seconds > 0 && cpu > pool->cpu_seconds) ||
                (pool->wall_seconds > 0 && now - began > pool->wall_seconds));
  /* By our own clocks, whatever the page says. */
  double more = w->started ? BETWEEN_SECONDS : START_SECONDS;
  if (pool->cpu_seconds > 0) spent = spent || cpu_of(w) - w->cpu > pool->cpu_seconds + more;
  if (pool->wall_seconds > 0) spent = spent || now - w->wall > pool->wall_seconds + more;
  if (spent) stop(w, DEATH_TIME);
}

/* The worker's pipe is at its end: bury it, and tell who was in its hands. False:
 * nobody was. */
static bool bury(Run *run, Worker *w) {
  double seconds = cpu_of_job(w);
  int status = 0;
  /* One that closed its pipe and lives on; an exit under way keeps its status. */
  kill(w->pid, SIGKILL);
  while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR) {
  }
  close(w->fd);
  buf_free(&w->in);
  w->pid = 0;
  long long job = atomic_load(&w->page->job);
  if (job < 0 || (unsigned long long)job >= run->pool->jobs || run->finished[job]) {
    if (status) run->lost = status;
    return false;
  }
  Death death = { .kind = DEATH_CRASH, .seconds = seconds, .at = &w->page->progress };
  if (WIFSIGNALED(status)) death.signal = WTERMSIG(status);
  if (WIFEXITED(status)) death.status = WEXITSTATUS(status);
  if (w->killed)
    death.kind = w->why;
  else if (death.status == PROGRESS_EXIT)
    death.kind = DEATH_BUDGET;
  else if (death.status == EXIT_NO_MEMORY)
    death.kind = DEATH_MEMORY;
  finish(run, (size_t)job);
  run->pool->died(run->pool->context, (size_t)job, &death);
  return true;
}

static void end_all(Run *run) {
  for (unsigned i = 0; i < run->count; i++) {
    Worker *w = &run->all[i];
    if (!w->pid) continue;
    kill(w->pid, SIGKILL);
    while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR) {
    }
    close(w->fd);
    buf_free(&w->in);
  }
}

/* Something is to be read from the worker, or its end. */
static bool serve(Run *run, Worker *w, Diags *d) {
  buf_reserve(&w->in, 1 << 16);
  ssize_t got = read(w->fd, w->in.p + w->in.n, w->in.cap - w->in.n);
  if (got > 0) {
    if (w->killed) return true; /* whatever else it says */
    w->in.n += (size_t)got;
    take_frames(run, w);
  } else if (got == 0 || errno != EINTR) {
    if (bury(run, w) && atomic_load(&run->counter->next) < run->pool->jobs) return spawn(run, w, d);
  }
  return true;
}

/* Not every job has a result, and none of them is to blame. */
static void tell_lost(const Run *run, Diags *d) {
  size_t missing = run->pool->jobs - run->done;
  if (WIFEXITED(run->lost) && WEXITSTATUS(run->lost) == EXIT_NO_MEMORY)
    diag_machine(d, P_MEMORY_LIMIT, "raise limits.memory in publish.yaml",
                 "a worker ran out of memory before its first job");
  else if (run->lost)
    diag_machine(d, P_INTERNAL, "please report this",
                 "a worker ended between two jobs (%s %d); %zu of %zu jobs gave no result",
                 WIFSIGNALED(run->lost) ? "signal" : "exit status",
                 WIFSIGNALED(run->lost) ? WTERMSIG(run->lost) : WEXITSTATUS(run->lost), missing,
                 run->pool->jobs);
  else
    diag_machine(d, P_INTERNAL, "please report this", "%zu of %zu jobs gave no result", missing,
                 run->pool->jobs);
}

static bool gather(Run *run, Diags *d) {
  for (unsigned i = 0; i < run->count; i++)
    if (!spawn(run, &run->all[i], d)) return false;
  for (;;) {
    struct pollfd polls[MOST_WORKERS];
    unsigned index[MOST_WORKERS], n = 0;
    for (unsigned i = 0; i < run->count; i++) {
      if (!run->all[i].pid) continue;
      polls[n] = (struct pollfd){ .fd = run->all[i].fd, .events = POLLIN };
      index[n++] = i;
    }
    if (n == 0) break;
    int ready = poll(polls, n, TICK_MS);
    if (ready < 0 && errno != EINTR) break;
    for (unsigned k = 0; k < n; k++) {
      Worker *w = &run->all[index[k]];
      if (ready > 0 && polls[k].revents && !serve(run, w, d)) return false;
      if (w->pid) watch(run->pool, w);
    }
  }
  if (run->done != run->pool->jobs) {
    tell_lost(run, d);
    return false;
  }
  return true;
}

bool pool_run(const Pool *pool, Diags *d) {
  if (pool->jobs == 0) return true;
  unsigned count = pool->workers ? pool->workers : 1;
  if (count > MOST_WORKERS) count = MOST_WORKERS;
  if (count > pool->jobs) count = (unsigned)pool->jobs;
  size_t stride = (sizeof(Page) + 4095) / 4096 * 4096, size = 4096 + stride * count;
  char *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) {
    diag_machine(d, P_MACHINE, NULL, "cannot share memory with workers: %s", strerror(errno));
    return false;
  }
  Worker *all = mem_calloc(count, sizeof *all);
  for (unsigned i = 0; i < count; i++) all[i].page = (Page *)(void *)(shared + 4096 + stride * i);
  Run run = { pool, (Counter *)(void *)shared, all, count, mem_calloc(pool->jobs, sizeof(bool)), 0,
              0 };
  bool ok = gather(&run, d);
  if (!ok) end_all(&run);
  free(run.finished);
  free(all);
  munmap(shared, size);
  return ok;
}
