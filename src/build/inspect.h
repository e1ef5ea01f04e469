/* inspect.h -- one page, and how it came about.
 *
 * With BuildInput.inspect, a build to BUILD_PLAN goes on for one page: its own job of the
 * stage "page" runs as in every build, with a trace beside it. Other pages cost nothing and
 * are not rendered. BuildResult.inspected is then a map, the members in this order:
 *
 *   url, kind, title, language, path   path: the output file
 *   target                             of a redirect, which an alias is
 *   source                             of an article
 *   maker                              of another page: the plugin's file, or the article
 *   layout, layout_file                the template's name, and the file that it is
 *   blocks     [{type, line, plugin, file, at, inside, text}]   of the body
 *   slots      [{slot, plugin, file, line, bytes, text}]    in the order they were filled
 *   notices    the facts `chosen` of the plugin disclaimer; `missing` likewise
 *   related    [{index, article, url, title, shown, score, terms: [{term, weight}], rest}]
 *   reads      [{kind, key}]           everything the job read, in order
 *
 * `related` are the lists that the job asked for; `shown`: a slot of the page leads there.
 * A block's `inside` names plugins that made something within it. `line` counts in the article;
 * `file` and `at` say where a plugin made it. The weights of all terms, and `rest` for those that
 * are not listed, add up to the score. */
#ifndef PUBLISH_BUILD_INSPECT_H
#define PUBLISH_BUILD_INSPECT_H

#include "build/build.h"

/* Every page of a build that planned them, by its address, as it is written in the site
 * (with its base): for did-you-mean. Memory is the result's. */
size_t build_addresses(const BuildResult *r, const Str **out);
/* Why `what`, a source path or an address, is no page: a sentence with the way out, in
 * `a`; "" when nothing is known of it. */
Str build_no_page(const BuildResult *r, Str what, Arena *a);

#endif
