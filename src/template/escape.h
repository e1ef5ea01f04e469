/* escape.h -- bytes of data into bytes of a document, by place.
 *
 * Pure functions that append to a Buf. All take any bytes: ill-formed UTF-8
 * becomes U+FFFD, control characters that the format forbids are dropped (XML)
 * or become U+FFFD (HTML). The output of escape_html can stand in text, in
 * RCDATA and in a value in either kind of quotes.
 *
 * Addresses: white space and control characters are dropped at the ends; what
 * may not stand in an address is percent-encoded, letters of other scripts too;
 * what is encoded already stays so. What was printed into the same attribute
 * before (`before`: its bytes up to here) decides what the new bytes are: the
 * beginning of an address, whose scheme must be allowed (doc/links.h), a part of
 * the path, or of the query, where only unreserved characters stay. */
#ifndef PUBLISH_TEMPLATE_ESCAPE_H
#define PUBLISH_TEMPLATE_ESCAPE_H

#include "base/buf.h"

void escape_html(Buf *out, Str s);
void escape_xml(Buf *out, Str s);
/* One JSON string, quotes included, safe inside of <script>. */
void escape_json(Buf *out, Str s);
/* Text with ill-formed bytes replaced, and nothing else. */
void escape_plain(Buf *out, Str s);

typedef enum { ADDRESS_PAGE, ADDRESS_IMAGE, ADDRESS_SRCSET, ADDRESS_REFRESH } AddressKind;
/* False when the scheme is not allowed: then '#' was printed instead. */
bool escape_address(Buf *out, Str before, Str s, AddressKind kind);
/* For a path segment or a query value: everything but unreserved characters. */
void escape_component(Buf *out, Str s);

#endif
