/* pool.c -- fork, gather, watch, replace. */
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
  DeathKind why; /* set when the parent killed it */
  bool killed;
} Worker;

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
    size_t job = atomic_fetch_add(&counter->next, 1);
    if (job >= pool->jobs) break;
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

static bool spawn(const Pool *pool, Counter *counter, Worker *all, unsigned count, Worker *w,
                  Diags *d) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) {
    diag_machine(d, P_MACHINE, NULL, "cannot make a pipe: %s", strerror(errno));
    return false;
  }
  atomic_store(&w->page->job, NO_JOB);
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
    close(ends[0]);
    for (unsigned i = 0; i < count; i++)
      if (all[i].pid && all[i].fd >= 0) close(all[i].fd);
    worker_main(pool, counter, w->page, ends[1]);
  }
  close(ends[1]);
  *w = (Worker){ .pid = pid, .fd = ends[0], .page = w->page };
  return true;
}

/* Hands over every whole frame in the worker's buffer. False: too large. */
static bool take_frames(const Pool *pool, Worker *w, size_t *finished) {
  size_t at = 0;
  bool ok = true;
  for (;;) {
    uint64_t head[2];
    if (w->in.n - at < sizeof head) break;
    memcpy(head, w->in.p + at, sizeof head);
    if (head[0] >= pool->jobs || head[1] > pool->output) {
      ok = false;
      break;
    }
    if (w->in.n - at - sizeof head < head[1]) {
      buf_reserve(&w->in, (size_t)head[1] + sizeof head);
      break;
    }
    pool->done(pool->context, (size_t)head[0], str_n(w->in.p + at + sizeof head, (size_t)head[1]));
    at += sizeof head + (size_t)head[1];
    (*finished)++;
  }
  if (at) {
    memmove(w->in.p, w->in.p + at, w->in.n - at);
    w->in.n -= at;
  }
  return ok;
}

static void stop(Worker *w, DeathKind why) {
  if (w->killed) return;
  w->why = why;
  w->killed = true;
  kill(w->pid, SIGKILL);
}

static double cpu_of(pid_t pid, const Page *page) {
  clockid_t clock;
  struct timespec t;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0) return 0;
  double now = (double)t.tv_sec + (double)t.tv_nsec / 1e9;
  double spent = now - (double)atomic_load(&page->began_cpu) / 1e9;
  return spent > 0 ? spent : 0;
}

static void watch(const Pool *pool, Worker *w) {
  if (w->killed || atomic_load(&w->page->job) == NO_JOB) return;
  double cpu = cpu_of(w->pid, w->page);
  /* Loaded first: a job that begins meanwhile must not begin in the future. */
  double began = (double)atomic_load(&w->page->began_wall);
  double wall = ((double)nanoseconds(CLOCK_MONOTONIC) - began) / 1e9;
  /* The job may have changed between the two loads; a fresh one has little of either. */
  if ((pool->cpu_seconds > 0 && cpu > pool->cpu_seconds) ||
      (pool->wall_seconds > 0 && wall > pool->wall_seconds))
    stop(w, DEATH_TIME);
}

/* The worker's pipe is at its end: bury it, and tell who was in its hands. */
static void bury(const Pool *pool, Worker *w, size_t *finished) {
  double seconds = cpu_of(w->pid, w->page);
  int status = 0;
  while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR) {
  }
  close(w->fd);
  buf_free(&w->in);
  long long job = atomic_load(&w->page->job);
  if (job != NO_JOB) {
    Death death = { .kind = DEATH_CRASH, .seconds = seconds, .at = &w->page->progress };
    if (WIFSIGNALED(status)) death.signal = WTERMSIG(status);
    if (WIFEXITED(status)) death.status = WEXITSTATUS(status);
    if (w->killed)
      death.kind = w->why;
    else if (death.status == PROGRESS_EXIT)
      death.kind = DEATH_BUDGET;
    else if (death.status == EXIT_NO_MEMORY)
      death.kind = DEATH_MEMORY;
    pool->died(pool->context, (size_t)job, &death);
    (*finished)++;
  }
  w->pid = 0;
}

static void end_all(Worker *all, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    if (!all[i].pid) continue;
    kill(all[i].pid, SIGKILL);
    while (waitpid(all[i].pid, NULL, 0) < 0 && errno == EINTR) {
    }
    close(all[i].fd);
    buf_free(&all[i].in);
  }
}

static bool gather(const Pool *pool, Counter *counter, Worker *all, unsigned count, Diags *d) {
  size_t finished = 0;
  for (unsigned i = 0; i < count; i++)
    if (!spawn(pool, counter, all, count, &all[i], d)) return false;
  for (;;) {
    struct pollfd polls[MOST_WORKERS];
    unsigned index[MOST_WORKERS], n = 0;
    for (unsigned i = 0; i < count; i++) {
      if (!all[i].pid) continue;
      polls[n] = (struct pollfd){ .fd = all[i].fd, .events = POLLIN };
      index[n++] = i;
    }
    if (n == 0) break;
    int ready = poll(polls, n, TICK_MS);
    if (ready < 0 && errno != EINTR) break;
    for (unsigned k = 0; k < n; k++) {
      Worker *w = &all[index[k]];
      if (ready > 0 && polls[k].revents) {
        buf_reserve(&w->in, 1 << 16);
        ssize_t got = read(w->fd, w->in.p + w->in.n, w->in.cap - w->in.n);
        if (got > 0) {
          w->in.n += (size_t)got;
          if (!take_frames(pool, w, &finished)) stop(w, DEATH_OUTPUT);
        } else if (got == 0 || errno != EINTR) {
          bury(pool, w, &finished);
          if (atomic_load(&counter->next) < pool->jobs && !spawn(pool, counter, all, count, w, d))
            return false;
          continue;
        }
      }
      watch(pool, w);
    }
  }
  if (finished != pool->jobs) {
    diag_machine(d, P_INTERNAL, NULL, "%zu of %zu jobs gave no result", pool->jobs - finished,
                 pool->jobs);
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
  bool ok = gather(pool, (Counter *)(void *)shared, all, count, d);
  if (!ok) end_all(all, count);
  free(all);
  munmap(shared, size);
  return ok;
}
