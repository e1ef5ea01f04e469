/* liquid.h -- the body of a Jekyll article: Liquid and kramdown that publish does not have.
 *
 * Jekyll fills Liquid in before Markdown, everywhere, code included. What has a fixed meaning is
 * written as the plain text it stood for: addresses of the site, values of settings and front
 * matter, links to posts and files, highlighted code (a fence), comments (HTML comments). What
 * depends on files of the old site (includes, loops, tags of plugins) stays as it is, where
 * publish takes `{% name %}` for a directive, and is reported by name. `{% raw %}` stays.
 * kramdown's attribute lists `{: .class}` would be shown as text, so they are taken out and
 * reported; not in code.
 *
 * Linear; every byte that is not named here stays the same. */
#ifndef PUBLISH_IMPORT_LIQUID_H
#define PUBLISH_IMPORT_LIQUID_H

#include "data/value.h"
#include "import/left.h"

typedef struct {
  const Value *site, *page; /* _config.yml and front matter */
  Str url, base;            /* "https://example.org" and "/blog", or "" */
  /* Where a post (`{% post_url %}`) or file (`{% link %}`) is: a link from this article, or "". */
  Str (*target)(void *context, bool post, Str name, Arena *a);
  void *context;
  Left *left;
  bool kramdown; /* a Markdown file */
} LiquidHow;

/* source->text from `body` on, rewritten. True: something changed, *out is the new body (from
 * `a`). */
bool liquid_convert(Str *out, Arena *a, const Source *source, size_t body, const LiquidHow *how);
/* Has the text any Liquid at all? */
bool liquid_has(Str text);

#endif
