/* log.h -- lines of access logs, in the formats that servers write.
 *
 *   common, combined   1.2.3.4 - - [10/Oct/2000:13:55:36 +0000] "GET /a/ HTTP/1.1" 200 5 "-" "UA"
 *                      also with a virtual host in front, and more fields behind
 *   JSON lines         one record a line: nginx, Apache, Caddy, Cloudflare, Traefik ...
 *   W3C extended       CloudFront, IIS: columns named by a line "#Fields: ..."
 *
 * Each line tells its own format, so files of several servers may be joined. Any
 * bytes are taken: what is no request is LOG_BAD. Pure functions. */
#ifndef PUBLISH_INTAKE_LOG_H
#define PUBLISH_INTAKE_LOG_H

#include "intake/hit.h"

typedef enum {
  LOG_HIT,
  LOG_NOTHING, /* a blank line, a comment, a line about the lines that follow */
  LOG_BAD
} LogLine;

enum { LOG_COLUMNS = 96 };
/* What lines before this one said about it; {0} at the start of a file. */
typedef struct {
  size_t columns; /* of a W3C log; 0 = there was no #Fields */
  uint8_t field[LOG_COLUMNS], rank[LOG_COLUMNS];
  size_t date, clock; /* their columns, 1-based; 0 = none */
} LogReader;

/* `out` is good as long as the line and the arena. */
LogLine log_parse(LogReader *r, Hit *out, Arena *a, Str line);

/* The formats, one file each; called by log_parse. */
bool log_common(Hit *out, Arena *a, Str line);
bool log_json(Hit *out, Arena *a, Str line);
bool log_w3c(const LogReader *r, Hit *out, Arena *a, Str line);
void log_w3c_fields(LogReader *r, Str names);

#endif
