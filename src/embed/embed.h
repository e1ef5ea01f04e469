/* embed.h -- the files inside the binary: built-in plugins, the starter site, the
 * minimal site. Read-only memory of the program; cannot fail. */
#ifndef PUBLISH_EMBED_EMBED_H
#define PUBLISH_EMBED_EMBED_H

#include "base/str.h"

typedef struct {
  Str path; /* from the root of this project: "plugins/tags/init.lua" */
  Str bytes;
} EmbedFile;

/* In byte order of path. */
size_t embed_count_files(void);
EmbedFile embed_file(size_t index);

#endif
