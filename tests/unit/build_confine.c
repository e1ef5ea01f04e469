/* build_confine.c -- a worker whose code was replaced.
 *
 * The pool forks, starts and confines its workers as in a build; but instead of its
 * job each worker does what somebody would who has taken it over. Every attempt is
 * refused, by an error or by the worker's death; the pool goes on, and an honest job
 * at the end still gives its result. */
#include "check.h"

#include "build/pool.h"
#include "plugin/confine.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Taken Taken;
typedef long (*Attempt)(const Taken *t);
struct Taken {
  pid_t parent;
  int file, pipe; /* the parent has them open */
  unsigned available;
  int fate[64]; /* per job: errno, 0 = it worked, 1000 + signal, -1 = nothing was heard */
  bool alive;
};

static long do_open(const Taken *t) {
  (void)t;
  return open("/etc/passwd", O_RDONLY);
}
static long do_create(const Taken *t) {
  (void)t;
  return open("publish-confine-created", O_WRONLY | O_CREAT, 0600);
}
static long do_mem(const Taken *t) {
  (void)t;
  return openat(AT_FDCWD, "/proc/self/mem", O_RDWR);
}
static long do_environ_file(const Taken *t) {
  (void)t;
  return open("/proc/self/environ", O_RDONLY);
}
static long do_environ(const Taken *t) {
  (void)t;
  errno = ENOENT;
  return getenv("CONFINE_SECRET") ? 0 : -1;
}
static long do_exec(const Taken *t) {
  (void)t;
  char *argv[] = { (char *)(uintptr_t) "sh", NULL };
  return execv("/bin/sh", argv);
}
static long do_fork(const Taken *t) {
  (void)t;
  pid_t pid = fork();
  if (pid == 0) _exit(0);
  return pid;
}
static long do_socket(const Taken *t) {
  (void)t;
  return socket(AF_INET, SOCK_STREAM, 0);
}
static long do_connect(const Taken *t) {
  (void)t;
  struct sockaddr_un to = { .sun_family = AF_UNIX, .sun_path = "/run/x" };
  return connect(2, (struct sockaddr *)&to, sizeof to);
}
static long do_kill(const Taken *t) {
  return kill(t->parent, SIGURG);
}
static long do_kill_all(const Taken *t) {
  (void)t;
  return kill(-1, 0);
}
static long do_ptrace(const Taken *t) {
  return ptrace(PTRACE_ATTACH, t->parent, NULL, NULL);
}
static long do_vm_read(const Taken *t) {
  return syscall(SYS_process_vm_readv, t->parent, NULL, 0, NULL, 0, 0);
}
static long do_memfd(const Taken *t) {
  (void)t;
  return syscall(SYS_memfd_create, "x", 0);
}
static long do_mmap(const Taken *t) {
  (void)t;
  return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
             ? -1
             : 0;
}
static long do_prctl(const Taken *t) {
  (void)t;
  return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}
static long do_io_uring(const Taken *t) {
  (void)t;
  return syscall(SYS_io_uring_setup, 1, NULL);
}
/* What the parent has open is closed in a worker: locks, repositories, other pipes. */
static long do_parents_file(const Taken *t) {
  return write(t->file, "taken over", 10);
}
static long do_parents_pipe(const Taken *t) {
  return write(t->pipe, "taken over", 10);
}
static long do_stdin(const Taken *t) {
  (void)t;
  char c;
  return read(STDIN_FILENO, &c, 1);
}

static const struct {
  const char *name;
  Attempt attempt;
} attempts[] = {
  { "open a file", do_open },
  { "create a file", do_create },
  { "open /proc/self/mem", do_mem },
  { "open /proc/self/environ", do_environ_file },
  { "look for a secret in the environment", do_environ },
  { "execute a shell", do_exec },
  { "fork", do_fork },
  { "make a socket", do_socket },
  { "connect", do_connect },
  { "signal the parent", do_kill },
  { "signal everybody", do_kill_all },
  { "trace the parent", do_ptrace },
  { "read the parent's memory", do_vm_read },
  { "make a file in memory", do_memfd },
  { "map memory that runs", do_mmap },
  { "prctl", do_prctl },
  { "io_uring_setup", do_io_uring },
  { "write to a file of the parent", do_parents_file },
  { "write to a pipe of the parent", do_parents_pipe },
  { "read standard input", do_stdin },
};
enum { ATTEMPTS = sizeof attempts / sizeof *attempts };

static void start(void *context, Progress *progress) {
  (void)context, (void)progress;
  confine_worker(CONFINE_ALL);
}

static void run(void *context, size_t job, Buf *out) {
  Taken *t = context;
  if (job == ATTEMPTS) {
    buf_c(out, "honest work");
    return;
  }
  long r = attempts[job].attempt(t);
  int end = r < 0 ? errno : 0;
  buf_add(out, (const char *)&end, sizeof end);
}

static void done(void *context, size_t job, Str frame) {
  Taken *t = context;
  if (job == ATTEMPTS)
    t->alive = str_eq(frame, S("honest work"));
  else if (frame.n == sizeof t->fate[0])
    memcpy(&t->fate[job], frame.p, frame.n);
}

static void died(void *context, size_t job, const Death *death) {
  Taken *t = context;
  t->fate[job] = 1000 + death->signal;
}

static volatile sig_atomic_t signalled;
static void on_signal(int number) {
  (void)number;
  signalled = 1;
}

static void taken_over(unsigned workers) {
  Taken t = { .parent = getpid(), .available = confine_available() };
  char path[] = "/tmp/publish-confine-XXXXXX", read_back[16];
  int ends[2];
#ifdef PUBLISH_SANITIZED
  printf("  skipped: a sanitized worker is not confined\n");
  return;
#endif
  printf("  layers in force: %u of %d\n", t.available, CONFINE_ALL);
  if (!(t.available & CONFINE_SECCOMP)) {
    printf("  skipped: the kernel has no seccomp\n");
    return;
  }
  setenv("CONFINE_SECRET", "hunter2", 1);
  signal(SIGURG, on_signal);
  t.file = mkstemp(path);
  CHECK(t.file >= 0 && pipe(ends) == 0);
  t.pipe = ends[1];
  for (size_t i = 0; i < ATTEMPTS; i++) t.fate[i] = -1;
  Diags d = { 0 };
  const Pool pool = { .jobs = ATTEMPTS + 1,
                      .workers = workers,
                      .cpu_seconds = 5,
                      .wall_seconds = 20,
                      .output = 1 << 16,
                      .context = &t,
                      .start = start,
                      .run = run,
                      .done = done,
                      .died = died };
  CHECK(pool_run(&pool, &d));
  CHECK_INT(d.count, 0);
  for (size_t i = 0; i < ATTEMPTS; i++) {
    if (t.fate[i] > 1000)
      printf("  %-40s killed by signal %d\n", attempts[i].name, t.fate[i] - 1000);
    else
      printf("  %-40s %s\n", attempts[i].name,
             t.fate[i] > 0 ? strerrorname_np(t.fate[i]) : "not refused");
    CHECK(t.fate[i] > 0);
  }
  CHECK(t.alive);
  CHECK(!signalled);
  CHECK(getenv("CONFINE_SECRET") != NULL); /* forgotten in the workers only */
  CHECK_INT(pread(t.file, read_back, sizeof read_back, 0), 0);
  CHECK(access("publish-confine-created", F_OK) != 0);
  close(t.file);
  unlink(path);
  close(ends[1]);
  CHECK_INT(read(ends[0], read_back, sizeof read_back), 0);
  close(ends[0]);
  diags_free(&d);
}

static void one(void) {
  taken_over(1);
}
static void many(void) {
  taken_over(4);
}

CHECKS_MAIN({ "one worker, taken over", one }, { "many workers, taken over", many })
