/* outputs.h -- the files of a finished build, to be compared with those of another.
 *
 * Pure; memory is the arena's and the result's. */
#ifndef PUBLISH_CLI_OUTPUTS_H
#define PUBLISH_CLI_OUTPUTS_H

#include "build/build.h"

/* In byte order of path. */
const BuildOutput **outputs_sorted(Arena *a, const BuildResult *r);
/* The id that git gives the file's bytes. */
const Oid *output_file_id(const BuildOutput *f);
/* Same paths, modes and bytes? */
bool outputs_same(const BuildResult *a, const BuildResult *b);

#endif
