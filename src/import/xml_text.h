/* xml_text.h -- the bytes of an export as text that an XML parser accepts.
 *
 * Exports come from old databases: control bytes that no XML may hold, broken UTF-8, numbers of
 * characters that do not exist (&#11;), other encodings. One such byte makes a parser give up.
 * Here each becomes U+FFFD, is counted, and the first are kept with line and column, so that
 * they can be looked at in the export itself. No line end is added or lost: lines of
 * the result are lines of the file.
 *
 * The encoding is that of a byte order mark, else what the XML declaration says, else
 * UTF-8. Memory does not depend on the size of the file. A handle; the parent process. */
#ifndef PUBLISH_IMPORT_XML_TEXT_H
#define PUBLISH_IMPORT_XML_TEXT_H

#include "base/diag.h"

enum { XML_FLAWS = 3 };

/* Where bytes come from: up to `room` of them, *got 0 at the end. False: reported. */
typedef struct {
  bool (*read)(void *ctx, char *p, size_t room, size_t *got, Diags *d);
  void *ctx;
} XmlSource;

typedef struct {
  uint32_t line, col; /* col counts characters */
  uint32_t cp;        /* the control character; UTF8_BAD: not UTF-8 */
} XmlFlaw;

typedef struct {
  XmlFlaw flaws[XML_FLAWS];
  size_t controls, ill_formed; /* how many in all */
} XmlFlaws;

typedef struct XmlText XmlText;

XmlText *xml_text_open(XmlSource source);
/* The next piece, valid until the next call; empty at the end. False: reported. */
bool xml_text_next(XmlText *t, Str *piece, Diags *d);
const XmlFlaws *xml_text_flaws(const XmlText *t);
/* "" until known; *known: it can be read. What cannot is read as UTF-8. */
Str xml_text_encoding(const XmlText *t, bool *known);
void xml_text_close(XmlText *t); /* NULL is fine */

#endif
