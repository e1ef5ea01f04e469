/* html_rules.h -- which attributes of an element stay, and what becomes of frames. Private
 * to src/doc.
 *
 * Kept in `safe`: id (unless the page has it already), lang, dir, title, class names that
 * the site allows, and what an element cannot do without (href, src, alt, start, colspan,
 * datetime ...), each with a value that is checked. Alignment becomes a class of the
 * theme's. Everything else is left out and counted. In `raw` all attributes stay. */
#ifndef PUBLISH_DOC_HTML_RULES_H
#define PUBLISH_DOC_HTML_RULES_H

#include "doc/html_build.h"
#include "doc/html_tags.h"
#include <gumbo.h>

/* The value of an attribute, copied, with directives put back; {NULL, 0} = absent. */
Str rules_value(Build *b, const GumboElement *e, const char *name);
/* id, class and all attributes that n may keep. */
void rules_attributes(Build *b, Node *n, const GumboElement *e);
/* n's address is this attribute; where it is one directive, that is noted, as for Markdown.
 * False when there is no such attribute, or an empty one. */
bool rules_address(Build *b, Node *n, const GumboElement *e, const char *name);

/* What stands for a frame: a frame, a link or NULL. */
Node *rules_frame(Build *b, const GumboElement *e, const Tag *tag);

/* html_seal.c: the element and all in it as HTML, but for holes and comments. */
Str rules_seal(Build *b, const GumboNode *root);

/* May an element have this class? */
bool rules_class(const HtmlRules *rules, Str name);
/* May this host's frames be shown? */
bool rules_host(const HtmlRules *rules, Str host);

#endif
