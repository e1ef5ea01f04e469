/* check.h -- the whole unit-test framework: TEST(name) { CHECK(...); } and
 * CHECKS_MAIN() at the end of a file. A failed check prints file, line and both
 * sides, and the program goes on; the exit status tells. */
#ifndef PUBLISH_TESTS_CHECK_H
#define PUBLISH_TESTS_CHECK_H

#include "base/str.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  const char *name;
  void (*run)(void);
} CheckCase;
static int check_failed_here;
static void check_fail(const char *file, int line, const char *what) {
  printf("  %s:%d: %s\n", file, line, what);
  check_failed_here = 1;
}
#define CHECK(cond)                                                                                \
  do {                                                                                             \
    if (!(cond)) check_fail(__FILE__, __LINE__, "not true: " #cond);                               \
  } while (0)
#define CHECK_STR(got, want)                                                                       \
  do {                                                                                             \
    Str got_ = (got), want_ = str_c(want);                                                         \
    if (!str_eq(got_, want_)) {                                                                    \
      check_fail(__FILE__, __LINE__, "differs: " #got);                                            \
      printf("    got:  %.*s\n    want: %.*s\n", STR(got_), STR(want_));                           \
    }                                                                                              \
  } while (0)
#define CHECK_INT(got, want)                                                                       \
  do {                                                                                             \
    long long got_ = (long long)(got), want_ = (long long)(want);                                  \
    if (got_ != want_) {                                                                           \
      check_fail(__FILE__, __LINE__, "differs: " #got);                                            \
      printf("    got:  %lld\n    want: %lld\n", got_, want_);                                     \
    }                                                                                              \
  } while (0)
/* CHECKS_MAIN({ "name", function }, ...) */
#define CHECKS_MAIN(...)                                                                           \
  int main(void) {                                                                                 \
    static const CheckCase cases[] = { __VA_ARGS__ };                                              \
    int passed = 0, failed = 0;                                                                    \
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {                                  \
      check_failed_here = 0;                                                                       \
      cases[i].run();                                                                              \
      printf("%s %s\n", check_failed_here ? "FAILED" : "ok", cases[i].name);                       \
      if (check_failed_here)                                                                       \
        failed++;                                                                                  \
      else                                                                                         \
        passed++;                                                                                  \
    }                                                                                              \
    printf("%d passed, %d failed\n", passed, failed);                                              \
    return failed ? 1 : 0;                                                                         \
  }

#endif
