/* memory_site.h -- a site whose files are in memory, built by the ordinary pipeline.
 *
 * What `publish plugin test` and its relatives build: a list of paths and bytes in
 * place of a commit. No repository is needed, nothing is read from disk, nothing is
 * written; and since the clock stands still (MEMORY_NOW) and every article without a
 * date was "committed" at MEMORY_COMMITTED, the result is the same on every day.
 *
 *   MemorySite s;
 *   ok = memory_site_open(&s, files, count, d);
 *   s.build.workers = 1;                      (whatever shall differ)
 *   ok = ok && memory_site_build(&s, BUILD_ALL, d);
 *   ... s.result.outputs, memory_site_bytes() ...
 *   memory_site_close(&s);
 *
 * A MemorySite is a handle: {0} is empty, memory_site_close() frees it in any state.
 * The files' bytes must outlive it. It points into itself, so it stays where it was
 * opened. Parent process only. */
#ifndef PUBLISH_CLI_MEMORY_SITE_H
#define PUBLISH_CLI_MEMORY_SITE_H

#include "build/build.h"
#include "repo/input.h"

#define MEMORY_NOW       INT64_C(1735689600) /* 2025-01-01T00:00:00Z */
#define MEMORY_COMMITTED INT64_C(1704110400) /* 2024-01-01T12:00:00Z */

typedef struct {
  Arena arena;
  Input *input;
  BuildEntry *entries;
  BuildInput build;   /* ready to build; change what shall differ */
  BuildResult result; /* of the last build */
} MemorySite;

/* Files in any order; names are judged as those of a commit are. */
bool memory_site_open(MemorySite *s, const MemoryFile *files, size_t count, Diags *d);
/* May be called again; the result before is freed. */
bool memory_site_build(MemorySite *s, BuildDepth depth, Diags *d);
/* The bytes of a finished file, from `a`. */
bool memory_site_bytes(Str *out, const MemorySite *s, const BuildOutput *file, Arena *a, Diags *d);
void memory_site_close(MemorySite *s);

#endif
