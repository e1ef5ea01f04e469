/* wp_html.h -- from the text of a WordPress article to plain HTML.
 *
 * WordPress keeps what its author typed and makes HTML of it each time a page is asked for:
 * blank lines become paragraphs, [shortcodes] become pictures and players, comments
 * <!-- wp:... --> say which block a piece of HTML belongs to. These functions do the same, each
 * over a text, in this order: hidden_emails (hidden_emails.h), wp_blocks, wp_shortcodes,
 * wp_paragraphs.
 *
 * Pure; linear; results live in the arena. The result is HTML as it stood there, hostile
 * or not: html_read.h decides what of it is kept. */
#ifndef PUBLISH_IMPORT_WP_HTML_H
#define PUBLISH_IMPORT_WP_HTML_H

#include "base/arena.h"
#include "base/buf.h"

/* Something that has no equal here: a block or a shortcode by its name. */
typedef void WpSeen(void *ctx, Str name, size_t offset);

typedef struct {
  void *ctx;
  WpSeen *block;     /* a block that the server fills, such as wp:latest-posts */
  WpSeen *shortcode; /* one that is not known here; it stays in the text */
  /* The text of a reusable block; "" = it is not there. */
  Str (*reusable)(void *ctx, Str id);
  /* A [gallery]: figures, or "" when none of its pictures is known. `ids` is "1,2,3", or "" for
   * the pictures of the article itself. */
  Str (*gallery)(void *ctx, Arena *a, Str ids);
  /* The address of a file by its id (playlists); "" = not known. */
  Str (*file)(void *ctx, Str id);
} WpHandlers;

/* The class of the element that holds the address of an embed block, or of [embed]. */
#define WP_EMBED "wp-block-embed__wrapper"

bool wp_has_blocks(Str html);
/* Without the comments of blocks, reusable blocks put in, embedded addresses as links, alignment
 * of cells as an attribute. */
Str wp_blocks(Arena *a, Str html, const WpHandlers *h);
/* With the shortcodes of WordPress itself, and of the usual plugins for code, as HTML. [[name]]
 * is a way to write [name]. */
Str wp_shortcodes(Arena *a, Str html, const WpHandlers *h);
/* Paragraphs and line breaks (WordPress's wpautop). */
Str wp_paragraphs(Arena *a, Str html);

#endif
