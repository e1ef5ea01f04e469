/* confine.c -- privileges, limits and the list of system calls a worker keeps. */
#include "plugin/confine.h"

#include "plugin/confine_landlock.h"
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

const char *confine_library(char buffer[24]) {
  const struct scmp_version *v = seccomp_version();
  snprintf(buffer, 24, "%u.%u.%u", v->major, v->minor, v->micro);
  return buffer;
}

Str confine_note(Arena *a, unsigned available) {
  static const struct {
    ConfineLayer layer;
    const char *name;
  } layers[] = { { CONFINE_PRIVILEGES, "no_new_privs" },
                 { CONFINE_LANDLOCK, "Landlock" },
                 { CONFINE_LIMITS, "resource limits" },
                 { CONFINE_SECCOMP, "seccomp" } };
  Str missing = { 0 }, held = { 0 };
  if ((available & CONFINE_ALL) == CONFINE_ALL) return S("");
  for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
    Str *list = available & layers[i].layer ? &held : &missing;
    *list = arena_printf(a, "%.*s%s%s", STR(*list), list->n ? ", " : "", layers[i].name);
  }
  return arena_printf(a,
                      "this system does not confine workers with %.*s; what holds is the Lua "
                      "sandbox%s%.*s",
                      STR(missing), held.n ? " with " : "", STR(held));
}

#ifdef PUBLISH_SANITIZED
unsigned confine_worker(unsigned layers) {
  (void)layers;
  return 0;
}

/* Nothing to tell: it is not the system that lacks something. */
unsigned confine_available(void) {
  return CONFINE_ALL;
}
#else

/* The environment may hold a CI system's secrets: its bytes are overwritten, here in the
 * worker's copy. */
static void forget_environment(void) {
  for (char **e = environ; e && *e; e++) explicit_bzero(*e, strlen(*e));
  environ = NULL;
}

static bool drop_privileges(void) {
  struct {
    uint32_t version;
    int pid;
  } head = { 0x20080522, 0 }; /* _LINUX_CAPABILITY_VERSION_3 */
  struct {
    uint32_t effective, permitted, inheritable;
  } none[2] = { { 0 }, { 0 } };
  forget_environment();
  bool ok = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  return syscall(SYS_capset, &head, none) == 0 && ok;
}

static bool set_limits(void) {
  /* Standard error stays writable for an assertion, but fills no disk. */
  static const struct {
    int what;
    rlim_t most;
  } limits[] = { { RLIMIT_CORE, 0 },     { RLIMIT_NPROC, 0 },       { RLIMIT_NOFILE, 0 },
                 { RLIMIT_MSGQUEUE, 0 }, { RLIMIT_FSIZE, 1 << 20 }, { RLIMIT_MEMLOCK, 0 } };
  bool ok = true;
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
    struct rlimit limit = { limits[i].most, limits[i].most };
    if (setrlimit((__rlimit_resource_t)limits[i].what, &limit) != 0) ok = false;
  }
  return ok;
}

/* As they are. Those that a machine does not have are left out by libseccomp. */
static const int allowed[] = {
  SCMP_SYS(write),         SCMP_SYS(close),
  SCMP_SYS(fstat),         SCMP_SYS(fstat64),
  SCMP_SYS(brk),           SCMP_SYS(munmap),
  SCMP_SYS(mremap),        SCMP_SYS(madvise),
  SCMP_SYS(futex),         SCMP_SYS(futex_time64),
  SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64),
  SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigaction),
  SCMP_SYS(sigreturn),     SCMP_SYS(rt_sigprocmask),
  SCMP_SYS(getpid),        SCMP_SYS(gettid),
  SCMP_SYS(exit),          SCMP_SYS(exit_group),
  SCMP_SYS(sched_yield),   SCMP_SYS(restart_syscall),
  SCMP_SYS(getrandom),     SCMP_SYS(sysinfo), /* qsort asks for the size of memory */
};

/* Libraries may look for a file that need not be there, or ask whether a descriptor
 * is a terminal. They are told no. */
static const struct {
  int call, error;
} refused[] = {
  { SCMP_SYS(openat), ENOENT },
  { SCMP_SYS(open), ENOENT },
  { SCMP_SYS(access), ENOENT },
  { SCMP_SYS(faccessat), ENOENT },
  { SCMP_SYS(faccessat2), ENOENT },
  { SCMP_SYS(stat), ENOENT },
  { SCMP_SYS(stat64), ENOENT },
  { SCMP_SYS(statx), ENOENT },
  { SCMP_SYS(fstatat64), EBADF },
  { SCMP_SYS(newfstatat), EBADF },
  { SCMP_SYS(readlink), ENOENT },
  { SCMP_SYS(readlinkat), ENOENT },
  { SCMP_SYS(read), EBADF },
  { SCMP_SYS(ioctl), ENOTTY },
  { SCMP_SYS(sched_getaffinity), ENOSYS },
};

static bool filter_calls(void) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (!filter) return false;
  /* A call in the manner of another machine (32 bits on 64) is none of ours. */
  bool ok = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0;
  for (size_t i = 0; ok && i < sizeof allowed / sizeof allowed[0]; i++)
    ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
  for (size_t i = 0; ok && i < sizeof refused / sizeof refused[0]; i++)
    ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO((uint32_t)refused[i].error), refused[i].call, 0) ==
         0;
  /* Memory, but none that can be run; signals (abort), but to no other process. */
  const struct scmp_arg_cmp plain = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  const struct scmp_arg_cmp self = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0);
  static const int maps[] = { SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(mprotect) };
  for (size_t i = 0; ok && i < sizeof maps / sizeof *maps; i++)
    ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, maps[i], 1, plain) == 0;
  ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, self) == 0;
  ok = ok && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return ok;
}

/* The order matters: Landlock wants a descriptor, and both it and seccomp want
 * no_new_privs. */
unsigned confine_worker(unsigned layers) {
  unsigned held = 0;
  if ((layers & CONFINE_PRIVILEGES) && drop_privileges()) held |= CONFINE_PRIVILEGES;
  if (layers & (CONFINE_LANDLOCK | CONFINE_SECCOMP)) prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if ((layers & CONFINE_LANDLOCK) && confine_landlock()) held |= CONFINE_LANDLOCK;
  if ((layers & CONFINE_LIMITS) && set_limits()) held |= CONFINE_LIMITS;
  if ((layers & CONFINE_SECCOMP) && filter_calls()) held |= CONFINE_SECCOMP;
  return held;
}

unsigned confine_available(void) {
  pid_t pid = fork();
  if (pid == 0) _exit((int)confine_worker(CONFINE_ALL));
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) return 0;
  return (unsigned)WEXITSTATUS(status);
}
#endif
