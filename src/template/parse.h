/* parse.h -- template source to tree.
 *
 * Takes any bytes: NUL, ill-formed UTF-8, unclosed tags, anything too deep or too
 * large is one record with its place and NULL. The grammar is in the manual; in
 * short: {{ expression }}, {% tag %}, {# comment #}, {% raw %}, and "-" inside a
 * delimiter eats the white space outside it. `name` is the template's name, `a`
 * keeps the tree; the source's bytes must live as long. */
#ifndef PUBLISH_TEMPLATE_PARSE_H
#define PUBLISH_TEMPLATE_PARSE_H

#include "template/ast.h"

Template *template_parse(const Source *source, Str name, Arena *a, Diags *d);

#endif
