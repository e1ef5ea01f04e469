/* version.h -- which library works here, for --version and the engine id. */
#ifndef PUBLISH_DATA_VERSION_H
#define PUBLISH_DATA_VERSION_H

const char *yaml_version(void); /* libyaml's, as linked: "0.2.5" */

#endif
