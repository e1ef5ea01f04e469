/* version.h -- which libraries work here, for --version and the engine id. */
#ifndef PUBLISH_DOC_VERSION_H
#define PUBLISH_DOC_VERSION_H

const char *doc_version(void); /* cmark-gfm's, as linked: "0.29.0.gfm.6" */
/* gumbo's, which cannot be asked: that of the library publish was built with. */
const char *doc_html_version(void);

#endif
