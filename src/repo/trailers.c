/* trailers.c -- the last paragraph of a commit message. */
#include "repo/trailers.h"

/* What stands after the last blank line, without the newlines at the end. */
static Str last_paragraph(Str message) {
  while (message.n && (message.p[message.n - 1] == '\n' || message.p[message.n - 1] == '\r'))
    message.n--;
  for (size_t i = message.n; i >= 2; i--)
    if (message.p[i - 1] == '\n' && message.p[i - 2] == '\n') return str_sub(message, i, message.n);
  return message;
}

Str trailer_get(Str message, const char *key) {
  Str rest = last_paragraph(message), line, found = S(""), k = str_c(key);
  while (str_split(&rest, '\n', &line))
    if (line.n > k.n && str_starts(line, k) && line.p[k.n] == ':')
      found = str_trim(str_sub(line, k.n + 1, line.n));
  return found;
}

void trailers_parse(Trailers *out, Str message) {
  *out = (Trailers){ .engine = trailer_get(message, "Publish-Engine"),
                     .options = trailer_get(message, "Publish-Options"),
                     .at = trailer_get(message, "Publish-At") };
  out->ours = oid_read(&out->source, trailer_get(message, "Publish-Source")) && out->engine.n;
  if (!out->ours) out->source = (Oid){ 0 };
}

void trailer_add(Buf *message, const char *key, Str value) {
  buf_c(message, key);
  buf_c(message, ": ");
  for (size_t i = 0; i < value.n; i++) {
    unsigned char c = (unsigned char)value.p[i];
    buf_byte(message, c < 0x20 || c == 0x7f ? ' ' : (char)c);
  }
  buf_byte(message, '\n');
}
