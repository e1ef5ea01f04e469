/* agents.h -- is this a person's browser, and did it ask for a page?
 *
 * Both answers are tables that a reader can check, and both err on the side of not
 * counting: a number of readers that is a little low is better than one that grows
 * with every crawler. Pure functions. */
#ifndef PUBLISH_INTAKE_AGENTS_H
#define PUBLISH_INTAKE_AGENTS_H

#include "base/str.h"

/* Does this user agent belong to a program that nobody reads with? An empty one
 * does. Only the first 512 bytes are looked at. */
bool agent_is_robot(Str agent);
/* Does the address ask for a file that is no page: a picture, a feed, a style sheet?
 * `path` without query. Only the ending of its last part counts. */
bool path_is_asset(Str path);

#endif
