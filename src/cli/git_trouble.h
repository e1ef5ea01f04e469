/* git_trouble.h -- what the words mean that `git` says when traffic fails, and the way out.
 *
 * git has one exit status for a wrong password, an unknown host and a dead server, so its
 * words are read (it runs with LC_ALL=C). Part of them are the server's own: a wrong guess
 * gives a wrong hint and nothing else, except that a push that broke off is tried once more. */
#ifndef PUBLISH_CLI_GIT_TROUBLE_H
#define PUBLISH_CLI_GIT_TROUBLE_H

#include "base/str.h"

typedef enum {
  TROUBLE_OTHER,
  TROUBLE_HOST_KEY,    /* ssh does not know the server */
  TROUBLE_CERTIFICATE, /* neither does https */
  TROUBLE_LOGIN,       /* none, or a wrong one */
  TROUBLE_FORBIDDEN,   /* a login that may not do this */
  TROUBLE_NOT_FOUND,   /* no such repository, as far as this login may know */
  TROUBLE_TOO_LARGE,   /* a limit of a web server on what is sent */
  TROUBLE_SILENT,      /* it took too long */
  TROUBLE_NETWORK,     /* no connection */
  TROUBLE_BROKEN       /* a connection that ended, or a server that is ill */
} GitTrouble;

/* From what it said on standard error. */
GitTrouble git_trouble(Str err);
/* What to do about it, or NULL where that depends on what was wanted: TROUBLE_OTHER,
 * TROUBLE_NOT_FOUND, TROUBLE_FORBIDDEN. */
const char *git_trouble_help(GitTrouble t);

#endif
