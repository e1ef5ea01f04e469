/* git_program.h -- the program `git`, for what goes over the network.
 *
 * Credential helpers, proxies, ssh agents, GIT_SSH_COMMAND, `insteadOf`: people and CI
 * systems have set them up for `git`, so `git` does the traffic. It is the only program that
 * publish starts, and only for --push and --fetch.
 *
 * It gets our environment as it is, but for the variables that would lead it to another
 * repository (GIT_DIR and its like, as a server's hook has them), with LC_ALL=C, because its
 * answers are read. Hooks of the repository are not run and nothing is packed afterwards.
 * Standard input is the text given or nothing.
 *
 * A job must never wait for somebody to type. So GIT_TERMINAL_PROMPT=0 is set, which git itself
 * heeds, and it runs in a session without a terminal, because ssh (an unknown host, a
 * passphrase) and credential helpers ask there by themselves. Programs that answer in somebody's
 * place (GIT_ASKPASS, core.askPass, SSH_ASKPASS) are used. With GIT_TERMINAL_PROMPT=1 in the
 * environment all may ask.
 *
 * The network may be slow, so there is no limit on the whole; but a server that says nothing over
 * http for 5 minutes is given up, unless configuration or environment (http.lowSpeedLimit,
 * http.lowSpeedTime) decide that. ssh has its own (ServerAliveInterval). SIGINT, SIGTERM, SIGHUP
 * and SIGQUIT end git first (which removes its locks) and then have their effect on us.
 */
#ifndef PUBLISH_CLI_GIT_PROGRAM_H
#define PUBLISH_CLI_GIT_PROGRAM_H

#include "repo/repo.h"

enum { GIT_SAID_MAX = 1 << 20, GIT_ARGUMENTS_MAX = 32 };

typedef struct {
  int status;   /* exit status; 128 and the signal when one ended it */
  Str out, err; /* the first GIT_SAID_MAX bytes of each */
} GitRan;

/* Runs `git ARGUMENTS...` (NULL ends them) where the repository is. False: it could not be
 * started; whatever it answered is a success here. */
bool git_program(GitRan *ran, const Repo *r, const char *const *arguments, Str input, Arena *a,
                 Diags *d);
/* What is worth reading of what it said on standard error: no progress, no advice, and no
 * password in an address; at most 20 lines. */
Str git_words(Str err, Arena *a);
/* An address without the user and password in it. */
Str git_address(Str url, Arena *a);

#endif
