/* git_program.c -- see git_program.h. */
#include "cli/git_program.h"

#include "base/file.h"
#include "repo/remote.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { GRACE_MS = 3000, SILENCE_S = 300, LINES_MAX = 20, LINE_MAX_BYTES = 400 };

extern char **environ;

/* Those that say which repository; the ones that carry configuration stay. */
static const char *const local[] = { "GIT_DIR",
                                     "GIT_WORK_TREE",
                                     "GIT_IMPLICIT_WORK_TREE",
                                     "GIT_INDEX_FILE",
                                     "GIT_COMMON_DIR",
                                     "GIT_OBJECT_DIRECTORY",
                                     "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                     "GIT_QUARANTINE_PATH",
                                     "GIT_NAMESPACE",
                                     "GIT_PREFIX",
                                     "GIT_GRAFT_FILE",
                                     "GIT_SHALLOW_FILE",
                                     "GIT_REPLACE_REF_BASE",
                                     "GIT_INTERNAL_SUPER_PREFIX",
                                     "LC_ALL",
                                     "LANGUAGE",
                                     NULL };

static bool names(const char *variable, const char *name) {
  size_t n = strlen(name);
  return strncmp(variable, name, n) == 0 && variable[n] == '=';
}

/* May git ask somebody at the terminal? Only if that is wanted. */
static bool may_ask(void) {
  const char *value = getenv("GIT_TERMINAL_PROMPT");
  return value && *value && strcmp(value, "0") != 0 && strcasecmp(value, "false") != 0 &&
         strcasecmp(value, "no") != 0 && strcasecmp(value, "off") != 0;
}

/* Does the environment itself say how slow http may be, by a variable of git or by
 * GIT_CONFIG_KEY_n and the like? */
static bool says_how_slow(void) {
  for (size_t i = 0; environ[i]; i++)
    if (strcasestr(environ[i], "lowspeed") || strstr(environ[i], "LOW_SPEED")) return true;
  return false;
}

/* PATH without folders that depend on where one is: git runs in the repository, whose files
 * may be anybody's. NULL when nothing is left: an empty PATH would be the repository itself,
 * none at all is the system's own folders (execvp(3)). */
static char *absolute_path(Arena *a, const char *variable) {
  Buf out = { 0 };
  Str rest = str_c(variable + sizeof "PATH=" - 1), folder;
  buf_c(&out, "PATH=");
  while (str_split(&rest, ':', &folder)) {
    if (!str_starts(folder, S("/"))) continue;
    if (out.n > sizeof "PATH=" - 1) buf_byte(&out, ':');
    buf_str(&out, folder);
  }
  bool any = out.n > sizeof "PATH=" - 1;
  char *text = any ? arena_cstr(a, buf_view(&out)) : NULL;
  buf_free(&out);
  return text;
}

static char **environment(const Repo *r, Arena *a) {
  size_t count = 0, n = 0;
  while (environ[count]) count++;
  char **out = ARENA_ARRAY(a, count + 5, char *);
  for (size_t i = 0; i < count; i++) {
    size_t k = 0;
    while (local[k] && !names(environ[i], local[k])) k++;
    char *kept = local[k]                    ? NULL
                 : names(environ[i], "PATH") ? absolute_path(a, environ[i])
                                             : environ[i];
    if (kept) out[n++] = kept;
  }
  out[n++] = arena_cstr(a, S("LC_ALL=C"));
  if (!getenv("GIT_TERMINAL_PROMPT")) out[n++] = arena_cstr(a, S("GIT_TERMINAL_PROMPT=0"));
  if (!says_how_slow() && !repo_says_how_slow(r)) {
    out[n++] = arena_cstr(a, S("GIT_HTTP_LOW_SPEED_LIMIT=1"));
    out[n] = arena_cstr(a, arena_printf(a, "GIT_HTTP_LOW_SPEED_TIME=%d", SILENCE_S));
  }
  return out;
}

typedef struct {
  int fd; /* -1 at the end */
  Buf text;
} Pipe;

/* What is there now, or much of it; false at the end. Beyond the limit it is read and dropped. */
static bool drain(Pipe *p) {
  char block[4096];
  for (int blocks = 0; blocks < 64; blocks++) {
    ssize_t n = read(p->fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno == EAGAIN;
    if (n == 0) return false;
    size_t room = GIT_SAID_MAX - p->text.n;
    buf_add(&p->text, block, (size_t)n < room ? (size_t)n : room);
  }
  return true; /* who never stops must not keep us from hearing signals */
}

static void finish(Pipe *p) {
  if (p->fd >= 0) close(p->fd);
  p->fd = -1;
}

/* git, asked to end, removes its lock files; what does not listen is killed. In a session of its
 * own that goes for all that it has started; before it has one, for itself. */
static void end_child(pid_t child) {
  int status;
  if (kill(-child, SIGTERM) < 0) kill(child, SIGTERM);
  for (int ms = 0; ms < GRACE_MS; ms += 50) {
    if (waitpid(child, &status, WNOHANG) != 0) return;
    poll(NULL, 0, 50);
  }
  if (kill(-child, SIGKILL) < 0) kill(child, SIGKILL);
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
}

/* Reads both pipes until the child has ended. What it left running (a connection kept for
 * later) may hold them open, so their end is not waited for. The number of a signal that was
 * sent to us, or 0. */
static int follow(pid_t child, int signals, Pipe *out, Pipe *err, int *status) {
  Pipe *pipes[] = { out, err };
  for (;;) {
    struct pollfd fds[] = { { .fd = signals, .events = POLLIN },
                            { .fd = out->fd, .events = POLLIN },
                            { .fd = err->fd, .events = POLLIN } };
    if (poll(fds, 3, -1) < 0 && errno != EINTR) continue;
    for (size_t i = 0; i < 2; i++)
      if (fds[i + 1].revents && pipes[i]->fd >= 0 && !drain(pipes[i])) finish(pipes[i]);
    if (!(fds[0].revents & POLLIN)) continue;
    struct signalfd_siginfo info;
    if (read(signals, &info, sizeof info) != (ssize_t)sizeof info) continue;
    if (info.ssi_signo != SIGCHLD) {
      end_child(child);
      return (int)info.ssi_signo;
    }
    if (waitpid(child, status, WNOHANG) != child) continue;
    for (size_t i = 0; i < 2; i++)
      if (pipes[i]->fd >= 0) drain(pipes[i]);
    return 0;
  }
}

typedef struct {
  const char *dir;
  char **argv, **env;
  int in, out, err;
  const sigset_t *mask;
} Start;

static void become_git(const Start *s) {
  for (int n = 1; n < NSIG; n++)
    if (n == SIGPIPE || n == SIGCHLD) signal(n, SIG_DFL);
  sigprocmask(SIG_SETMASK, s->mask, NULL);
  /* Without a terminal nobody can ask there: neither git nor ssh nor a helper. */
  if (!may_ask()) setsid();
  if (chdir(s->dir) == 0 && dup2(s->in, 0) >= 0 && dup2(s->out, 1) >= 0 && dup2(s->err, 2) >= 0) {
    environ = s->env;
    execvp("git", s->argv);
  }
  static const char say[] = "publish-cannot-start-git";
  bool said = fd_write_all(s->err, say, sizeof say - 1);
  _exit(said ? 127 : 126);
}

/* A file in memory with the text, or /dev/null. */
static int input_file(Str text) {
  if (!text.n) return open("/dev/null", O_RDONLY | O_CLOEXEC);
  int fd = memfd_create("publish", MFD_CLOEXEC);
  if (fd >= 0 && (!fd_write_all(fd, text.p, text.n) || lseek(fd, 0, SEEK_SET) < 0)) {
    close(fd);
    fd = -1;
  }
  return fd;
}

static char **command_line(const char *const *arguments, Arena *a) {
  /* Nothing of the repository's own runs but what transport needs, and nothing is tidied. */
  static const char *const first[] = { "git",       "-c", "core.hooksPath=/dev/null", "-c",
                                       "gc.auto=0", "-c", "maintenance.auto=false" };
  enum { FIRST = sizeof first / sizeof first[0] };
  char **argv = ARENA_ARRAY(a, FIRST + GIT_ARGUMENTS_MAX + 1, char *);
  for (size_t i = 0; i < FIRST; i++) argv[i] = arena_cstr(a, str_c(first[i]));
  for (size_t i = 0; i < GIT_ARGUMENTS_MAX && arguments[i]; i++)
    argv[FIRST + i] = arena_cstr(a, str_c(arguments[i]));
  return argv;
}

bool git_program(GitRan *ran, const Repo *r, const char *const *arguments, Str input, Arena *a,
                 Diags *d) {
  *ran = (GitRan){ 0 };
  Str dir = repo_bare(r) ? repo_gitdir(r) : repo_workdir(r);
  int in = input_file(input), o[2] = { -1, -1 }, e[2] = { -1, -1 }, signals = -1, status = 0;
  int ended = 0, problem = 0;
  pid_t child = -1;
  Pipe out = { -1, { 0 } }, err = { -1, { 0 } };
  sigset_t mine, before;
  sigemptyset(&mine);
  sigaddset(&mine, SIGINT);
  sigaddset(&mine, SIGTERM);
  sigaddset(&mine, SIGHUP);
  sigaddset(&mine, SIGQUIT);
  sigaddset(&mine, SIGCHLD);
  sigprocmask(SIG_BLOCK, &mine, &before);
  if (in >= 0 && pipe2(o, O_CLOEXEC) == 0 && pipe2(e, O_CLOEXEC) == 0 &&
      (signals = signalfd(-1, &mine, SFD_CLOEXEC)) >= 0) {
    fcntl(o[0], F_SETFL, O_NONBLOCK);
    fcntl(e[0], F_SETFL, O_NONBLOCK);
    const Start start = {
      arena_cstr(a, dir), command_line(arguments, a), environment(r, a), in, o[1], e[1], &before
    };
    child = fork();
    if (child == 0) become_git(&start);
  }
  problem = errno;
  if (o[1] >= 0) close(o[1]);
  if (e[1] >= 0) close(e[1]);
  if (in >= 0) close(in);
  out.fd = o[0];
  err.fd = e[0];
  if (child > 0) ended = follow(child, signals, &out, &err, &status);
  finish(&out);
  finish(&err);
  if (signals >= 0) close(signals);
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (ended) raise(ended);
  ran->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  ran->out = buf_dup(&out.text, a);
  ran->err = buf_dup(&err.text, a);
  buf_free(&out.text);
  buf_free(&err.text);
  bool ok = child > 0 && !str_eqc(ran->err, "publish-cannot-start-git");
  if (!ok)
    diag_machine(d, P_GIT_PROGRAM, "install git: it does the traffic of --push and --fetch",
                 "cannot start the program 'git'%s%s", child > 0 ? "" : ": ",
                 child > 0 ? "" : strerror(problem));
  return ok;
}

Str git_address(Str url, Arena *a) {
  long scheme = str_find(url, S("://"));
  if (scheme < 0) return url;
  size_t from = (size_t)scheme + 3, end = from;
  while (end < url.n && url.p[end] != '/' && (unsigned char)url.p[end] > ' ' && url.p[end] != '\'')
    end++;
  long at = str_rchr(str_sub(url, from, end), '@');
  if (at < 0) return url;
  Str parts[] = { str_sub(url, 0, from), str_sub(url, from + (size_t)at + 1, url.n) };
  return arena_concat(a, parts, 2);
}

/* The same for every address in a line. */
static void add_line(Buf *out, Str line, Arena *a) {
  for (long at; (at = str_find(line, S("://"))) >= 0;) {
    Str shown = git_address(line, a);
    buf_str(out, str_sub(shown, 0, (size_t)at + 3));
    line = str_sub(shown, (size_t)at + 3, shown.n);
  }
  buf_str(out, line);
}

Str git_words(Str err, Arena *a) {
  Buf out = { 0 };
  Str line;
  size_t lines = 0;
  while (lines <= LINES_MAX && str_split(&err, '\n', &line)) {
    /* Of a line written over, the last form. */
    line = str_trim(line);
    long over = str_rchr(line, '\r');
    if (over >= 0) line = str_sub(line, (size_t)over + 1, line.n);
    Str bare = str_starts(line, S("remote:")) ? str_trim(str_sub(line, 7, line.n)) : line;
    if (!bare.n || str_starts(line, S("hint:"))) continue;
    if (lines++) buf_byte(&out, '\n');
    if (lines > LINES_MAX)
      buf_c(&out, "...");
    else
      add_line(&out, str_sub(line, 0, LINE_MAX_BYTES), a);
  }
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}
