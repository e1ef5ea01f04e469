/* confine_landlock.c -- a Landlock ruleset that allows nothing. */
#include "plugin/confine_landlock.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The same numbers on every machine. */
enum { CREATE_RULESET = 444, RESTRICT_SELF = 446 };
enum { ASK_VERSION = 1 };

/* struct landlock_ruleset_attr, which grew with the versions. */
typedef struct {
  uint64_t files;  /* from version 1 */
  uint64_t net;    /* from version 4 */
  uint64_t scoped; /* from version 6 */
} Ruleset;

int confine_landlock_version(void) {
  long version = syscall(CREATE_RULESET, NULL, (size_t)0, ASK_VERSION);
  return version > 0 ? (int)version : 0;
}

/* The rights on files: execute to make_sym since version 1, refer since 2, truncate
 * since 3, ioctl on devices since 5. */
static uint64_t file_rights(int version) {
  int count = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
  return (UINT64_C(1) << count) - 1;
}

bool confine_landlock(void) {
  int version = confine_landlock_version();
  if (version < 1) return false;
  Ruleset rules = { .files = file_rights(version) };
  size_t size = offsetof(Ruleset, net);
  if (version >= 4) {
    rules.net = 3; /* bind and connect by TCP */
    size = offsetof(Ruleset, scoped);
  }
  if (version >= 6) {
    rules.scoped = 3; /* abstract UNIX sockets, signals */
    size = sizeof rules;
  }
  long fd = syscall(CREATE_RULESET, &rules, size, 0);
  if (fd < 0) return false;
  bool ok = syscall(RESTRICT_SELF, (int)fd, 0) == 0;
  close((int)fd);
  return ok;
}
