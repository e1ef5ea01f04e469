/* engine.h -- the template engine: names and values in, bytes out.
 *
 * One Engine per worker. It owns a sandboxed Lua state, the compiled form of
 * every template it has met, and nothing else: template sources come from
 * world_template(), whose answers are recorded in the Reads of EVERY render,
 * also when the compiled form was at hand. Templates never reach the disk, other
 * plugins' states, or anything that is not in the EngineJob.
 *
 * The file name decides the escaping:
 *   .html .htm                         contextual HTML (context.h)
 *   .xml .svg .atom .rss .xsl          XML text and attributes
 *   .json .jsonld .webmanifest         only `| json` may print
 *   anything else                      plain text
 *
 * Values are borrowed: whatever an EngineValue points to must outlive the call.
 * What can fail: a mistake in a template (one record per mistake, at its line
 * and column), and trouble while rendering (too much output, budget spent). The
 * function then returns false and `out` has the length it had before. */
#ifndef PUBLISH_TEMPLATE_ENGINE_H
#define PUBLISH_TEMPLATE_ENGINE_H

#include "base/buf.h"
#include "base/diag.h"
#include "lua/progress.h"
#include "model/world.h"
#include "text/text.h"

typedef struct Engine Engine;
typedef struct EngineValue EngineValue;
typedef struct EngineField EngineField;

/* What a variable may be.
 *   ENGINE_NONE  no value: prints empty, false in conditions
 *   ENGINE_REF   a place in a recorded tree (rows, settings, data, or
 *                ref_covered() for a Value that needs no records)
 *   ENGINE_HTML  finished HTML, the only thing that prints unescaped in .html
 *   ENGINE_ROWS  a list of catalog rows by number (1-based, see world_article)
 *   ENGINE_LIST  a list of values, for lists that mix the kinds above
 * `fields` lie over a REF (or stand alone, with ref.v NULL): article's `content`
 * is an ENGINE_HTML field over a row, page's `rows` an ENGINE_ROWS field over a
 * covered map. A field here hides one of the same name in the tree. */
typedef enum { ENGINE_NONE, ENGINE_REF, ENGINE_HTML, ENGINE_ROWS, ENGINE_LIST } EngineKind;

struct EngineValue {
  EngineKind kind;
  Ref ref;
  Str html;
  const uint32_t *rows;
  const EngineValue *items;
  size_t count; /* of rows or items */
  const EngineField *fields;
  size_t field_count;
};

struct EngineField {
  Str name;
  EngineValue value;
};

/* A variable as a template sees it. `record` names its type in records.h
 * ("site", "page", "article", ...): then an unknown field is a compile error.
 * "" infers: a catalog row is "article", html is html, everything else is free,
 * which means that any field may be asked of it. */
typedef struct {
  Str name;
  Str record;
  EngineValue value;
} EngineVar;

/* One rendering. Every page is rendered with site, page and article, in that
 * order, also where a page has no article (ENGINE_NONE with record "article"):
 * a template is compiled once per set of names and types. */
typedef struct {
  const EngineVar *vars;
  size_t var_count;
  const EngineField *slots; /* contents of slots: ENGINE_HTML; others print empty */
  size_t slot_count;
  Str language; /* of interface texts and dates: the page's */
  Str article;  /* path of the article in hand, for diagnostics and the shared page */
} EngineJob;

typedef struct {
  TextTools *text;    /* dates, numbers, plurals, slugs; outlives the engine. NULL: its own */
  Progress *progress; /* the worker's shared page, or NULL */
  size_t output;      /* bytes one render may add; 0 = 32 MiB */
  size_t memory;      /* of the Lua state; 0 = the sandbox's default */
  uint64_t steps;     /* Lua instructions per render; 0 = the sandbox's default */
} EngineOptions;

/* `w` must outlive the engine and be filled; barriers make new workers, so an
 * engine never outlives its World's stage. `options` may be NULL. NULL (one
 * record in d) only when Lua or ICU cannot start. */
Engine *engine_new(const World *w, const EngineOptions *options, Diags *d);
void engine_free(Engine *e);

/* Render template `name` and append to `out`. Filters `url` and `absolute` read
 * `base` and `url` of the variable `site`; `date` reads its `timezone`. May be
 * called again from a filter while a render is under way. */
bool engine_render(Engine *e, Str name, const EngineJob *job, Reads *r, Buf *out, Diags *d);

/* Steps that all renders together have spent (those that began and ended). */
uint64_t engine_spent(const Engine *e);
/* Is there a template of this name? Recorded, absence too. */
bool engine_has(Engine *e, Str name, Reads *r);

/* Compile every template there is, used or not, and report every mistake. Layouts
 * see site, page and article. A file that others include is checked with what
 * they give it; one that nothing includes is taken as rendered by a plugin, with
 * variables of its own: there a name is unknown only if it looks like a
 * misspelling of a known one. False when anything was reported as an error. */
bool engine_check_all(Engine *e, Diags *d);

/* A filter in C beside the built-in ones: `fn(input, args...)` on texts. For
 * whoever lends templates a function of its own; register before the first
 * render. `out` is the result, in `a`; returning false means one record in d. */
typedef bool EngineFilter(void *context, Str input, const Str *args, size_t arg_count, Arena *a,
                          Str *out, Diags *d);
void engine_filter(Engine *e, Str name, EngineFilter *fn, void *context);

#endif
