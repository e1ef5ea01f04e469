/* case_build.h -- one test case, built: what came out, ready to be compared.
 *
 * A case becomes a site in memory (memory_site.h): the plugin under test with all its
 * files, the case's own files, and what the case does not bring itself: a publish.yaml
 * that turns the plugin on with options.yaml, and a template that shows the body and
 * the slots. Of the other plugins only those run that the case's publish.yaml names or
 * that lie in its site/plugins/: so what comes out is the plugin's own doing, and does
 * not change with the built-in ones.
 *
 * An Outcome lives in the arena given and has nothing open. Parent process only. */
#ifndef PUBLISH_CLI_CASE_BUILD_H
#define PUBLISH_CLI_CASE_BUILD_H

#include "cli/cases.h"
#include "cli/memory_site.h"

/* What all cases of a plugin share. */
typedef struct {
  Str plugin;              /* under test; "" = none: cases bring their own */
  const MemoryFile *files; /* of the plugin, with paths as in a repository */
  size_t count;
  const MemoryFile *others; /* of the repository's other plugins, likewise */
  size_t other_count;
  const MemoryFile *base; /* articles/ and templates/ of cases that have none */
  size_t base_count;
} CaseBench;

/* How it shall be built. Nothing here may change what comes out, except `change`. */
typedef enum {
  CASE_AS_IS,
  CASE_EDITED, /* the first article has another paragraph */
  CASE_SHORTER /* without the last article; a case of one: without its options */
} CaseChange;
typedef struct {
  CaseChange change;
  uint32_t shuffle;
  unsigned workers;
  bool ast; /* wanted */
  HostMeter *meter;
  const Store *old;
  Store *fresh;
  uint32_t drop; /* Reads.drop: to show that kept results are checked */
} CaseHow;

typedef struct {
  Str path, bytes;
  Str maker; /* source path or plugin */
  bool made;
} CaseFile;

typedef struct {
  bool built;
  Str said;              /* all messages, as they are printed */
  const CaseFile *files; /* of the site, in order of path */
  size_t count;
  bool has_html;
  Str html; /* in.md: body and slots */
  bool has_ast;
  Str ast;                 /* in.md, when asked for: the document after all changes */
  const Str *outputs;      /* what the plugin under test declares */
  const bool *outputs_hit; /* was it written? */
  size_t output_count;
} CaseOutcome;

/* False: the machine refused; everything else is part of the outcome. */
bool case_build(CaseOutcome *out, Arena *a, const CaseBench *bench, const TestCase *c,
                const CaseHow *how, Diags *d);

#endif
