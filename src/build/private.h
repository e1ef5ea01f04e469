/* private.h -- what the files of build/ share: the state of one build.
 *
 * The parent fills it from stage to stage; a worker inherits it and adds what
 * only a worker has (settings with compiled parts, the plugin host). */
#ifndef PUBLISH_BUILD_PRIVATE_H
#define PUBLISH_BUILD_PRIVATE_H

#include "build/build.h"
#include "build/indexes.h"
#include "build/stage.h"
#include "model/article.h"
#include "plugin/host.h"
#include "text/text.h"

/* One Markdown file that is an article by its place. */
typedef struct {
  size_t entry; /* in the input */
  Str path, below;
  Source source;
  /* From history, when the front matter does not say. */
  bool has_date, has_updated;
  Date date, updated;
  /* What scan said. */
  bool scanned, need_date, need_updated;
  const Value *row, *facts, *anchors, *rest;
  Str file; /* output path */
  Visibility visibility;
  uint32_t number; /* in the catalog, 0 = not in it */
} Draft;

/* A generated page, as its plugin gave it. */
typedef struct {
  const Value *record;
  Str url, file, maker;
  Str asked_in; /* the file whose line asked for it; "" when nobody knows */
  uint32_t asked_at;
} GeneratedPage;

typedef struct Built {
  const BuildInput *in;
  BuildResult *out;
  Arena *arena;
  Diags *d;
  World world;
  StageRun run;
  TextTools *tools;
  Source settings_source; /* publish.yaml; path "" when there is none */
  /* In the parent: from the settings stage's payload. */
  Str *articles, *exclude, *statics;
  size_t article_folders, exclude_count, static_count;
  double seconds;
  size_t article_bytes;
  Str timezone;
  Manifest *plugins;
  size_t plugin_count;
  Draft *drafts;
  size_t draft_count;
  uint32_t *draft_of; /* row number - 1 -> draft */
  Emitted *emitted;
  size_t emitted_count, emitted_cap;
  GeneratedPage *pages;
  size_t page_count, page_cap;
  size_t inspect; /* which job of the stage "page" is explained */
  Map file_facts; /* repository path -> const Value*: {path, size, type, mime} */
  Map claimed;    /* folded output path -> Claim* */
  Map folders;    /* folded folder that an output path needs -> Claim* */
  /* In a worker. */
  Settings settings;
  DateZone zone;
  Host *host;
  Progress *progress;
  Deflater deflater;
} Built;

/* Worker start for stages without plugins, and with them. */
void worker_settings(void *built, Progress *progress);
void worker_plugins(void *built, Progress *progress);

/* Each is one stage or barrier; false = the machine refused or errors were found
 * that make going on pointless. */
bool load_settings(Built *b);
bool load_files(Built *b);
bool load_headers(Built *b);
bool load_plugins(Built *b);
bool scan_articles(Built *b);
bool read_images(Built *b);
bool make_catalog(Built *b);
/* What a scanned article is at another time than this build's, without a word about it:
 * under `permission_ended: error` or `warning` it stays visible. */
Visibility draft_visibility(const Built *b, const Draft *draft, int64_t at);
bool draft_permission_ended(const Draft *draft, int64_t at);
bool derive_articles(Built *b);
bool plan_pages(Built *b);
bool render_pages(Built *b);
bool write_files(Built *b);
/* One page of those planned, traced: BuildInput.inspect (inspect.c). */
bool inspect_page(Built *b);
/* What inspect.c needs of render.c: a page job's name, and the job itself. */
Str render_item(void *context, size_t job);
bool render_job(Built *b, size_t index, Reads *reads, Diags *d, HostTrace *trace, Arena *a,
                Buf *payload);
/* In a page job: the blocks of the body for the trace. */
const Value *inspect_blocks(Arena *a, const Doc *doc);

/* A document as scan and render see it: parsed, and without the heading that
 * became (or repeats) the title. */
bool article_document(Built *b, Doc *doc, Arena *a, const Source *source, size_t body, Str *title,
                      Reads *reads, Diags *d);
/* The template of an article that says `layout: written` ("" = says nothing). What
 * Jekyll and Hugo call the layout of an article nobody has to write. */
Str article_layout(const Built *b, Arena *a, Reads *reads, Str written);
/* What the article sets of plugins' options for itself: a map of maps, NULL when nothing. */
bool article_options(const Value **out, Built *b, Arena *a, const Article *article, Reads *reads,
                     Diags *d);
/* Is it there? At the level of the check `layouts`; one that is not is article.html then. */
bool article_layout_check(const Built *b, Arena *a, Reads *reads, const Article *article,
                          const Value *row, Diags *d);
/* Claim an output path for `maker`; a second claim, also one that differs only in
 * case or Unicode form, is an error that names both. */
bool claim_path(Built *b, Str path, Str maker);
/* The same, for what a line of a plugin asked for; `line` 0 = no line. */
/* The same for what `line` of a plugin's source asked for; a page has an address. */
bool claim_path_at(Built *b, Str path, Str maker, Str url, const Source *source, uint32_t line);
/* The same for a file shown by a page, which one page may claim twice. */
bool claim_asset(Built *b, Str path, Str asset);
/* Files that a job publishes, as {from, to}. False: not such as articles may show. */
bool add_assets(Built *b, const Value *assets, Str maker);
void add_output(Built *b, BuildOutput output);
/* A made file in a payload: assets that go with it, then the object. */
/* Bytes of the format that the name's end tells, with no e-mail address in them that
 * harvesters find. False: a format in which a character cannot be written otherwise. */
bool hide_emails(Buf *out, Str name, Str bytes);
void put_object(Built *b, Arena *a, Str bytes, const Value *assets, Buf *payload);
/* In the parent; false also when the id is not that of the content. */
bool take_object(Reader *in, Object *object);
/* The repository path that `target` means when written in the file `from`;
 * "" is the root, NULL (p) means that it leaves the repository. Percent-encoding is undone. */
Str resolve_path(Arena *a, Str from, Str target);
Str percent_decoded(Arena *a, Str s);
/* The output path of a file shown by an article: beside its page. */
Str asset_path(Arena *a, Str article_file, Str article_source, Str asset);
/* What the parent makes of a worker's payload, whatever it holds: the string that v
 * is, else ""; and whether v is a map. */
static inline Str str_of(const Value *v) {
  return v && v->kind == VALUE_STR ? v->str : S("");
}
static inline bool is_map(const Value *v) {
  return v && v->kind == VALUE_MAP;
}
/* A path with the site's base in front. */
Str with_base(const Built *b, Arena *a, Str path);
const BuildEntry *find_entry(const Built *b, Str path, size_t *index);

#endif
