/* api_markdown.h -- the reference of all that a plugin can reach, as chapters of the
 * manual, printed from the tables that register it. Three, because a page of all is
 * slow to come on a phone. */
#ifndef PUBLISH_PLUGIN_API_MARKDOWN_H
#define PUBLISH_PLUGIN_API_MARKDOWN_H

#include "base/buf.h"

/* P with its hooks, and what they get; text, HTML and documents; the language. */
typedef enum { CHAPTER_PLUGIN, CHAPTER_LIBRARIES, CHAPTER_LUA, CHAPTERS } ApiChapter;
/* "plugin", "libraries", "lua"; false when there is no chapter of the name. */
bool api_chapter(ApiChapter *out, Str name);
/* A whole article with its front matter. */
void api_markdown(Buf *out, ApiChapter chapter);

#endif
