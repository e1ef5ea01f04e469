/* file_type.c -- endings of names that people put beside articles. */
#include "media/file_type.h"

static const struct {
  const char *ending, *type, *mime;
} endings[] = {
  { "apng", "png", "image/apng" },
  { "avif", "avif", "image/avif" },
  { "bib", "bib", "text/x-bibtex" },
  { "csv", "csv", "text/csv" },
  { "doc", "doc", "application/msword" },
  { "docx", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
  { "epub", "epub", "application/epub+zip" },
  { "flac", "flac", "audio/flac" },
  { "geojson", "geojson", "application/geo+json" },
  { "gif", "gif", "image/gif" },
  { "gpx", "gpx", "application/gpx+xml" },
  { "gz", "gz", "application/gzip" },
  { "htm", "html", "text/html" },
  { "html", "html", "text/html" },
  { "ics", "ics", "text/calendar" },
  { "jfif", "jpeg", "image/jpeg" },
  { "jpeg", "jpeg", "image/jpeg" },
  { "jpg", "jpeg", "image/jpeg" },
  { "json", "json", "application/json" },
  { "kml", "kml", "application/vnd.google-earth.kml+xml" },
  { "m4a", "m4a", "audio/mp4" },
  { "m4v", "mp4", "video/mp4" },
  { "mov", "mov", "video/quicktime" },
  { "mp3", "mp3", "audio/mpeg" },
  { "mp4", "mp4", "video/mp4" },
  { "odp", "odp", "application/vnd.oasis.opendocument.presentation" },
  { "ods", "ods", "application/vnd.oasis.opendocument.spreadsheet" },
  { "odt", "odt", "application/vnd.oasis.opendocument.text" },
  { "oga", "ogg", "audio/ogg" },
  { "ogg", "ogg", "audio/ogg" },
  { "ogv", "ogv", "video/ogg" },
  { "opus", "opus", "audio/ogg" },
  { "pdf", "pdf", "application/pdf" },
  { "pjpeg", "jpeg", "image/jpeg" },
  { "png", "png", "image/png" },
  { "pptx", "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation" },
  { "ps", "ps", "application/postscript" },
  { "srt", "srt", "application/x-subrip" },
  { "svg", "svg", "image/svg+xml" },
  { "tar", "tar", "application/x-tar" },
  { "tex", "tex", "text/x-tex" },
  { "tsv", "tsv", "text/tab-separated-values" },
  { "txt", "txt", "text/plain" },
  { "vtt", "vtt", "text/vtt" },
  { "wav", "wav", "audio/wav" },
  { "webm", "webm", "video/webm" },
  { "webp", "webp", "image/webp" },
  { "xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  { "xml", "xml", "application/xml" },
  { "yaml", "yaml", "application/yaml" },
  { "zip", "zip", "application/zip" },
};

FileType file_type(Str path, char buffer[16]) {
  Str name = str_base(path);
  long dot = str_rchr(name, '.');
  Str ending = dot > 0 ? str_sub(name, (size_t)dot + 1, name.n) : S("");
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
    if (str_eq_nocase(ending, str_c(endings[i].ending)))
      return (FileType){ endings[i].type, endings[i].mime };
  size_t n = 0;
  for (; n < ending.n && n < 15; n++) {
    char c = ending.p[n];
    buffer[n] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  buffer[ending.n > 15 ? 0 : n] = '\0';
  return (FileType){ buffer, "application/octet-stream" };
}
