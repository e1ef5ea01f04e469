/* glob.c -- '*', '**' and '?' over paths, without backtracking.
 *
 * A pattern becomes a short row of steps; all places in it that the path read so
 * far may have reached are kept as flags. Time is pattern times path, whatever
 * the pattern. */
#include "data/match.h"

#include "base/utf8.h"

enum { GLOB_STEPS = 512 };

typedef enum { LITERAL, ONE, STAR, ANY, FOLDERS } StepKind;
typedef struct {
  StepKind kind;
  uint32_t cp;
} Step;

/* The number of steps, or -1 when there are too many. */
static int compile(Step *steps, Str p) {
  int n = 0;
  for (size_t i = 0; i < p.n;) {
    if (n >= GLOB_STEPS - 1) return -1;
    if (p.p[i] == '*') {
      bool two = i + 1 < p.n && p.p[i + 1] == '*';
      i += two ? 2 : 1;
      bool start = n == 0 || (steps[n - 1].kind == LITERAL && steps[n - 1].cp == '/') ||
                   steps[n - 1].kind == FOLDERS;
      if (two && start && i < p.n && p.p[i] == '/') {
        steps[n++] = (Step){ FOLDERS, 0 };
        i++;
      } else {
        steps[n++] = (Step){ two ? ANY : STAR, 0 };
      }
    } else if (p.p[i] == '?') {
      steps[n++] = (Step){ ONE, 0 };
      i++;
    } else {
      steps[n++] = (Step){ LITERAL, utf8_next(p, &i) };
    }
  }
  if (str_ends(p, S("/"))) steps[n++] = (Step){ ANY, 0 };
  return n;
}

/* Steps that may match nothing are passed at once. */
static void reach(bool *at, const Step *steps, int n, int i) {
  for (; i <= n; i++) {
    at[i] = true;
    if (i == n || (steps[i].kind != STAR && steps[i].kind != ANY && steps[i].kind != FOLDERS))
      return;
  }
}

bool glob_match(Str pattern, Str path) {
  Step steps[GLOB_STEPS];
  size_t same = 0; /* most patterns fail in their literal head */
  while (same < pattern.n && pattern.p[same] != '*' && pattern.p[same] != '?') {
    if (same >= path.n || path.p[same] != pattern.p[same]) return false;
    same++;
  }
  int n = compile(steps, pattern);
  if (n < 0) return false;
  bool now[GLOB_STEPS + 1] = { false }, next[GLOB_STEPS + 1];
  /* FOLDERS is left only behind a '/'; `inside` is a place within a folder name. */
  bool inside[GLOB_STEPS] = { false }, inside_next[GLOB_STEPS];
  reach(now, steps, n, 0);
  for (size_t i = 0; i < path.n;) {
    uint32_t cp = utf8_next(path, &i);
    memset(next, 0, (size_t)n + 1);
    memset(inside_next, 0, (size_t)n);
    for (int k = 0; k < n; k++) {
      if (steps[k].kind == FOLDERS && (now[k] || inside[k])) {
        if (cp == '/')
          reach(next, steps, n, k); /* stays for more, or goes on */
        else
          inside_next[k] = true;
      }
      if (!now[k]) continue;
      switch (steps[k].kind) {
      case LITERAL:
        if (cp == steps[k].cp) reach(next, steps, n, k + 1);
        break;
      case ONE:
        if (cp != '/') reach(next, steps, n, k + 1);
        break;
      case STAR:
        if (cp != '/') reach(next, steps, n, k);
        break;
      case ANY:
        reach(next, steps, n, k);
        break;
      case FOLDERS:
        break;
      }
    }
    memcpy(now, next, (size_t)n + 1);
    memcpy(inside, inside_next, (size_t)n);
  }
  return now[n];
}

const char *glob_problem(Str pattern) {
  Step steps[GLOB_STEPS];
  if (str_empty(pattern)) return "an empty pattern matches nothing";
  if (str_starts(pattern, S("/"))) return "paths have no leading '/'";
  if (utf8_check(pattern) < pattern.n) return "a pattern must be UTF-8";
  if (compile(steps, pattern) < 0) return "a pattern may have 500 characters";
  return NULL;
}
