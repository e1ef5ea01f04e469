/* images.h -- which image files articles show, and what their bytes say.
 *
 * The parent reads the files in batches of bounded size and hands them to workers,
 * one job for each different content; what comes back goes into World.images. A
 * picture is named after its content, so a kept result saves reading the file. */
#ifndef PUBLISH_BUILD_IMAGES_H
#define PUBLISH_BUILD_IMAGES_H

#include "build/private.h"

/* The repository path of the image that `url` means in the file `from`; "" when it
 * is no image of this repository. Recorded. */
Str image_file(const Built *b, Arena *a, Reads *reads, Str from, Str url);
/* The file that a node's addresses are seen from: its own, that of what it was put
 * into, or `from`. */
Str image_place(const Node *n, Str from);
/* Sets `file` of every image below root that has none; `from` holds those nodes that
 * know no place of their own. Before addresses are rewritten. */
void find_images(const Built *b, Arena *a, Reads *reads, Str from, Node *root);
/* Sets width and height of every image whose file is known; and `eager` of the one
 * that stands first on the page of an article without a lead image. */
void size_images(const Built *b, Reads *reads, const Draft *draft, Node *root);
/* The row with what is known of its image's file. */
const Value *with_image_facts(const Built *b, const Value *row);

#endif
