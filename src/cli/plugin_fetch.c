/* plugin_fetch.c -- see plugin_fetch.h. */
#include "cli/plugin_fetch.h"

#include "base/file.h"
#include "repo/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_MAX = 1 << 16 };

static void signals(sigset_t *set) {
  sigemptyset(set);
  sigaddset(set, SIGINT);
  sigaddset(set, SIGTERM);
  sigaddset(set, SIGHUP);
  sigaddset(set, SIGCHLD);
}

/* The child: the commit's id and what went wrong, into a file that both have open. */
static void fetch(int answer, const sigset_t *before, const char *dir, Str url, Str rev) {
  Diags d = { 0 };
  Oid commit = { 0 };
  Buf out = { 0 };
  signal(SIGINT, SIG_DFL);
  sigprocmask(SIG_SETMASK, before, NULL);
  bool ok = repo_fetch(&commit, dir, url, rev, &d);
  buf_uint(&out, ok);
  buf_bytes(&out, oid_key(&commit));
  diags_write(&d, &out);
  bool written = fd_write_all(answer, out.p, out.n);
  _exit(written ? 0 : 1);
}

static bool read_answer(Fetched *out, int answer, Arena *a, Diags *d) {
  off_t size = lseek(answer, 0, SEEK_END);
  if (size <= 0 || size > ANSWER_MAX || lseek(answer, 0, SEEK_SET) < 0) return false;
  char *p = arena_alloc(a, (size_t)size);
  if (!fd_read_all(answer, p, (size_t)size)) return false;
  Reader in = { str_n(p, (size_t)size), false };
  bool ok = read_uint(&in) == 1;
  Str id = read_bytes(&in);
  if (in.bad || id.n != SHA1_SIZE) return false;
  memcpy(out->commit.b, id.p, SHA1_SIZE);
  size_t errors = d->errors;
  return diags_read(d, &in) && (ok || d->errors > errors);
}

/* Waits for the child; the number of a signal that ended us meanwhile, or 0. */
static int wait_for(pid_t child, int *status) {
  sigset_t set;
  siginfo_t info;
  signals(&set);
  for (;;) {
    if (waitpid(child, status, WNOHANG) == child) return 0;
    int got = sigwaitinfo(&set, &info);
    if (got < 0 || got == SIGCHLD) continue;
    kill(child, SIGKILL);
    while (waitpid(child, status, 0) < 0 && errno == EINTR) continue;
    return got;
  }
}

static Str address(const PluginSpec *spec, Arena *a) {
  if (spec->remote) return spec->place;
  char *real = realpath(arena_cstr(a, spec->place), NULL);
  Str url = arena_printf(a, "file://%s", real ? real : spec->place.p);
  free(real);
  return url;
}

bool plugin_fetch(Fetched *out, const PluginSpec *spec, Arena *a, Diags *d) {
  *out = (Fetched){ 0 };
  char *dir = arena_cstr(a, S("/tmp/publish-plugin-XXXXXX"));
  char name[] = "/tmp/publish-answer-XXXXXX";
  int answer = mkostemp(name, O_CLOEXEC);
  if (answer >= 0) unlink(name);
  if (answer < 0 || !mkdtemp(dir)) {
    diag_machine(d, P_FILE_IO, NULL, "cannot make a temporary folder in /tmp: %s", strerror(errno));
    if (answer >= 0) close(answer);
    return false;
  }
  out->dir = dir;
  Str inside = arena_printf(a, "%s/repository", dir), url = address(spec, a);
  sigset_t mine, before;
  signals(&mine);
  sigprocmask(SIG_BLOCK, &mine, &before);
  pid_t child = fork();
  if (child == 0) fetch(answer, &before, inside.p, url, spec->revision);
  int status = 0, ended = child > 0 ? wait_for(child, &status) : 0;
  size_t errors = d->errors;
  bool ok = child > 0 && !ended && read_answer(out, answer, a, d) && d->errors == errors;
  close(answer);
  if (ended) plugin_fetch_end(out);
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (ended) raise(ended);
  if (!ok && d->errors == errors)
    diag_machine(d, P_PLUGIN_FETCH, NULL, "cannot fetch %.*s: %s", STR(url),
                 child < 0 ? strerror(errno)
                           : "the process that fetched it ended without an answer");
  if (ok) out->dir = inside.p;
  return ok;
}

void plugin_fetch_end(Fetched *f) {
  if (!f->dir) return;
  Str dir = str_c(f->dir);
  if (str_ends(dir, S("/repository"))) dir = str_dir(dir);
  folder_remove(dir);
  f->dir = NULL;
}
