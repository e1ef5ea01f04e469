/* notice_values.h -- what the placeholders of a notice stand for; private to the
 * proxies.
 *
 * A name is looked up in the values given, then in the article's row ("source.name"),
 * then, behind "site.", in the settings. A step into a list goes to each of its items:
 * "authors.affiliation" is what every author has of it, each once. Where front matter
 * takes a text for a record, the record's first field is that text ("sponsored.by").
 * Every step is recorded as a read. */
#ifndef PUBLISH_LUA_NOTICE_VALUES_H
#define PUBLISH_LUA_NOTICE_VALUES_H

#include "lua/libs.h"

typedef struct {
  Sandbox *sb;
  const Libs *libs;
  Arena *a;
  const Value *values; /* given by the plugin, or NULL */
  Ref article;
  Str language; /* of the notice: dates and lists are written in it */
} NoticeValues;

/* A PlaceholderValue (doc/placeholders.h); the context is a NoticeValues. */
bool notice_values_get(void *context, Str name, Str *out);
/* Every name that could have been meant, for did-you-mean. */
size_t notice_values_names(const NoticeValues *f, const Str **out);

#endif
