/* email.h -- addresses that people can read and harvesters do not find.
 *
 * A page needs no script for this: a character reference is read by every
 * browser, copied, clicked and spoken as the character it stands for, while
 * programs that look for name@host in the bytes of a page see none. Links are
 * written with every character as a reference; any other '@' of an address,
 * wherever it came from, is replaced when a finished file leaves the pipeline.
 *
 * Pure functions that append to a Buf; they cannot fail. Source of the address
 * syntax: RFC 5322 section 3.4.1 (what may stand beside the '@' in practice),
 * RFC 6068 section 2 (mailto). */
#ifndef PUBLISH_DOC_EMAIL_H
#define PUBLISH_DOC_EMAIL_H

#include "base/buf.h"

/* Is the '@' at s.p[at] between characters of an address? */
bool email_at(Str s, size_t at);

/* Text or attribute value: ASCII as references, decimal and hexadecimal in turn;
 * everything else as it is. */
void email_encode(Buf *out, Str s);
/* An address of the scheme mailto: percent-encoded where RFC 6068 asks for it,
 * then as references. */
void email_encode_url(Buf *out, Str url);

/* <a href="mailto:address">label</a>, all of it encoded; without `label` (n == 0)
 * the address is the label. What is no address is only written as text. */
void email_link(Buf *out, Str address, Str label);

typedef enum { EMAIL_HTML, EMAIL_XML, EMAIL_JSON } EmailFormat;
/* A finished file with every '@' of an address replaced by what its format reads
 * the same: &#64;, or \u0040 in JSON and inside of <script>. Where nothing
 * is read as a reference (style sheets, comments, CDATA) bytes stay as they are. */
void email_hide(Buf *out, Str file, EmailFormat format);

#endif
