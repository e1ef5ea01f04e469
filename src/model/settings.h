/* settings.h -- publish.yaml, checked and with every default filled in.
 *
 * An empty publish.yaml is a working site; a missing one is an error that names
 * `publish init`. Everything wrong with the file is reported in one go. C code
 * reads the members below; templates and plugins read `all`, the normalised
 * whole, through model/world.h. All memory is in the arena given to
 * settings_read(), and nothing changes afterwards. settings_read() is a pure
 * function of the file's bytes and the overrides. */
#ifndef PUBLISH_MODEL_SETTINGS_H
#define PUBLISH_MODEL_SETTINGS_H

#include "base/diag.h"
#include "data/match.h"
#include "data/schema.h"
#include "doc/parse.h"
#include "model/permalink.h"

/* `plugins:` is a list of names and {name: options}, or a map name -> options.
 * The built-in plugins are in use without being named; `name: false` turns one
 * off. `only` and `except` are taken out of the options: the host obeys them. */
typedef struct {
  Str name;
  bool off;             /* name: false */
  const Value *options; /* a map as written, spans and all; NULL = none given */
  const Match *only;    /* NULL = every article */
  const Match *except;  /* NULL = none */
  Span span;            /* of the name in publish.yaml */
} PluginUse;

typedef enum { CHECK_OFF, CHECK_WARNING, CHECK_ERROR } CheckLevel;
/* A check: who reports it asks by its name at which level. Publish's own are in
 * settings_rules.c; each plugin declares its own in its header. */
typedef struct CheckSpec {
  Str name;
  CheckLevel level; /* where publish.yaml does not say */
  Str doc;
} CheckSpec;
/* One line of `checks:`; a rule may have several, the first that holds counts. */
typedef struct {
  Str rule;
  CheckLevel level;
  const Match *when; /* always holds when not given */
  Span span, name_span;
} CheckRule;

/* `languages:` of publish.yaml. */
typedef struct {
  Str tag;    /* "zh-CN" */
  Str folder; /* as written: the folder that holds its articles may have this name */
  Str path;   /* in front of its addresses, "zh-cn"; "" for none */
  Str title, subtitle, name;
  const Value *menus, *footer, *contact; /* NULL: the site's */
  Span span;                             /* of the tag in publish.yaml */
} SiteLanguage;
typedef struct {
  Str folder; /* "posts" */
  const Permalink *permalink;
} FolderPermalink;

typedef struct Settings {
  Str title;
  bool title_given;
  Str subtitle;
  Str origin; /* "https://example.org", "" when url is not given */
  Str base;   /* "" or "/blog": in front of every link */
  Str language, timezone;
  const Value *author;    /* {name, url, email, role}, or NULL */
  const Value *contact;   /* {email, url, ...}, or NULL */
  Str *articles;          /* folders, without a trailing '/'; "" = the root */
  Str *article_languages; /* of each: the tag of the language whose folder it is, or ""; may be NULL
                           */
  size_t article_count;
  SiteLanguage *languages; /* in the order written; none = articles say theirs themselves */
  size_t language_count;
  Str *exclude; /* globs */
  size_t exclude_count;
  Str *statics; /* folders published as they are */
  size_t static_count;
  const Permalink *permalink;         /* of articles in no folder of the next */
  FolderPermalink *folder_permalinks; /* the longest folder that holds an article counts */
  size_t folder_permalink_count;
  int64_t page_home, page_tag; /* articles on one page of a list */
  Str date_format;
  PluginUse *plugins; /* in the order written */
  size_t plugin_count;
  Str branch;  /* output.branch */
  Str message; /* output.message: first line of commits, may be "" */
  unsigned
      directives; /* markdown.directives: 1 hugo, 2 liquid, 4 fenced, as doc/parse.h has them */
  HtmlRules html; /* markdown.html, embeds, classes */
  bool smart;     /* markdown.smart: typographic quotes and dashes */
  bool figures;   /* markdown.figures: a lone image with a title becomes a figure */
  CheckRule *checks;
  size_t check_count;
  const Schema *fields;   /* record of the site's own front-matter fields, or NULL */
  double article_seconds; /* limits.seconds */
  size_t article_bytes;   /* limits.bytes: of one source file */
  size_t worker_memory;   /* limits.memory, in bytes */
  const Value *all;       /* normalised whole; url, base and origin as above */
  const Value *raw;       /* the file as written */
  Source source;
} Settings;

/* Command line over file. Empty = not given. */
typedef struct {
  Str base_url;
  Str branch;
} SettingsOverride;

/* `source` NULL: there is no publish.yaml. `zone_known` (may be NULL) says
 * whether a time zone's name exists: text/zone.h has it. */
bool settings_read(Settings *out, Arena *a, const Source *source, const SettingsOverride *over,
                   bool (*zone_known)(void *context, Str name), void *context, Diags *d);

/* Is this source path excluded by `exclude:`? */
bool settings_excludes(const Settings *s, Str path);
/* The file name's ending is that of an article: .md, .markdown, .html, .htm. */
bool article_named(Str name);
/* Does the path lie in a folder of articles, and is no part of it below that folder hidden
 * (begins with '.' or '_')? _posts and _drafts are not hidden, nor is a file _index.*.
 * Where the folder is the root, notices/, templates/, plugins/, data/, the static
 * folders and README.md are none. *below is the path below that folder and below the folder
 * of its language, *tag the language whose folder it is, or "". */
bool settings_place(const Settings *s, Str path, Str *below, Str *tag);
/* Is it an article by its path: has a place and such a name, and is not excluded? HTML is one
 * only if it has front matter, which the path does not tell. */
bool settings_article(const Settings *s, Str path, Str *below);
/* The declared language of this tag, or NULL. */
const SiteLanguage *settings_language(const Settings *s, Str tag);
/* Lies the article at `path`, which is `below` its folder of articles, in the folder `key` of
 * `permalink:`? A '_' in front of a folder's name does not count. */
bool settings_in_folder(Str path, Str below, Str key);
/* The pattern for the article at `path`, which is `below` its folder. */
const Permalink *settings_permalink(const Settings *s, Str path, Str below);
/* Is there a check of this name, of publish's own or one of `more`, and what is its level
 * where publish.yaml does not say? When there is none: the nearest name, or "". */
bool settings_rule(Str name, const CheckSpec *more, size_t count, CheckLevel *level, Str *near);
/* Every name in `checks:` that is neither publish's own nor one of `more` is reported;
 * false then. For when the plugins are known. */
bool settings_checks_known(const Settings *s, const CheckSpec *more, size_t count, Arena *a,
                           Diags *d);
Str settings_rule_name(size_t index); /* in order of name; "" behind the last */
/* The level of a check for a row: the first line with this rule whose condition
 * holds, else `otherwise`. */
CheckLevel settings_check(const Settings *s, Arena *scratch, Str rule, const Value *row,
                          CheckLevel otherwise);
/* The schema of publish.yaml, for manuals. */
const Schema *settings_schema(void);

#endif
