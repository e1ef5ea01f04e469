/* confine.c -- the list of system calls a worker keeps. */
#include "plugin/confine.h"

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

bool confine_worker(void) {
  static const int allowed[] = {
    SCMP_SYS(read),          SCMP_SYS(write),
    SCMP_SYS(close),         SCMP_SYS(brk),
    SCMP_SYS(mmap),          SCMP_SYS(munmap),
    SCMP_SYS(mremap),        SCMP_SYS(madvise),
    SCMP_SYS(mprotect),      SCMP_SYS(futex),
    SCMP_SYS(clock_gettime), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(getpid),        SCMP_SYS(gettid),
    SCMP_SYS(tgkill),        SCMP_SYS(exit),
    SCMP_SYS(exit_group),    SCMP_SYS(restart_syscall),
    SCMP_SYS(sched_yield),   SCMP_SYS(getrandom),
    SCMP_SYS(sysinfo), /* qsort asks for the size of memory */
  };
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (!filter) return false;
  bool ok = true;
  for (size_t i = 0; ok && i < sizeof allowed / sizeof allowed[0]; i++)
    ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
  /* stdio asks whether a descriptor is a terminal or a file. */
  ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fstat), 0) == 0 &&
       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 0) == 0 &&
       /* Probing for a file that is not there must fail, not kill. */
       seccomp_rule_add(filter, SCMP_ACT_ERRNO(2), SCMP_SYS(openat), 0) == 0 &&
       seccomp_rule_add(filter, SCMP_ACT_ERRNO(2), SCMP_SYS(open), 0) == 0 &&
       seccomp_rule_add(filter, SCMP_ACT_ERRNO(2), SCMP_SYS(access), 0) == 0 &&
       seccomp_rule_add(filter, SCMP_ACT_ERRNO(2), SCMP_SYS(readlink), 0) == 0 &&
       seccomp_rule_add(filter, SCMP_ACT_ERRNO(25), SCMP_SYS(ioctl), 0) == 0;
  ok = ok && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return ok;
}
#endif
