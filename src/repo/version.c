/* version.c -- the version of libgit2 and libdeflate. */
#include "repo/version.h"

#include <git2.h>
#include <libdeflate.h>

const char *repo_git_version(Arena *a) {
  int major = 0, minor = 0, revision = 0;
  git_libgit2_version(&major, &minor, &revision);
  return arena_printf(a, "%d.%d.%d", major, minor, revision).p;
}

const char *repo_deflate_version(void) {
  return LIBDEFLATE_VERSION_STRING;
}
