/* version.c -- the versions of cmark-gfm and gumbo. */
#include "doc/version.h"

#include <cmark-gfm.h>

const char *doc_version(void) {
  return cmark_version_string();
}

const char *doc_html_version(void) {
  return GUMBO_VERSION;
}
