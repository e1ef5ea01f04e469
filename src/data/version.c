/* version.c -- the version of libyaml, for publish --version. */
#include "data/version.h"

#include <yaml.h>

const char *yaml_version(void) {
  return yaml_get_version_string();
}
