/* host.h -- the plugins of a site, loaded in one worker, and every hook of theirs.
 *
 * host_new() loads each plugin into a sandbox of its own (lua/sandbox.h) and
 * freezes it; after that each function below runs one kind of hook over all
 * plugins that have it, in plugin order, for one job. A plugin that fails fails
 * the job; the others still run, so that all problems of a run are told.
 *
 * Jobs record: every read goes to job->reads, and so do the plugin's code and
 * what it read while loading. Results live in job->arena. Workers only. */
#ifndef PUBLISH_PLUGIN_HOST_H
#define PUBLISH_PLUGIN_HOST_H

#include "doc/html.h"
#include "doc/outline.h"
#include "doc/parse.h"
#include "lua/libs.h"
#include "plugin/manifest.h"
#include "template/engine.h"

typedef struct Host Host;

/* The most that one call of each hook of one plugin took: `publish plugin test` tells
 * it. It lies in memory that the parent shares with its one worker (two would race). */
enum { METER_LOAD, METER_HOOKS = 10 }; /* loading, then the bits of Hook in order */
typedef struct {
  char plugin[64];
  uint64_t steps[METER_HOOKS], most_steps; /* of the limit */
  uint64_t memory[METER_HOOKS], most_memory;
} HostMeter;
const char *host_meter_name(size_t hook); /* "load", "scan" ... */

typedef struct {
  const World *world;
  const Manifest *plugins; /* in order */
  size_t count;
  const Libs *libs; /* text tools, markdown, zone, own fields; the rest is set here */
  Progress *progress;
  HostMeter *meter; /* or NULL */
} HostOptions;

/* NULL after an error. */
Host *host_new(const HostOptions *options, Diags *d);
void host_free(Host *h);
unsigned host_hooks(const Host *h, size_t plugin); /* Hook bits */
Engine *host_engine(Host *h);                      /* opened at first use; NULL = error */

/* For `publish explain`: what the hooks of one page gave, and where that stands. */
typedef struct {
  Buf html;            /* of all slots, for whoever wants to know what stands there */
  ListBuilder slots;   /* {slot, plugin, file, line, bytes, text} in the order they were filled */
  const Value *page;   /* as P.page and the layout saw it */
  const Value *blocks; /* of the body, as transforms left it; NULL on a generated page */
} HostTrace;

/* What a job is about. */
typedef struct {
  Reads *reads; /* NULL: not recording */
  Diags *diags;
  Arena *arena;
  const Source *source;  /* the article's file, or NULL */
  const Value *row;      /* its row: what rules match against */
  Ref article;           /* how hooks see it */
  uint32_t number;       /* its number in the catalog, 0 = none yet */
  const FileSink *files; /* where files go that hooks ask for; NULL: not known */
  Str language;          /* of the text: what scan, derive and transform work on */
  Str interface;         /* of the texts around it: publish.t in page, templates */
  Str edition;           /* the declared language that `site` speaks in page, templates; or "" */
  HostTrace *trace;      /* NULL but for the one page that is explained */
} HostJob;

/* *facts: a map from plugin to what its scan returned. */
bool host_scan(Host *h, const HostJob *job, Doc *doc, const Value **facts);
/* `facts` so far; *more: a map from plugin to what its derive returned.
 * *emitted: a list of {index, key, order} from mapped indexes. */
bool host_derive(Host *h, const HostJob *job, const Value *facts, const Value **more,
                 const Value **emitted);
/* The name under which P.pages has what runs once for the site; no index has it. */
#define PAGES_SITE "site"
/* One plugin's pages for one key of its index, or for the site as a whole: a list of maps as given
 * to add{}, `rows` replaced by a list of source paths, with the place that asked for it under
 * "@file" and "@line". */
bool host_pages(Host *h, const HostJob *job, size_t plugin, Str index, Str key,
                const Value **pages);
/* The facts with `more` of one plugin put over what they have of it. */
const Value *host_facts(Arena *a, const Value *facts, Str plugin, const Value *more);
bool host_transform(Host *h, const HostJob *job, Doc *doc);
/* What is wrong with directives as they were written: malformed ones that a plugin claims are
 * errors, and so are values that do not fit what it declares; halves of pairs and values that it
 * does not know are told at `severity`, or not at all when `silent`. From here on nodes have the
 * declared values. Call before host_transform. */
bool host_directives_written(Host *h, const HostJob *job, Doc *doc, Severity severity, bool silent);
/* Directives, and halves of them, that no plugin claims for this article: each name told once.
 * Links whose address is a directive still become their text. Call behind host_transform. */
bool host_directives(Host *h, const HostJob *job, Doc *doc, Severity severity, bool silent);
/* Does a plugin of the repository's own claim the directive `name`, of which the parser would
 * make a picture? Recorded. */
bool host_claims_picture(const Host *h, Reads *reads, Str name);
/* Halves of directives that no plugin claims are left out of a document just parsed. Recorded. */
void host_halves(const Host *h, Reads *reads, Doc *doc);
/* The document as HTML, through the plugins' render handlers. */
bool host_html(Host *h, const HostJob *job, const Node *root, const HtmlOptions *options, Buf *out);
/* `page` is the page's map; its rows are `rows`. Fills the slots (one EngineField
 * per slot name) and the structured data, both in job->arena. */
typedef struct {
  const Value *page;
  const uint32_t *rows;
  size_t row_count;
  Str content;             /* HTML of the article */
  const Value *outline;    /* list of {level, id, text} */
  const Value *structured; /* list of what P.page hooks gave, for the layout */
} HostPage;
bool host_page(Host *h, const HostJob *job, const HostPage *page, const EngineField **slots,
               size_t *slot_count, const Value **structured);
/* Render the page's layout with its slots. */
bool host_layout(Host *h, const HostJob *job, const HostPage *page, const EngineField *slots,
                 size_t slot_count, Buf *out);
/* One plugin's files. `sink` is called for each; the bytes are valid meanwhile, and
 * `line` of the plugin's `source` asked for it. */
typedef bool (*HostPut)(void *context, Str path, Str bytes, const Source *source, uint32_t line);
bool host_files(Host *h, const HostJob *job, size_t plugin, HostPut sink, void *context);
bool host_check(Host *h, const HostJob *job);                     /* check(article, site) */
bool host_check_site(Host *h, const HostJob *job, size_t plugin); /* check_site(site) */

#endif
