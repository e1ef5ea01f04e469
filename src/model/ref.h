/* ref.h -- what ref.c and world.c share; hooks use world.h. */
#ifndef PUBLISH_MODEL_REF_H
#define PUBLISH_MODEL_REF_H

#include "model/world.h"

/* Digest of one aspect of a place; see ref.c for the aspects. */
Digest aspect_digest(const Value *v, char aspect);
/* The digest that a record with this key (place and aspect) would get now. */
Digest tree_digest(const Value *root, Str key);
/* A field of a catalog row, recorded by projection; and the row as a whole. */
Ref row_field(const World *w, Reads *r, uint32_t number, Str field);
Ref row_whole(const World *w, Reads *r, uint32_t number);

#endif
