/* file_type.h -- what a file is by its name: for files that are not looked into. */
#ifndef PUBLISH_MEDIA_FILE_TYPE_H
#define PUBLISH_MEDIA_FILE_TYPE_H

#include "base/str.h"

/* "pdf" and "application/pdf"; of an ending that is not known the ending itself in
 * lower case letters (in `buffer`, at most 15) and "application/octet-stream"; of a
 * name without ending "" . */
typedef struct {
  const char *type, *mime;
} FileType;
FileType file_type(Str path, char buffer[16]);

#endif
