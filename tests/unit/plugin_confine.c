/* plugin_confine.c -- what a locked worker can still do, and what it dies of.
 *
 * The filter is built into this program as in a release, also under sanitizers:
 * children make bare system calls and nothing else. */
#undef PUBLISH_SANITIZED
#include "plugin/confine.c"

#include "check.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { UNLOCKED = 99, RETURNED = 100 };

/* How a locked child that makes this call ends: the signal, or the errno + 1000, or
 * RETURNED. */
static int fate(long call, long a, long b, long c, long d) {
  fflush(NULL);
  pid_t pid = fork();
  if (pid == 0) {
    if (!confine_worker()) _exit(UNLOCKED);
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
    confine_worker();
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

CHECKS_MAIN({ "deadly calls", deadly }, { "no memory that runs", no_code }, { "signals", signals },
            { "refusals", refusals }, { "what is left", work })
