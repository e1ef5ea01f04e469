/* external.h -- `publish check --external`: do the links to other sites work?
 *
 * The build tells the addresses (build/external.h), net/ask.h asks, and each link that is
 * dead, has moved or cannot be judged is told at its place. Never part of a build: what the
 * web says today is no function of a commit.
 *
 * What was found out is kept in publish/links.json of the git folder, one address a line: what
 * was fine for external_links.keep days, what was not for one day. A file that is damaged
 * counts as empty. Nothing is kept of what could not be judged. */
#ifndef PUBLISH_CLI_EXTERNAL_H
#define PUBLISH_CLI_EXTERNAL_H

#include "cli/site.h"

typedef struct {
  size_t links, addresses; /* of other sites; different ones */
  size_t asked, kept;      /* now; known from an earlier run */
  size_t excluded;
} External;

/* `wants`: is this article asked for? NULL: all are. False: the machine refused. */
bool external_check(External *out, Cli *c, Site *site, bool (*wants)(void *context, Str path),
                    void *context);

#endif
