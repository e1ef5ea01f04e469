/* permalink.h -- from an article to its address, and from an address to the file
 * that the output tree holds for it.
 *
 * :title and :slug are the same: the slug given, else made from the file's name,
 * else from the title. :slugified_title is made from the title always, :slugortitle from it
 * where no slug is given, as Hugo does. Patterns take the tokens of Jekyll (:year :month :day
 * :title :slug :categories :basename ...), Hugo (:section :filename :contentbasename ...) and
 * WordPress (%year% %postname% ...). A date token uses the day as the author
 * wrote it, in the zone written or the site's. An address that ends in '/' is a
 * folder with an index.html; one with an extension is that file; any other is a
 * page "name/index.html" at the address "name/".
 *
 * Addresses here are root-relative IRIs without the site's base path: letters of
 * every script stand as they are, and only what an address cannot hold (blanks,
 * '%', '"', '#', '?' ...) is percent-encoded. Output paths are plain UTF-8 in NFC
 * without a leading '/'. All results live in the arena. */
#ifndef PUBLISH_MODEL_PERMALINK_H
#define PUBLISH_MODEL_PERMALINK_H

#include "base/diag.h"
#include "data/value.h"

typedef struct Permalink Permalink;

/* `where` is the pattern's place in source; an unknown token or a pattern that
 * can only give bad paths is an error there. */
bool permalink_compile(const Permalink **out, Arena *a, Str pattern, const Source *source,
                       Range where, Diags *d);
/* The same for an article's own permalink, which may be a plain path. */
bool permalink_compile_own(const Permalink **out, Arena *a, Str pattern, const Source *source,
                           Range where, Diags *d);
/* Does it use a token that needs a date (and is none invented)? */
bool permalink_needs_date(const Permalink *p);
Str permalink_pattern(const Permalink *p);

/* What tokens stand for. Texts are as authors wrote them; segments are made by
 * permalink_make. Absent ones are "" and simply left out of the path. */
typedef struct {
  bool has_date, slug_given;
  Date date;
  Str slug, title, author, id, language;
  const Value *categories; /* list of strings, or NULL */
  Str path;                /* of the source below its articles folder, "2024/hello.md" */
  Str source_path;         /* in the repository */
  Str prefix;              /* of the language, in front of the address: "fr"; not where the pattern
                              names the language itself */
} PermalinkFacts;

/* An address and the file behind it. */
typedef struct {
  Str url;  /* "/2024/01/hello/" */
  Str file; /* "2024/01/hello/index.html" */
} PagePath;

/* Where an article goes. Errors (an empty slug, a path that cannot be published)
 * are reported about `source` as a whole. */
bool permalink_make(PagePath *out, Arena *a, const Permalink *p, const PermalinkFacts *facts,
                    const Source *source, Diags *d);

/* The file of an address that somebody wrote by hand (a front matter's permalink
 * or alias, a plugin's page): "/tags/a b/" or "/tags/a%20b/". NULL when fine,
 * else what is wrong with it, in the arena; out is unchanged then. */
const char *page_path(PagePath *out, Arena *a, Str url);
/* The address of an output file: "a/index.html" is "/a/". */
Str page_url(Arena *a, Str file);

/* NULL when a file may be published at this path, else why not ("'aux' is a
 * device name on Windows"). The guard of every output, plugins' included: relative, UTF-8, NFC, no
 * empty, "." or ".." part, nothing that any system takes for .git, no control
 * character or invisible one, none of \ : * ? " < > |, no blank or dot at a part's end, no
 * short 8.3 name, no device name, at most 200 bytes a part and 1,000 in all, 32
 * parts. */
const char *output_path_problem(Arena *a, Str path);

/* Percent-encoding of a path for an IRI, and of everything that is not ASCII for
 * places that want a URI (feeds, sitemaps, headers). Existing %XX stay in the
 * latter. */
Str url_path(Arena *a, Str path);
Str url_ascii(Arena *a, Str iri);

#endif
