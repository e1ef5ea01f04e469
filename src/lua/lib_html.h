/* lib_html.h -- html.NAME{...}: HTML that is right by construction.
 *
 *   html.div { class = "card", html.a { href = url, "read ", title }, n }
 *
 * String keys are attributes, in the output sorted by name: text, numbers and
 * dates are escaped, true is a bare attribute, false and nil leave it out, a
 * list of strings is joined with blanks. Numbered items are children: html as
 * it is, everything else escaped, nil and false nothing, lists item by item.
 * html.p "text" works too. Names of elements come from an allow list (nothing
 * that runs, embeds or redirects); attribute names are [a-z][a-z0-9-]*, without
 * on..., style, srcdoc and http-equiv; addresses are checked against the scheme
 * allow list (doc/links.h). Everything else raises, with did-you-mean.
 * html.text(s), html.join(list, separator); html.raw(s) only with raw_html.
 *
 * html.qr(text [, { alt =, class =, size = }]) is an <img> of at least 240 by 240
 * pixels whose address holds the picture; `alt` is the text itself unless given. */
#ifndef PUBLISH_LUA_LIB_HTML_H
#define PUBLISH_LUA_LIB_HTML_H

#include "lua/sandbox.h"

void lib_html_open(Sandbox *sb);
void lib_html_qr_open(Sandbox *sb); /* html.qr; after lib_html_open */

/* Elements that are asked for and never given: what would run, embed or redirect. */
bool lib_html_forbidden(Str name);
/* NULL when an attribute may be called so, else what is wrong, one line. */
const char *lib_html_attribute_problem(Str name);
/* The attribute of HTML that a name was likely meant to be; "" when it is one, or its
 * author's own. */
Str lib_html_attribute_meant(Str name);
/* Does this attribute hold an address whose scheme has to be checked? */
bool lib_html_attribute_is_url(Str name);

#endif
