/* wp_text.h -- a text of WordPress as Markdown, checked by reading it again.
 *
 * The HTML (wp_html.h) becomes a tree (doc/html_read.h), its addresses are mapped to the new
 * site, the tree is written as Markdown, and that is parsed: only if the second tree reads as
 * the first is the Markdown taken; else the HTML itself is, as an .html article. So nothing
 * that a reader saw is lost on the way without a word.
 *
 * Everything lives in the arena. Parent process. */
#ifndef PUBLISH_IMPORT_WP_TEXT_H
#define PUBLISH_IMPORT_WP_TEXT_H

#include "doc/parse.h"
#include "import/left.h"
#include "import/wp_html.h"
#include "import/wp_site.h"

typedef struct WpText {
  const WpSite *site;
  Left *left;
  WpHandlers handlers;
  /* A file of the old site's uploads that is here: its new address, "" = it is not. */
  Str (*upload)(void *ctx, Arena *a, Str url);
  void *upload_ctx;
  Str uploads;          /* addresses of files that must be fetched go behind this, a line each */
  Source place;         /* of what is in hand: the export, for findings */
  uint32_t line;        /* of the item */
  Str label;            /* its title */
  const WpEntry *entry; /* or NULL */
  Str footnotes;        /* the meta of that name: texts of the block editor's notes, as JSON */
  size_t restored;      /* addresses that came back */
  Map *wanted;          /* addresses of files of the old site that texts refer to */
  Arena *wanted_arena;
} WpText;

typedef struct {
  Str text;      /* the body */
  bool html;     /* it is HTML: Markdown could not say it */
  Str differs;   /* then: near which words */
  bool unusable; /* not even HTML that publish reads: too deep, too large */
} WpBody;

/* An article's text, whole: blocks, shortcodes, paragraphs, Markdown. */
void wp_body(WpBody *out, Arena *a, WpText *t, Str content);
/* The same for a comment: its Markdown always, never HTML. */
Str wp_comment_text(Arena *a, WpText *t, Str content);
/* Addresses that WordPress showed a player for become cards. */
void wp_players(Arena *a, Node *root);
bool wp_has_player(Str url);
/* Tables' columns are aligned as all of their cells are. */
void wp_columns(WpText *t, const Node *root);
/* Takes off what only an editor's theme needed: classes, ids that nothing leads to, figures
 * without a caption; and links to places of the same text that are not there. */
void wp_simplify(Arena *a, WpText *t, Node *root);
/* HTML as a tree, and what is lost of it told. False: too deep, too large. */
bool wp_tree(Doc *out, Arena *a, WpText *t, Str html);
/* The block editor's footnotes become the tree's: `meta` has their texts, and with `shown` the
 * old page had a list of them all. */
void wp_footnotes(Arena *a, WpText *t, Node *root, Str meta, bool shown);
/* For an article that stays HTML: they become links to items of a list at its end. */
void wp_footnotes_html(Arena *a, Node *root);
/* Is that meta the block editor's, or a field that an author called so? */
bool wp_is_footnotes(Str meta);
/* HTML as one line of plain text: titles, excerpts, names. */
Str wp_plain(Arena *a, Str html);
/* Something that the text at hand has and the new site has not. */
void wp_left(WpText *t, Severity severity, const char *topic, Str name, const char *advice);
/* The new address of a file of the old site; noted as wanted when it is not here. */
Str wp_file_address(WpText *t, Arena *a, Str url);

#endif
