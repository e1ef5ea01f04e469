/* clock.c -- time and processors, from the system. */
#include "cli/clock.h"

#include <sched.h>
#include <time.h>
#include <unistd.h>

int64_t clock_now(void) {
  return (int64_t)time(NULL);
}

int clock_zone(int64_t now) {
  time_t t = (time_t)now;
  struct tm tm;
  if (!localtime_r(&t, &tm)) return 0;
  return (int)(tm.tm_gmtoff / 60);
}

double clock_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

unsigned processor_count(void) {
  cpu_set_t set;
  int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 0;
  if (n < 1) n = (int)sysconf(_SC_NPROCESSORS_ONLN);
  return n < 1 ? 1 : n > 256 ? 256 : (unsigned)n;
}
