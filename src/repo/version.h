/* version.h -- which library works here, for --version and the engine id. */
#ifndef PUBLISH_REPO_VERSION_H
#define PUBLISH_REPO_VERSION_H

#include "base/arena.h"

const char *repo_git_version(Arena *a); /* libgit2's, as linked: "1.5.1" */
const char *repo_deflate_version(void); /* libdeflate's, as compiled against */

#endif
