/* convert.h -- from cmark-gfm's tree to ours. Private to src/doc.
 *
 * Walks without recursion; enforces DOC_DEPTH_MAX and DOC_NODES_MAX (one record
 * each); puts back masked characters; joins lines of wide characters; makes
 * figures; lists what will be dropped. */
#ifndef PUBLISH_DOC_CONVERT_H
#define PUBLISH_DOC_CONVERT_H

#include "doc/caret.h"
#include "doc/cjk.h"
#include "doc/directive_marks.h"
#include "doc/locate.h"
#include "doc/parse.h"
#include "doc/work.h"

#define CMARK_NO_SHORT_NAMES 1
#include <cmark-gfm.h>

typedef struct {
  Doc *doc;
  const MarkdownOptions *options;
  const Mask *mask;   /* NULL: nothing was masked */
  const Marks *marks; /* of directives; NULL: there are none */
  bool directives;    /* some became nodes */
  bool html;          /* there are nodes of HTML */
  CaretMask caret;
  Locator locator;
  Diags *diags;
  /* for joining lines */
  Node *softbreak;
  uint32_t last_char;
  size_t dropped_cap;
  bool in_value; /* what is walked is a value of a directive, which stands ... */
  Range within;  /* ... here in the source, though not quite as it was parsed */
  bool failed;   /* a directive was wrong: reported, and the walk goes on */
} Converter;

bool convert_tree(Converter *c, cmark_node *root);

/* Of parse.c: cmark-gfm's part. NULL when its memory was spent. Nothing is freed there: the
 * tree lives in `w`, and work_end() takes it all. */
cmark_node *markdown_tree(Work *w, Str body, const MarkdownOptions *o);

#endif
