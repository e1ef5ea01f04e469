/* version.c -- the version of cmark-gfm. */
#include "doc/version.h"

#include <cmark-gfm.h>

const char *doc_version(void) {
  return cmark_version_string();
}
