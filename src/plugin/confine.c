/* confine.c -- the list of system calls a worker keeps. */
#include "plugin/confine.h"

#include <errno.h>
#include <seccomp.h>
#include <stdio.h>

const char *confine_library(char buffer[24]) {
  const struct scmp_version *v = seccomp_version();
  snprintf(buffer, 24, "%u.%u.%u", v->major, v->minor, v->micro);
  return buffer;
}

#ifdef PUBLISH_SANITIZED
bool confine_worker(void) {
  return false;
}
#else

#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

/* As they are. */
static const int allowed[] = {
  SCMP_SYS(write),        SCMP_SYS(close),           SCMP_SYS(fstat),
  SCMP_SYS(brk),          SCMP_SYS(munmap),          SCMP_SYS(mremap),
  SCMP_SYS(madvise),      SCMP_SYS(futex),           SCMP_SYS(clock_gettime),
  SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction),    SCMP_SYS(rt_sigprocmask),
  SCMP_SYS(getpid),       SCMP_SYS(gettid),          SCMP_SYS(exit),
  SCMP_SYS(exit_group),   SCMP_SYS(restart_syscall), SCMP_SYS(sched_yield),
  SCMP_SYS(getrandom),    SCMP_SYS(sysinfo), /* qsort asks for the size of memory */
};

/* Libraries may look for a file that need not be there, or ask whether a descriptor
 * is a terminal. They are told no. */
static const struct {
  int call, error;
} refused[] = {
  { SCMP_SYS(openat), ENOENT }, { SCMP_SYS(open), ENOENT },     { SCMP_SYS(access), ENOENT },
  { SCMP_SYS(stat), ENOENT },   { SCMP_SYS(readlink), ENOENT }, { SCMP_SYS(newfstatat), EBADF },
  { SCMP_SYS(read), EBADF },    { SCMP_SYS(ioctl), ENOTTY },
};

bool confine_worker(void) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (!filter) return false;
  bool ok = true;
  for (size_t i = 0; ok && i < sizeof allowed / sizeof allowed[0]; i++)
    ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
  for (size_t i = 0; ok && i < sizeof refused / sizeof refused[0]; i++)
    ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO((uint32_t)refused[i].error), refused[i].call, 0) ==
         0;
  /* Memory, but none that can be run; signals (abort), but to no other process. */
  const struct scmp_arg_cmp plain = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  const struct scmp_arg_cmp self = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0);
  ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, plain) == 0 &&
       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, plain) == 0 &&
       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, self) == 0;
  ok = ok && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return ok;
}
#endif
