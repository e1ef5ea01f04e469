/* diag_group.h -- findings by rule: how many there are, and which to tell in full.
 *
 * A rule is what has one explanation: a code, for findings of plugins with the plugin and
 * its check, and a severity. A site that came from elsewhere may break one rule two
 * thousand times. Up to GROUP_WHOLE findings of a rule are all shown; of more than that the
 * first GROUP_FIRST, and beyond these the first of each different wording, so that one
 * misspelt field among three hundred is seen, but GROUP_WHOLE at the most.
 *
 * All is in the arena; texts are views of the diagnostics. Nothing can fail. */
#ifndef PUBLISH_BASE_DIAG_GROUP_H
#define PUBLISH_BASE_DIAG_GROUP_H

#include "base/diag.h"

enum { GROUP_WHOLE = 10, GROUP_FIRST = 5 };

typedef struct {
  Severity severity;
  Code code;
  Str plugin, rule;  /* plugin: only where it said it (P_PLUGIN_SAYS and the like); "" = none */
  size_t count;      /* findings, each as often as it is told: Diag.more is not in it */
  size_t files;      /* different ones, those of findings without a file not counted */
  size_t shown;      /* how many of them to tell in full */
  size_t rest_files; /* different files of those that are not told */
} DiagGroup;

typedef struct {
  DiagGroup *items; /* errors first, then by code, plugin and rule */
  size_t count;
  size_t *of;  /* of each diagnostic: its group */
  bool *shown; /* and whether to tell it in full */
} DiagGroups;

void diags_group(DiagGroups *out, const Diags *d, Arena *a);
/* The words of a finding without what differs from one place to the next: numbers, and what
 * stands behind the first ": ". */
Str diag_wording(const Diag *r, Arena *a);

#endif
