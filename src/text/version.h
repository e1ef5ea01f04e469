/* version.h -- which libraries and which data give the answers of this folder;
 * they belong into the engine id, because another CLDR means other output. */
#ifndef PUBLISH_TEXT_VERSION_H
#define PUBLISH_TEXT_VERSION_H

#include "text/text.h"

typedef struct {
  Str icu;      /* "72.1" */
  Str unicode;  /* "15.0" */
  Str cldr;     /* "42.0" */
  Str tz;       /* "2023c" */
  Str snowball; /* names of its algorithms, digested: the library has no version */
} TextVersions;
TextVersions text_versions(TextTools *t, Arena *a);

#endif
