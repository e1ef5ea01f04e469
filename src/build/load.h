/* load.h -- shared by the files that bring everything in before the first article:
 * worker.c, sources.c and load_*.c. YAML and Lua are opened in workers only; the
 * parent gets Values. */
#ifndef PUBLISH_BUILD_LOAD_H
#define PUBLISH_BUILD_LOAD_H

#include "build/private.h"

/* Processor time for one file that is no article. */
#define LOAD_SECONDS 10.0

/* Settings as a worker needs them, into b->settings. */
bool read_settings(Built *b, Arena *a, Diags *d);
/* All plugins loaded, into b->host. */
bool open_host(Built *b, Diags *d);

/* Data, notices and interface texts into the World. */
bool load_parts(Built *b);

/* A notice's front matter and name as a record: {id, language, version, title, from,
 * until, requires, path, body_offset}. In a worker. */
bool notice_row(Built *b, Arena *a, const Source *source, const Value **out, Diags *d);
/* In the parent: one record into the World, and, when all are in, their order in time
 * with what is wrong with it. */
void notice_add(Built *b, const SourceFile *file, const Value *row);
void notices_finish(Built *b);

/* Is `path` inside `folder`? Both without a slash at the end. */
bool below(Str path, Str folder);
bool markdown(Str path);
bool yaml(Str path);
/* Bytes of one entry of the input, for as long as the build. */
bool read_entry(Built *b, size_t index, Str *out);
/* Remember a text file under `name`. */
void put_source(Built *b, Map *map, Str name, Str path, Str bytes);
/* What the input has instead of `path`: the same in another case; "" for nothing. */
Str alike_path(const Built *b, Str path);
/* A folder at the top in which other generators keep articles, which is not read; "" = none. */
Str foreign_folder(const Built *b);
/* The generator that `publish import` knows and whose settings are at the top, as the command
 * calls it; NULL = none. */
const char *foreign_generator(const Built *b);
/* Has the repository a plugin of this name? */
bool own_plugin(const Built *b, Str name);
/* plugins/NAME/REST: the name, "" when it is no such path. */
Str plugin_part(Str path, Str *rest);

#endif
