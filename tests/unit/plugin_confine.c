/* plugin_confine.c -- what a locked worker can still do, what it dies of, and what
 * each layer of confinement refuses by itself.
 *
 * The layers are built into this program as in a release, also under sanitizers:
 * children make bare system calls and nothing else. */
#undef PUBLISH_SANITIZED
#include "plugin/confine.c"

#include "check.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

enum { UNLOCKED = 99, RETURNED = 100 };

/* How a locked child that makes this call ends: the signal, or the errno + 1000, or
 * RETURNED. */
static int fate(long call, long a, long b, long c, long d) {
  fflush(NULL);
  pid_t pid = fork();
  if (pid == 0) {
    if (!(confine_worker(CONFINE_ALL) & CONFINE_SECCOMP)) _exit(UNLOCKED);
    long r = syscall(call, a, b, c, d, -1L, 0L);
    syscall(SYS_exit_group, r < 0 ? errno : RETURNED);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  if (WIFSIGNALED(status)) return WTERMSIG(status);
  return WEXITSTATUS(status) >= UNLOCKED ? WEXITSTATUS(status) : 1000 + WEXITSTATUS(status);
}

static bool locked(void) {
  if (fate(SYS_getpid, 0, 0, 0, 0) != UNLOCKED) return true;
  printf("  the kernel has no seccomp\n");
  return false;
}

static void deadly(void) {
  static const struct {
    const char *name;
    long call, a, b, c;
  } calls[] = {
#define CALL(name, a, b, c) { #name, SYS_##name, a, b, c }
    CALL(socket, 2, 1, 0),
    CALL(connect, 0, 0, 0),
    CALL(sendto, 1, 0, 0),
    CALL(clone, SIGCHLD, 0, 0),
    CALL(execve, 0, 0, 0),
    CALL(execveat, 0, 0, 0),
    CALL(ptrace, 0, 0, 0),
    CALL(prctl, 0, 0, 0),
    CALL(seccomp, 0, 0, 0),
    CALL(unlinkat, AT_FDCWD, 0, 0),
    CALL(renameat2, 0, 0, 0),
    CALL(mkdirat, AT_FDCWD, 0, 0),
    CALL(linkat, 0, 0, 0),
    CALL(symlinkat, 0, 0, 0),
    CALL(fchmodat, 0, 0, 0),
    CALL(ftruncate, 1, 0, 0),
    CALL(openat2, AT_FDCWD, 0, 0),
    CALL(getdents64, 0, 0, 0),
    CALL(name_to_handle_at, 0, 0, 0),
    CALL(open_by_handle_at, 0, 0, 0),
    CALL(dup, 0, 0, 0),
    CALL(dup3, 0, 1, 0),
    CALL(pipe2, 0, 0, 0),
    CALL(memfd_create, 0, 0, 0),
    CALL(shmget, 0, 4096, 0),
    CALL(mq_open, 0, 0, 0),
    CALL(io_uring_setup, 1, 0, 0),
    CALL(bpf, 0, 0, 0),
    CALL(userfaultfd, 0, 0, 0),
    CALL(perf_event_open, 0, 0, 0),
    CALL(process_vm_readv, 1, 0, 0),
    CALL(process_vm_writev, 1, 0, 0),
    CALL(pidfd_open, 1, 0, 0),
    CALL(mount, 0, 0, 0),
    CALL(unshare, 0, 0, 0),
    CALL(setns, 0, 0, 0),
    CALL(chroot, 0, 0, 0),
    CALL(setuid, 0, 0, 0),
    CALL(setrlimit, 0, 0, 0),
    CALL(uname, 0, 0, 0),
    CALL(getuid, 0, 0, 0),
    CALL(nanosleep, 0, 0, 0),
    CALL(kill, 0, 0, 0),
#undef CALL
  };
  if (!locked()) return;
  for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
    int end = fate(calls[i].call, calls[i].a, calls[i].b, calls[i].c, 0);
    CHECK_INT(end, SIGSYS);
    if (end != SIGSYS) printf("    %s\n", calls[i].name);
  }
}

static void no_code(void) {
  if (!locked()) return;
  CHECK_INT(fate(SYS_mmap, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS), SIGSYS);
  CHECK_INT(fate(SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS), RETURNED);
  CHECK_INT(fate(SYS_mprotect, 0, 4096, PROT_EXEC, 0), SIGSYS);
}

/* No signal to the parent or to everybody; abort() works. */
static void signals(void) {
  if (!locked()) return;
  long parent = getpid();
  CHECK_INT(fate(SYS_tgkill, parent, parent, SIGUSR1, 0), SIGSYS);
  CHECK_INT(fate(SYS_tkill, parent, SIGUSR1, 0, 0), SIGSYS);
  fflush(NULL);
  pid_t pid = fork();
  if (pid == 0) {
    confine_worker(CONFINE_ALL);
    syscall(SYS_tgkill, (long)getpid(), (long)syscall(SYS_gettid), (long)SIGABRT);
    syscall(SYS_exit_group, 0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void refusals(void) {
  if (!locked()) return;
  CHECK_INT(fate(SYS_openat, AT_FDCWD, (long)"/etc/passwd", O_RDONLY, 0), 1000 + ENOENT);
  CHECK_INT(fate(SYS_openat, AT_FDCWD, (long)"/tmp/x", O_CREAT | O_WRONLY, 0600), 1000 + ENOENT);
  CHECK_INT(fate(SYS_open, (long)"/etc/passwd", O_RDONLY, 0, 0), 1000 + ENOENT);
  CHECK_INT(fate(SYS_readlink, (long)"/proc/self/exe", 0, 0, 0), 1000 + ENOENT);
  CHECK_INT(fate(SYS_newfstatat, AT_FDCWD, (long)"/etc/passwd", 0, 0), 1000 + EBADF);
  CHECK_INT(fate(SYS_read, 0, 0, 0, 0), 1000 + EBADF);
  CHECK_INT(fate(SYS_ioctl, 0, 0x5412, 0, 0), 1000 + ENOTTY); /* TIOCSTI: typing for the user */
}

static void work(void) {
  if (!locked()) return;
  CHECK_INT(fate(SYS_write, STDOUT_FILENO, (long)"", 0, 0), RETURNED);
  CHECK_INT(fate(SYS_brk, 0, 0, 0, 0), RETURNED);
}

#ifdef __x86_64__
/* The calls of a 32-bit program reach the same kernel. */
static void other_machine(void) {
  if (!locked()) return;
  fflush(NULL);
  pid_t pid = fork();
  if (pid == 0) {
    confine_worker(CONFINE_ALL);
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20 /* getpid */) : "memory");
    syscall(SYS_exit_group, 0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  /* SIGSEGV: this kernel has no 32-bit calls. */
  CHECK(WIFSIGNALED(status) && (WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGSEGV));
}
#else
static void other_machine(void) {
  printf("  there is one kind of system call only\n");
}
#endif

/* -- each layer by itself -- */

/* What broken code would try. 0: it worked; else errno. The parent listens at
 * `port`; `other` is a process of the same user, such as the worker's own parent. */
typedef struct {
  pid_t other;
  int port;
  char abstract[32];
  const char *scratch; /* a folder that everybody may write to */
} Goal;

static int result_of(long r) {
  return r < 0 ? errno : 0;
}

static int try_read(const Goal *g) {
  (void)g;
  return result_of(open("/etc/passwd", O_RDONLY));
}

static int try_write(const Goal *g) {
  char path[200];
  snprintf(path, sizeof path, "%s/written", g->scratch);
  int fd = open(path, O_WRONLY | O_CREAT, 0600);
  if (fd >= 0) unlink(path);
  return result_of(fd);
}

static int try_unlink(const Goal *g) {
  char path[200];
  snprintf(path, sizeof path, "%s/victim", g->scratch);
  return result_of(unlink(path));
}

static int try_self_mem(const Goal *g) {
  (void)g;
  return result_of(openat(AT_FDCWD, "/proc/self/mem", O_RDWR));
}

static int try_others_environ(const Goal *g) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/environ", (int)g->other);
  return result_of(open(path, O_RDONLY));
}

/* Its own, in memory, where fork has put it. */
static int try_environ(const Goal *g) {
  (void)g;
  return getenv("CONFINE_SECRET") ? 0 : ENOENT;
}

static int try_exec(const Goal *g) {
  (void)g;
  char *argv[] = { (char *)(uintptr_t) "true", NULL }, *none[] = { NULL };
  execve("/bin/true", argv, none); /* status 0: it ran */
  return errno;
}

static int try_fork(const Goal *g) {
  (void)g;
  pid_t pid = fork();
  if (pid == 0) _exit(0);
  if (pid > 0) waitpid(pid, NULL, 0);
  return result_of(pid);
}

static int try_socket(const Goal *g) {
  (void)g;
  return result_of(socket(AF_INET, SOCK_DGRAM, 0));
}

/* One that was open before: what a limit on descriptors cannot refuse. */
static int inherited_socket = -1, inherited_unix = -1;

static int try_connect(const Goal *g) {
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)g->port) };
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return result_of(connect(inherited_socket, (struct sockaddr *)&to, sizeof to));
}

static int try_unix(const Goal *g) {
  struct sockaddr_un to = { .sun_family = AF_UNIX };
  size_t n = strlen(g->abstract);
  memcpy(to.sun_path + 1, g->abstract, n);
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + n);
  return result_of(connect(inherited_unix, (struct sockaddr *)&to, size));
}

static int try_kill(const Goal *g) {
  return result_of(kill(g->other, SIGURG)); /* ignored unless somebody listens */
}

static int try_ptrace(const Goal *g) {
  long r = ptrace(PTRACE_ATTACH, g->other, NULL, NULL);
  int e = result_of(r);
  if (r == 0) ptrace(PTRACE_DETACH, g->other, NULL, NULL);
  return e;
}

static int try_memfd(const Goal *g) {
  (void)g;
  return result_of(syscall(SYS_memfd_create, "x", 0));
}

static int try_mmap_exec(const Goal *g) {
  (void)g;
  void *p =
      mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? errno : 0;
}

static int try_prctl(const Goal *g) {
  (void)g;
  return result_of(prctl(PR_SET_NAME, "harmless", 0, 0, 0));
}

static int try_io_uring(const Goal *g) {
  (void)g;
  char params[128] = { 0 };
  return result_of(syscall(SYS_io_uring_setup, 4, params));
}

static int try_namespace(const Goal *g) {
  (void)g;
  return result_of(unshare(CLONE_NEWUSER));
}

static int try_setuid(const Goal *g) {
  (void)g;
  return result_of(setuid(0));
}

static int try_more_files(const Goal *g) {
  (void)g;
  struct rlimit more = { 100, 100 };
  return result_of(setrlimit(RLIMIT_NOFILE, &more));
}

enum { P = CONFINE_PRIVILEGES, F = CONFINE_LANDLOCK, L = CONFINE_LIMITS, C = CONFINE_SECCOMP };

/* `refused_by`: the layers that refuse it alone. Landlock knows TCP since version 4,
 * signals and abstract sockets since 6; older: the rest must do. */
static const struct {
  const char *name;
  int (*attempt)(const Goal *g);
  unsigned refused_by;
  int landlock;
} attempts[] = {
  { "read a file", try_read, F | L | C, 1 },
  { "write a file", try_write, F | L | C, 1 },
  { "delete a file", try_unlink, F | C, 1 },
  { "open its own memory as a file", try_self_mem, F | L | C, 1 },
  { "open another's environment", try_others_environ, F | L | C, 1 },
  { "look into its own environment", try_environ, P, 0 },
  { "run a program", try_exec, F | C, 1 },
  { "start a process", try_fork, L | C, 0 },
  { "make a socket", try_socket, L | C, 0 },
  { "connect by TCP", try_connect, F | C, 4 },
  { "connect to a local socket", try_unix, F | C, 6 },
  { "signal another process", try_kill, F | C, 6 },
  { "trace another process", try_ptrace, F | C, 1 },
  { "make a file in memory", try_memfd, L | C, 0 },
  { "map memory that runs", try_mmap_exec, C, 0 },
  { "prctl", try_prctl, C, 0 },
  { "io_uring_setup", try_io_uring, L | C, 0 },
  { "become somebody else", try_setuid, P | C, 0 },
  { "make a namespace", try_namespace, C, 0 },
  { "raise its limits", try_more_files, L | C, 0 },
};

static void be_nobody(void) {
  if (geteuid() == 0 && (setgroups(0, NULL) || setgid(65534) || setuid(65534))) _exit(250);
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

/* 0: it worked; errno; or 1000 + signal. Run as nobody, so that what is refused is not
 * so because of root's rights, or in spite of them; except what only root may do. */
static int attempt(size_t i, unsigned layers, const Goal *g, bool *held) {
  int ends[2];
  if (pipe(ends) < 0) return -1;
  fflush(NULL);
  pid_t pid = fork();
  if (pid == 0) {
    bool as_root = attempts[i].attempt == try_setuid;
    if (!as_root) be_nobody();
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0) dup2(null, STDERR_FILENO);
    unsigned got = confine_worker(layers);
    ssize_t n = write(ends[1], &got, sizeof got);
    if (n != sizeof got) _exit(251);
    if (as_root && geteuid() == 0) {
      /* Root becomes another user only with a capability. */
      syscall(SYS_exit_group, setuid(65534) < 0 ? errno : 0);
    }
    syscall(SYS_exit_group, attempts[i].attempt(g));
  }
  int status = 0;
  unsigned got = 0;
  close(ends[1]);
  if (read(ends[0], &got, sizeof got) != sizeof got) got = 0;
  close(ends[0]);
  waitpid(pid, &status, 0);
  *held = got == layers;
  /* The program began, and its loader could not go on. */
  if (attempts[i].attempt == try_exec && WIFEXITED(status) && WEXITSTATUS(status) == 127) return 0;
  return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

static bool open_goals(Goal *g, char scratch[64], int *listener, int *local) {
  *g = (Goal){ .scratch = scratch, .other = fork() };
  if (g->other == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    be_nobody();
    for (;;) pause();
  }
  char path[200];
  if (!mkdtemp(scratch) || chmod(scratch, 0777) != 0) return false;
  snprintf(path, sizeof path, "%s/victim", scratch);
  int victim = open(path, O_WRONLY | O_CREAT, 0666);
  if (victim >= 0) close(victim);
  *listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = { .sin_family = AF_INET };
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  if (bind(*listener, (struct sockaddr *)&at, size) < 0 || listen(*listener, 64) < 0 ||
      getsockname(*listener, (struct sockaddr *)&at, &size) < 0)
    return false;
  g->port = ntohs(at.sin_port);
  snprintf(g->abstract, sizeof g->abstract, "publish-confine-%d", (int)getpid());
  *local = socket(AF_UNIX, SOCK_STREAM, 0);
  struct sockaddr_un un = { .sun_family = AF_UNIX };
  memcpy(un.sun_path + 1, g->abstract, strlen(g->abstract));
  size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(g->abstract));
  return bind(*local, (struct sockaddr *)&un, size) == 0 && listen(*local, 64) == 0;
}

static void name_fate(char out[24], bool held, int fate_) {
  if (!held)
    snprintf(out, 24, "-");
  else if (fate_ >= 1000)
    snprintf(out, 24, "killed (%d)", fate_ - 1000);
  else
    snprintf(out, 24, "%.15s", fate_ ? strerrorname_np(fate_) : "works");
}

/* One row for each attempt, one column for each layer alone; and all of them. */
static void each_layer(void) {
  static const struct {
    const char *name;
    unsigned layers;
  } columns[] = { { "nothing", 0 },      { "privileges", P }, { "Landlock", F },
                  { "limits", L },       { "seccomp", C },    { "no seccomp", P | F | L },
                  { "all", CONFINE_ALL } };
  enum { COLUMNS = sizeof columns / sizeof *columns };
  char scratch[64] = "/tmp/publish-confine-XXXXXX", path[200];
  Goal g;
  int listener = -1, local = -1, version = confine_landlock_version();
  CHECK(open_goals(&g, scratch, &listener, &local));
  setenv("CONFINE_SECRET", "hunter2", 1);
  printf("  Landlock version %d%s\n  %-32s", version, version ? "" : ": skipped", "");
  for (size_t c = 0; c < COLUMNS; c++) printf(" %-13s", columns[c].name);
  putchar('\n');
  for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
    printf("  %-32s", attempts[i].name);
    bool possible = false; /* without any layer: else it shows nothing */
    for (size_t c = 0; c < COLUMNS; c++) {
      unsigned layers = columns[c].layers, by = attempts[i].refused_by;
      if (version < attempts[i].landlock) by &= ~(unsigned)F;
      inherited_socket = socket(AF_INET, SOCK_STREAM, 0);
      inherited_unix = socket(AF_UNIX, SOCK_STREAM, 0);
      bool held;
      int end = attempt(i, layers, &g, &held);
      close(inherited_socket);
      close(inherited_unix);
      snprintf(path, sizeof path, "%s/victim", scratch);
      int victim = open(path, O_WRONLY | O_CREAT, 0666); /* it may have been deleted */
      if (victim >= 0) close(victim);
      char shown[24];
      name_fate(shown, held, end);
      printf(" %-13s", shown);
      if (c == 0) possible = end == 0;
      if (!held || !possible) continue;
      bool no = end != 0;
      if (no != ((layers & by) != 0)) {
        putchar('\n');
        check_fail(__FILE__, __LINE__, no ? "refused, against the table" : "not refused");
      }
    }
    putchar('\n');
    /* Whatever this machine allows anyway: with all layers nothing of it works. */
    bool held;
    inherited_socket = inherited_unix = -1;
    CHECK(attempt(i, CONFINE_ALL, &g, &held) != 0);
  }
  close(listener);
  close(local);
  kill(g.other, SIGKILL);
  waitpid(g.other, NULL, 0);
  snprintf(path, sizeof path, "%s/victim", scratch);
  unlink(path);
  rmdir(scratch);
  unsetenv("CONFINE_SECRET");
}

static void notes(void) {
  Arena a = { 0 };
  CHECK_STR(confine_note(&a, CONFINE_ALL), "");
  CHECK_STR(
      confine_note(&a, CONFINE_ALL & ~(unsigned)CONFINE_LANDLOCK),
      "this system does not confine workers with Landlock; what holds is the Lua sandbox with "
      "no_new_privs, resource limits, seccomp");
  CHECK_STR(confine_note(&a, 0),
            "this system does not confine workers with no_new_privs, Landlock, resource limits, "
            "seccomp; what holds is the Lua sandbox");
  arena_free(&a);
}

CHECKS_MAIN({ "deadly calls", deadly }, { "no memory that runs", no_code }, { "signals", signals },
            { "refusals", refusals }, { "what is left", work },
            { "calls of another machine", other_machine }, { "each layer", each_layer },
            { "notes", notes })
