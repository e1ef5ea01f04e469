/* repo_rig.h -- for tests of src/repo: a temporary folder with repositories made
 * by the git program, whose word on what we wrote is final. */
#ifndef PUBLISH_TESTS_REPO_RIG_H
#define PUBLISH_TESTS_REPO_RIG_H

#include "check.h"

#include "base/diag.h"
#include "repo/repo.h"

#include <stdarg.h>
#include <unistd.h>

static char rig_top[] = "/tmp/publish-test-XXXXXX";

static inline void rig_end(void) {
  char command[128];
  snprintf(command, sizeof command, "chmod -R u+w %s; rm -rf %s", rig_top, rig_top);
  if (system(command)) fprintf(stderr, "cannot remove %s\n", rig_top);
}

/* Each test begins here: the environment is empty of git's variables, HOME is the
 * temporary folder, and so is the current one. */
static inline void rig_begin(void) {
  static bool made;
  if (!made) {
    if (!mkdtemp(rig_top)) abort();
    atexit(rig_end);
    made = true;
    setenv("HOME", rig_top, 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_AUTHOR_NAME", "T", 1);
    setenv("GIT_AUTHOR_EMAIL", "t@example.org", 1);
    setenv("GIT_COMMITTER_NAME", "T", 1);
    setenv("GIT_COMMITTER_EMAIL", "t@example.org", 1);
    if (system("git config --global init.defaultBranch main")) abort();
  }
  if (chdir(rig_top)) abort();
}

/* Run a shell command in the temporary folder; false when it fails. */
__attribute__((format(printf, 1, 2))) static inline bool sh(const char *format, ...) {
  char command[4096];
  int n = snprintf(command, sizeof command, "exec >>%s/log 2>&1; cd %s; ", rig_top, rig_top);
  va_list args;
  va_start(args, format);
  vsnprintf(command + n, sizeof command - (size_t)n, format, args);
  va_end(args);
  return system(command) == 0;
}

/* What a shell command prints, without the newline at the end. */
__attribute__((format(printf, 2, 3))) static inline Str sh_out(Arena *a, const char *format, ...) {
  char command[4096];
  int n = snprintf(command, sizeof command, "exec 2>>%s/log; cd %s; ", rig_top, rig_top);
  va_list args;
  va_start(args, format);
  vsnprintf(command + n, sizeof command - (size_t)n, format, args);
  va_end(args);
  Buf b = { 0 };
  FILE *f = popen(command, "r");
  for (int c; f && (c = fgetc(f)) != EOF;) buf_byte(&b, (char)c);
  if (f) pclose(f);
  while (b.n && b.p[b.n - 1] == '\n') b.n--;
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return out;
}

/* A repository with articles/one.md, committed at a fixed time. */
#define BASE                                                                                       \
  "export GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000'; "              \
  "rm -rf r; git init -q r && cd r && mkdir articles && echo Hello >articles/one.md && "           \
  "git add -A && git commit -qm one; "

/* Is there exactly one error, with this code and this text in it? */
static inline bool says(const Diags *d, Code code, const char *text) {
  bool ok = d->errors == 1 && d->items[d->count - 1].code == code &&
            str_find(d->items[d->count - 1].message, str_c(text)) >= 0;
  if (!ok) {
    Buf b = { 0 };
    diags_print(d, DIAG_TEXT, false, false, &b);
    printf("  wanted P%04d '%s', got %zu errors:\n%s", (int)code, text, d->errors, buf_z(&b));
    buf_free(&b);
  }
  return ok;
}
/* No message at all? */
static inline bool quiet(const Diags *d) {
  if (d->count == 0) return true;
  Buf b = { 0 };
  diags_print(d, DIAG_TEXT, false, false, &b);
  printf("%s", buf_z(&b));
  buf_free(&b);
  return false;
}
static inline Str oid_text(Arena *a, const Oid *id) {
  char hex[41];
  oid_hex(hex, id);
  return arena_str(a, str_c(hex));
}

#endif
