/* beside.h -- the files that belong to an article, and where they are published.
 *
 * An article's folder is the one that its file is the index of (trip/index.md), or
 * the one of its own name beside it (trip.md: trip/); a translation has the folder
 * of the original. A file that is no article belongs to the nearest such folder it
 * lies in. From barrier 1 on an article has besides the files that it shows or links
 * to, wherever they lie. */
#ifndef PUBLISH_BUILD_BESIDE_H
#define PUBLISH_BUILD_BESIDE_H

#include "build/private.h"

/* Before the scan: folders; sizes and types by name. False: the machine refused. */
bool find_files(Built *b);
/* At barrier 1: what the scan found shown, and what is known of pictures by now. */
bool find_shown_files(Built *b);
/* Repository paths of the files of the articles' folders, each once. */
size_t files_of_folders(const Built *b, const Str **paths);
/* The files below root, as a list of paths: what the article publishes with itself. */
const Value *shown_files(const Built *b, Arena *a, Reads *reads, Str from, const Node *root);

/* Files that the job in hand publishes, as {from, to, url}. */
typedef struct {
  Built *built;
  HostJob *job;
  ListBuilder list;
  FileSink sink;
} Published;
/* From here on hooks of the job may ask for addresses of files. */
void publish_files(Published *p, Built *b, HostJob *job);
/* Which file was given this address; "" when none was. */
Str published_as(const ListBuilder *list, Str url);

#endif
