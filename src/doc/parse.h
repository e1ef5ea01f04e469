/* parse.h -- from the bytes of an article or notice to a tree of nodes.
 *
 * cmark-gfm parses (CommonMark with tables, footnotes, strikethrough, autolinks
 * and task lists); its tree is converted into ours and thrown away. Pure ASCII
 * text gives exactly what CommonMark says. For Chinese, Japanese and Korean two
 * things are better than CommonMark: emphasis works next to wide punctuation
 * (`**...**` in running text), and a line end between two wide characters of
 * Chinese or Japanese is no space.
 *
 * Everything in the Doc lives in the arena given, except the Source, which must
 * outlive it. Workers only: doc_init() once in the parent before the fork; in
 * one process one parse at a time (cmark-gfm keeps global tables).
 *
 * What can fail: ill-formed UTF-8, and the limits below; each with one record.
 * What HTML would have been dropped is no failure: it is listed in the Doc, and
 * doc_report_dropped() turns the list into records of the severity that the
 * site's settings ask for. */
#ifndef PUBLISH_DOC_PARSE_H
#define PUBLISH_DOC_PARSE_H

#include "doc/node.h"

/* Limits, so that no article takes a worker down. Browsers stop nesting at 512
 * elements and a list level is two of them, hence DOC_DEPTH_MAX. */
enum {
  DOC_BYTES_MAX = 8 * 1024 * 1024, /* of one source */
  DOC_DEPTH_MAX = 250,             /* levels of nesting, blocks and inlines together */
  DOC_NODES_MAX = 100 * 1000,
  DOC_COLUMNS_MAX = 1000, /* of a table: the library needs time in proportion to their square */
  DOC_HTML_MAX = 64 * 1024 * 1024,  /* of one article's HTML */
  DOC_WORK_MAX = 40 * 1024 * 1024,  /* bytes that cmark-gfm may use for one article */
  HTML_WORK_MAX = 96 * 1024 * 1024, /* and gumbo, whose nodes are larger */
};

/* Ways of writing directives. */
enum { DIRECTIVES_HUGO = 1, DIRECTIVES_LIQUID = 2, DIRECTIVES_FENCED = 4, DIRECTIVES_ALL = 7 };

/* What becomes of the author's HTML; see html_read.h. */
typedef enum { HTML_OFF, HTML_SAFE, HTML_RAW } HtmlMode;

typedef struct {
  HtmlMode mode;
  const Str *embeds; /* hosts whose frames stay frames, and with them their subdomains */
  size_t embed_count;
  const Str *classes; /* what may stand in class=; "x-*" is all that begin with x- */
  size_t class_count;
} HtmlRules;

typedef struct {
  HtmlRules html;
  unsigned directives; /* which of them become nodes; a figure alone in its paragraph always does */
  bool smart;          /* "quotes", --, --- and ... become typographic */
  bool raw_html;       /* the author's HTML is meant to be kept: nothing is listed as dropped */
  bool no_cjk;         /* CommonMark to the letter: no special rules for wide characters */
  bool no_figures;     /* an image alone in its paragraph stays a paragraph */
  bool no_footnotes;   /* [^1] is text */
  bool placeholders;   /* for notices: {{ name }} is kept whole for placeholders.h */
  /* Does a plugin want the directive of this name for itself, though the parser makes a
   * picture of it? NULL: none does. */
  bool (*claimed)(void *context, Str name);
  void *context;
} MarkdownOptions;

typedef enum {
  DROP_HTML_BLOCK,
  DROP_HTML_INLINE,
  DROP_COMMENT, /* <!-- ... -->: nothing a reader would have seen */
  DROP_URL      /* the address of a link or image has a scheme that is not allowed */
} DropKind;

typedef struct {
  DropKind kind;
  const Node *node;
  Str what; /* the HTML (at most 60 bytes of it), or the address */
} Dropped;

/* A value of a directive whose Markdown is read when the rest is (value_inline.h). */
typedef struct {
  Node *text;     /* holds the value, and is replaced */
  Node *title;    /* or NULL: an image that gets the words as its title */
  Rights *rights; /* or NULL: they get them as the credit */
} MarkdownValue;

/* What was written as half of a directive and is text: a closing that closes nothing, or an
 * opening :::name without an end. */
typedef struct {
  DirectiveData data; /* of a closing: its name, "" of a bare ::: */
  bool closing;
  Range at;   /* in the source */
  Node *node; /* the text, or a paragraph of it */
} HalfDirective;

typedef enum {
  LOST_CONTENT,   /* an element with its content */
  LOST_TAGS,      /* an element; its content stayed */
  LOST_FRAME,     /* somebody else's page became a link; name: its host */
  LOST_UNKNOWN,   /* a tag that HTML does not know became text */
  LOST_ATTRIBUTE, /* an attribute */
  LOST_HANDLER    /* an attribute that runs code */
} LossKind;

/* What was left out of HTML, all of a kind and name together. */
typedef struct {
  LossKind kind;
  Str name;
  size_t count;
  Range at; /* the first */
} HtmlLoss;

typedef struct {
  Node *root;
  const Source *source;
  Arena *arena;
  size_t nodes;
  Dropped *dropped; /* in document order */
  size_t dropped_count;
  HtmlLoss *losses; /* in document order of the first ones */
  size_t loss_count;
  HalfDirective *halves;
  size_t half_count;
  MarkdownValue *values;
  size_t value_count, value_cap;
} Doc;

/* Registers cmark-gfm's extensions. Call once per process tree, before forking;
 * calling again does nothing. */
void doc_init(void);

/* Parse source->text from `body_offset` (behind the front matter) to its end.
 * Lines count from the start of the file. */
bool doc_parse(Doc *out, Arena *a, const Source *source, size_t body_offset,
               const MarkdownOptions *options, Diags *d);

/* One record per dropped piece, at most 20 and then one that says how many
 * more; comments only when `comments`. Returns how many pieces there were. */
size_t doc_report_dropped(const Doc *doc, Severity severity, bool comments, Diags *d);
/* One record for each kind of element left out of HTML, or for each attribute that only
 * changed how things look. */
void doc_report_losses(const Doc *doc, Severity severity, bool attributes, Diags *d);

#endif
