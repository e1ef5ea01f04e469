/* version.h -- the libraries whose output lands in pages; they belong into the
 * engine id, because another zlib packs the same picture into other bytes. */
#ifndef PUBLISH_MEDIA_VERSION_H
#define PUBLISH_MEDIA_VERSION_H

typedef struct {
  const char *qrencode; /* "4.1.1" */
  const char *png;      /* "1.6.39" */
  const char *zlib;     /* "1.2.13" */
} MediaVersions;
MediaVersions media_versions(void);

#endif
