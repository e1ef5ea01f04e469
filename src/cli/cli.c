/* cli.c -- from arguments to an exit status. */
#include "cli/cli.h"

#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/report.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* What a careless parent process may have left us: closed standard streams (a
 * repository's file must never get number 1), ignored SIGCHLD (workers could not
 * be waited for), blocked signals. A closed pipe shall be an error, not a death. */
static void settle_process(void) {
  for (int fd = 0; fd <= 2; fd++)
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", fd ? O_WRONLY : O_RDONLY) < 0)
      _exit(EXIT_MACHINE);
  signal(SIGCHLD, SIG_DFL);
  signal(SIGPIPE, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool enter(Cli *c) {
  Str dir = c->options.dir;
  if (!dir.n || chdir(dir.p) == 0) return true; /* argv is NUL-terminated */
  usage_error(&c->diags, P_USAGE_VALUE, NULL, "cannot work in the folder '%.*s' of -C: %s",
              STR(dir), strerror(errno));
  return false;
}

/* Which format, now that the command is known. */
static void settle_format(Cli *c) {
  CommandBit bit = c->options.command->bit;
  bool rows = bit == COMMAND_LIST || bit == COMMAND_NOTICES;
  c->json = c->options.format == FORMAT_JSON ||
            (c->options.format == FORMAT_AUTO && rows && !c->out_terminal);
  c->records_only = rows || bit == COMMAND_PLUGIN_LIST || bit == COMMAND_EXPLAIN ||
                    bit == COMMAND_PLUGIN_TEST || bit == COMMAND_PLUGIN_CONFORMANCE;
  const char *github = getenv("GITHUB_ACTIONS");
  if (c->options.format == FORMAT_AUTO && github && strcmp(github, "true") == 0)
    c->options.format = FORMAT_GITHUB;
}

/* For those who have no repository yet. */
static void welcome(Diags *d) {
  for (size_t i = 0; i < d->count; i++)
    if (d->items[i].code == P_REPO_NONE)
      d->items[i].help =
          S("'publish init my-site' makes one, ready to publish; -C DIR names another");
}

int cli_main(int argc, char **argv) {
  settle_process();
  Cli c = { .started = clock_seconds(),
            .out_terminal = isatty(STDOUT_FILENO) == 1,
            .err_terminal = isatty(STDERR_FILENO) == 1 };
  bool ok = options_parse(&c.options, &c.arena, argc, argv, &c.diags) && enter(&c);
  settle_format(&c);
  if (ok) c.options.command->run(&c);
  welcome(&c.diags);
  ExitStatus status = report_end(&c);
  buf_free(&c.out);
  diags_free(&c.diags);
  diags_free(&c.known);
  arena_free(&c.arena);
  return (int)status;
}
