/* git_trouble.c -- see git_trouble.h. */
#include "cli/git_trouble.h"

/* The first row whose words occur counts: a cause stands before what follows from it. The words
 * are those of git 2.39 and 2.47, libcurl 7.88 to 8.14 with GnuTLS and with OpenSSL, and
 * OpenSSH 9.2 and 10.0, and what GitHub, GitLab, Gitea and Forgejo answer to a key that may not
 * write. */
static const struct {
  const char *words;
  GitTrouble trouble;
} table[] = {
  { "Host key verification failed", TROUBLE_HOST_KEY },
  { "could not read Username", TROUBLE_LOGIN },
  { "could not read Password", TROUBLE_LOGIN },
  { "Authentication failed", TROUBLE_LOGIN },
  { "Permission denied (", TROUBLE_LOGIN },
  { "Too many authentication failures", TROUBLE_LOGIN },
  { "returned error: 401", TROUBLE_LOGIN },
  { "returned error: 407", TROUBLE_NETWORK },
  { "code 407 from proxy", TROUBLE_NETWORK },
  { "returned error: 403", TROUBLE_FORBIDDEN },
  { "access denied", TROUBLE_FORBIDDEN },
  { "Permission denied", TROUBLE_FORBIDDEN },
  { "denied to", TROUBLE_FORBIDDEN },
  { "not allowed to", TROUBLE_FORBIDDEN },
  { "marked as read only", TROUBLE_FORBIDDEN },
  { "not have write access", TROUBLE_FORBIDDEN },
  { "not authorized to", TROUBLE_FORBIDDEN },
  { "server verification failed", TROUBLE_CERTIFICATE },
  { "certificate", TROUBLE_CERTIFICATE },
  { "HTTP 413", TROUBLE_TOO_LARGE },
  { "returned error: 413", TROUBLE_TOO_LARGE },
  { "Operation too slow", TROUBLE_SILENT },
  { "not responding", TROUBLE_SILENT },
  { "Could not resolve", TROUBLE_NETWORK },
  { "Failed to connect", TROUBLE_NETWORK },
  { "Could not connect", TROUBLE_NETWORK },
  { "Connection refused", TROUBLE_NETWORK },
  { "unreachable", TROUBLE_NETWORK },
  { "No route to host", TROUBLE_NETWORK },
  { "timed out", TROUBLE_NETWORK },
  { "repository not found", TROUBLE_NOT_FOUND },
  { "Repository not found", TROUBLE_NOT_FOUND },
  { "' not found", TROUBLE_NOT_FOUND },
  { "does not appear to be a git repository", TROUBLE_NOT_FOUND },
  { "returned error: 404", TROUBLE_NOT_FOUND },
  { "could not be found or", TROUBLE_NOT_FOUND },
  { "returned error: 429", TROUBLE_BROKEN },
  { "returned error: 5", TROUBLE_BROKEN },
  { "HTTP 5", TROUBLE_BROKEN },
  { "RPC failed", TROUBLE_BROKEN },
  { "Empty reply from server", TROUBLE_BROKEN },
  { "hung up unexpectedly", TROUBLE_BROKEN },
  { "unexpected disconnect", TROUBLE_BROKEN },
  { "early EOF", TROUBLE_BROKEN },
  { "Connection reset", TROUBLE_BROKEN },
  { "Connection closed", TROUBLE_BROKEN },
  { "Broken pipe", TROUBLE_BROKEN },
  { "Could not read from remote repository", TROUBLE_NOT_FOUND },
};

GitTrouble git_trouble(Str err) {
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (str_find(err, str_c(table[i].words)) >= 0) return table[i].trouble;
  return TROUBLE_OTHER;
}

const char *git_trouble_help(GitTrouble t) {
  switch (t) {
  case TROUBLE_HOST_KEY:
    return "ssh must know the server's key before: compare what 'ssh-keyscan HOST' prints with "
           "what "
           "the server's owner says, and add it to ~/.ssh/known_hosts";
  case TROUBLE_CERTIFICATE:
    return "git does not trust the server's certificate: 'git config http.sslCAInfo FILE' (or "
           "GIT_SSL_CAINFO=FILE) names the one that signed it";
  case TROUBLE_LOGIN:
    return "it wants a login: a credential helper, a token in the address or an ssh key; publish "
           "never asks for one";
  case TROUBLE_TOO_LARGE:
    return "a web server there takes no push of this size; the first one is the largest: raise its "
           "limit, or push by ssh";
  case TROUBLE_SILENT:
    return "the server said nothing for too long; 'git config http.lowSpeedTime SECONDS' is how "
           "long "
           "git waits";
  case TROUBLE_NETWORK:
    return "there is no way to the server: its name, the network, or a proxy (http_proxy, "
           "https_proxy, 'git config http.proxy')";
  case TROUBLE_BROKEN:
    return "the server broke off; nothing is half done: run it again";
  case TROUBLE_OTHER:
  case TROUBLE_NOT_FOUND:
  case TROUBLE_FORBIDDEN:
    break;
  }
  return NULL;
}
