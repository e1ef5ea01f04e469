/* api_markdown.h -- the reference of all that a plugin can reach, as a chapter of the
 * manual, printed from the tables that register it. */
#ifndef PUBLISH_PLUGIN_API_MARKDOWN_H
#define PUBLISH_PLUGIN_API_MARKDOWN_H

#include "base/buf.h"

/* A whole article with its front matter. */
void api_markdown(Buf *out);

#endif
