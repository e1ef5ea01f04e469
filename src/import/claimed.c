/* claimed.c -- two lists of names. */
#include "import/claimed.h"

static bool among(Str name, const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (str_eqc(name, names[i])) return true;
  return false;
}

bool claimed_name(Str name) {
  static const char *const names[] = {
    "note",       "info",   "tip",      "important",  "warning", "caution", "danger",
    "hint",       "alert",  "notice",   "admonition", "callout", "details", "quote",
    "blockquote", "embed",  "table",    "figure",     "image",   "img",     "image_with_class",
    "youtube",    "vimeo",  "gist",     "tweet",      "twitter", "x",       "instagram",
    "ref",        "relref", "post_url", "highlight",  "comment", "raw"
  };
  return among(name, names, sizeof names / sizeof *names);
}

bool claimed_include(Str file) {
  static const char *const names[] = { "figure",        "image",   "img",   "picture",
                                       "linked-figure", "youtube", "vimeo", "gist",
                                       "tweet",         "twitter", "x",     "instagram" };
  file = str_base(file);
  if (str_ends(file, S(".html"))) file.n -= 5;
  return among(file, names, sizeof names / sizeof *names);
}
