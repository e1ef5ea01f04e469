/* build.h -- one build: from a list of source files to a list of output files.
 *
 * This is the pipeline of the design: load, scan, barrier 1, derive, barrier 2,
 * pages, render, files. It knows nothing of git: the caller gives the files and
 * takes the objects. Everything that the result depends on is in the BuildInput;
 * two builds of the same input give the same objects on any machine.
 *
 * The parent process reads no YAML, Markdown, template or Lua: those are opened
 * in workers only. What workers return crosses as encoded Values. */
#ifndef PUBLISH_BUILD_BUILD_H
#define PUBLISH_BUILD_BUILD_H

#include "build/store.h"
#include "model/settings.h"
#include "plugin/host.h"
#include "plugin/manifest.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/tree.h"

typedef struct {
  Str path;
  Str bytes;
} BuildFile;

/* Anything below the source tree, with its id; bytes are read on demand. */
typedef struct {
  Str path;
  Oid id;
  uint32_t mode;
} BuildEntry;

typedef struct {
  const BuildEntry *entries; /* in byte order of path */
  size_t count;
  /* Reads one entry's bytes into the arena; false = one record. */
  bool (*read)(void *context, size_t index, Str *out, Arena *a, Diags *d);
  /* An entry's size; false = one record. NULL: it is read to find out. */
  bool (*size)(void *context, size_t index, uint64_t *out, Diags *d);
  /* Does an entry only point to content kept elsewhere? false = one record. May be NULL. */
  bool (*pointer)(void *context, size_t index, bool *yes, Diags *d);
  /* Dates from history for these paths; false = one record. NULL: no history. */
  bool (*history)(void *context, const HistoryQuery *queries, size_t count, FileHistory *out,
                  Diags *d);
  void *context;
  int64_t now;   /* seconds: what `--at` says or the caller's clock */
  bool exact_at; /* `now` was asked for: use it as it is */
  bool drafts;
  bool strict;    /* errors of articles stop the build, whatever `on_article_error` says */
  bool strangers; /* some articles are: markdown.html: raw is safe then */
  Str base_url;   /* override of `url:`, or "" */
  Str flags;      /* other flags that change output, as one text: part of the engine */
  unsigned workers;
  const Store *old; /* results to use again, or NULL; must outlive the result */
  Store *fresh;     /* where to keep this build's, or NULL */
  uint32_t drop;    /* for the property test, see Reads.drop */
  void (*progress)(const char *stage, size_t jobs); /* may be NULL */
  /* For tests of plugins. None of these changes what comes out. */
  uint32_t shuffle; /* hand out jobs in another order, by this seed; 0 = as they come */
  bool external;    /* keep BuildOutput.external; not for reuse of results */
  bool documents;   /* keep BuildOutput.document; not for reuse of results */
  /* Paths of the input that are not read, and would be in lower case, or are where other
   * programs have articles and settings (build_foreign): for messages. */
  const Str *alike;
  size_t alike_count;
  Str inspect; /* explain this page: its source path or address; see BUILD_PLAN and inspect.h */
  HostMeter *meter; /* shared memory: what one plugin's hooks take; or NULL */
  /* Of the plugins that publish.yaml does not mention, those that are in use; NULL:
   * all. A built-in that is replaced is then not told, for that is what was meant. */
  bool (*plugin_on)(void *context, Str name);
  void *plugin_context;
  Str tried;     /* a plugin that is in use or not, whatever publish.yaml says; "" = none */
  bool tried_on; /* behind those of publish.yaml, if that does not name it or turns it off */
} BuildInput;

/* A file of the finished site. Either a made object or an existing blob. */
typedef struct {
  Str path;
  Str maker; /* source path or plugin, for messages */
  uint32_t mode;
  bool made;
  Object object; /* when made; deflated is a view into the build's memory */
  Str document; /* of an article's page, if BuildInput.documents: as plugins left it (doc/dump.h) */
  const Value *external; /* of an article's page, if BuildInput.external (external.h); else NULL */
  Oid id;
} BuildOutput;

/* A row of `publish list`. */
typedef struct {
  Str path;
  const Value *row, *facts;
} BuildRow;

typedef struct {
  Arena arena;
  BuildOutput *outputs;
  size_t output_count, output_cap;
  size_t articles; /* published */
  size_t hidden_draft, hidden_future, hidden_expired, withdrawn, untranslated;
  const Str *held; /* paths of articles left out for their errors, `on_article_error: hold` */
  size_t held_count;
  size_t pages; /* HTML pages, articles' included */
  size_t jobs_ran, jobs_reused;
  int64_t at;          /* as settled: goes into the trailer */
  Str engine;          /* id, hex */
  Str branch, message; /* from the settings, may be "" */
  Str title;
  const Value *settings;
  const Value *inspected; /* of BuildInput.inspect; NULL when there is no such page */
  struct Built *inside;   /* the World and all it needs, for list and explain */
} BuildResult;

/* How far to go: publish.yaml alone (branch, folders, zone: what the caller needs
 * before it chooses files), the plugins' headers without running anything else of them, the
 * plugins, the catalog with facts and indexes, or everything. */
typedef enum { BUILD_SETTINGS, BUILD_HEADERS, BUILD_PLUGINS, BUILD_PLAN, BUILD_ALL } BuildDepth;

/* False: errors are in d and nothing may be published. Below BUILD_ALL no page is
 * rendered, but for the one of BuildInput.inspect (with BUILD_PLAN). */
bool build_run(BuildResult *out, const BuildInput *in, BuildDepth depth, Diags *d);
void build_free(BuildResult *r);

/* The text of a source file that the build has read; false when there is none. */
bool build_source(const BuildResult *r, Str path, Source *out);
/* After a successful run. */
size_t build_rows(const BuildResult *r, BuildRow *rows, size_t most);
const World *build_world(const BuildResult *r);
const Manifest *build_plugins(const BuildResult *r, size_t *count);

/* Is this source path something the build reads, given the settings? For the
 * message about uncommitted files. */
bool build_reads(const BuildResult *r, Str path);

/* Is it, at the top, where another generator keeps its settings or articles? */
bool build_foreign(Str path);

/* What a file is to the build by its path alone, given the settings: an article, a raster
 * picture beside articles (by its name), or anything else. */
typedef enum { SOURCE_OTHER, SOURCE_ARTICLE, SOURCE_PICTURE } SourceKind;
SourceKind build_source_kind(const BuildResult *r, Str path);
/* May what people write lie in this folder, or below it? */
bool build_leads_to_articles(const BuildResult *r, Str folder);

/* 32 hex digits: what this binary is made from, with the versions of all
 * libraries that can change output. */
Str engine_id(Arena *a);
/* "lua 5.4.4" and so on, one a line, for --version. */
Str engine_versions(Arena *a);

#endif
