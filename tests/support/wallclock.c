/* wallclock.c -- preloaded into a program to give it another date.
 *
 * Only the wall clock is moved, by WALLCLOCK seconds; processor time and the
 * monotonic clock, which watch over workers, stay as they are. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *t) {
  int result = (int)syscall(SYS_clock_gettime, clock, t);
  const char *text = getenv("WALLCLOCK");
  if (result == 0 && text && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    t->tv_sec += atol(text);
  return result;
}

time_t time(time_t *out) {
  struct timespec t = { 0 };
  clock_gettime(CLOCK_REALTIME, &t);
  if (out) *out = t.tv_sec;
  return t.tv_sec;
}

int gettimeofday(struct timeval *restrict tv, void *restrict zone) {
  struct timespec t = { 0 };
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &t);
  *tv = (struct timeval){ .tv_sec = t.tv_sec, .tv_usec = t.tv_nsec / 1000 };
  return 0;
}
