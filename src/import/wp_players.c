/* wp_players.c -- addresses in whose place WordPress showed a film, a song or a post.
 *
 * It does so for embed blocks and [embed], and for an address in a line of its own, if it is one
 * of the sites that WordPress asks for a player (oEmbed; class-wp-oembed.php has the list).
 * Both become the card that a frame becomes (html_read.h): a line {{< embed "..." >}}. */
#include "import/wp_text.h"

#include "doc/edit.h"

/* Hosts (or those below them), and how the path begins; of several, any. */
static const struct {
  const char *host, *path;
} players[] = {
  { "youtube.com", "/watch" },
  { "youtube.com", "/playlist" },
  { "youtube.com", "/shorts/" },
  { "youtube.com", "/live/" },
  { "youtu.be", "/" },
  { "vimeo.com", "/" },
  { "dailymotion.com", "/" },
  { "dai.ly", "/" },
  { "twitter.com", "/" },
  { "x.com", "/" },
  { "bsky.app", "/profile/" },
  { "tiktok.com", "/@" },
  { "facebook.com", "/" },
  { "instagram.com", "/p/" },
  { "instagram.com", "/reel/" },
  { "reddit.com", "/r/" },
  { "tumblr.com", "/" },
  { "pinterest.com", "/pin/" },
  { "flickr.com", "/" },
  { "flic.kr", "/" },
  { "imgur.com", "/" },
  { "smugmug.com", "/" },
  { "soundcloud.com", "/" },
  { "open.spotify.com", "/" },
  { "mixcloud.com", "/" },
  { "reverbnation.com", "/" },
  { "pca.st", "/" },
  { "ted.com", "/talks/" },
  { "wordpress.tv", "/" },
  { "videopress.com", "/v/" },
  { "animoto.com", "/play/" },
  { "screencast.com", "/" },
  { "scribd.com", "/doc" },
  { "issuu.com", "/" },
  { "speakerdeck.com", "/" },
  { "slideshare.net", "/" },
  { "kickstarter.com", "/projects/" },
  { "kck.st", "/" },
  { "cloudup.com", "/" },
  { "canva.com", "/design/" },
};

static bool is_address(Str s) {
  Str rest = str_starts(s, S("https://"))  ? str_sub(s, 8, s.n)
             : str_starts(s, S("http://")) ? str_sub(s, 7, s.n)
                                           : S("");
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] <= ' ' || strchr("<>\"", s.p[i])) return false;
  return rest.n > 0 && s.n < 2000;
}

bool wp_has_player(Str url) {
  if (!is_address(url)) return false;
  Str rest = str_sub(url, (size_t)str_find(url, S("://")) + 3, url.n);
  size_t end = 0;
  while (end < rest.n && !strchr("/?#", rest.p[end])) end++;
  Str host = str_sub(rest, 0, end), path = str_sub(rest, end, rest.n);
  for (size_t i = 0; i < sizeof players / sizeof players[0]; i++) {
    Str known = str_c(players[i].host), head = str_c(players[i].path);
    if (host.n < known.n || !str_eq_nocase(str_sub(host, host.n - known.n, host.n), known))
      continue;
    if (host.n > known.n && host.p[host.n - known.n - 1] != '.') continue;
    if (str_starts(path, head) && path.n > 1) return true;
  }
  return false;
}

/* -- in a tree -- */

static Node *card(Arena *a, Str url) {
  Node *box = node_new(a, NODE_DIV), *title = node_new(a, NODE_PARAGRAPH),
       *link = node_new(a, NODE_LINK);
  box->classes = S("embed");
  title->classes = S("embed-title");
  link->url = arena_str(a, url);
  node_append(link, node_text(a, url));
  node_append(title, link);
  node_append(box, title);
  return box;
}

/* The address that is all there is from n to the next break or the end; *end is behind it. */
static Str alone(Arena *a, const Node *n, const Node **end) {
  Str s = S("");
  bool text = true;
  for (; n && n->type != NODE_LINEBREAK; n = n->next) {
    if (n->type != NODE_TEXT && n->type != NODE_SOFTBREAK) text = false;
    if (text && (s.n || str_trim(n->literal).n)) {
      Str parts[] = { s, n->type == NODE_SOFTBREAK ? S(" ") : n->literal };
      s = s.n ? arena_concat(a, parts, 2) : parts[1];
    }
    if (s.n > 4000) text = false;
  }
  *end = n;
  s = text ? str_trim(s) : S("");
  return wp_has_player(s) ? s : S("");
}

static void cut(Node *from, const Node *end) {
  while (from && from != end) {
    Node *next = from->next;
    node_unlink(from);
    from = next;
  }
}

/* Lines of a paragraph that are addresses become cards between what is before and behind. */
static void split(Arena *a, Node *p) {
  Node *line = p->first;
  while (line) {
    const Node *end;
    Str url = alone(a, line, &end);
    if (!url.n) {
      line = end ? end->next : NULL;
      continue;
    }
    if (line->prev) { /* without the break */
      Node *before = node_new(a, NODE_PARAGRAPH);
      before->classes = p->classes;
      node_unlink(line->prev);
      while (p->first != line) {
        Node *c = p->first;
        node_unlink(c);
        node_append(before, c);
      }
      if (before->first) node_before(p, before);
    }
    Node *next = end ? end->next : NULL;
    cut(line, next);
    node_before(p, card(a, url));
    line = next;
  }
  if (!p->first) node_unlink(p);
}

/* The one link of an embed block, if it leads to another site. */
static Str shown_in(const Node *box) {
  const Node *n = box->first;
  if (n && !n->next && n->type == NODE_PARAGRAPH) n = n->first;
  return n && !n->next && n->type == NODE_LINK && is_address(n->url) ? n->url : S("");
}

static bool holds_lines(const Node *parent) {
  return parent->type == NODE_DOCUMENT || parent->type == NODE_DIV ||
         parent->type == NODE_BLOCK_QUOTE || parent->type == NODE_ELEMENT;
}

void wp_players(Arena *a, Node *root) {
  for (Node *n = root->first; n;) {
    Node *next = node_next(n, root);
    if (n->type == NODE_DIV && str_eqc(n->classes, WP_EMBED)) {
      Str url = shown_in(n);
      Node *with = url.n ? card(a, url) : NULL;
      if (with) next = node_skip(n, root);
      while (!with && n->first) {
        Node *c = n->first;
        node_unlink(c);
        node_before(n, c);
      }
      node_replace(n, &with, with ? 1 : 0);
    } else if (n->type == NODE_PARAGRAPH && holds_lines(n->parent)) {
      next = node_skip(n, root);
      split(a, n);
    }
    n = next;
  }
}

/* -- tables -- */

/* A column is centred when each of its cells is: Markdown says it once for all. */
void wp_columns(WpText *t, const Node *root) {
  bool mixed = false;
  for (const Node *n = root; n; n = node_next(n, root)) {
    if (n->type != NODE_TABLE || !n->align) continue;
    for (const Node *row = n->first; row; row = row->next)
      for (const Node *cell = row->first; cell; cell = cell->next) {
        uint8_t own = cell->align ? cell->align[0] : ALIGN_NONE;
        if (cell->columns >= n->columns) continue;
        if (own != n->align[cell->columns]) {
          n->align[cell->columns] = ALIGN_NONE;
          mixed = true;
        }
      }
  }
  if (mixed)
    wp_left(t, DIAG_NOTE, "Tables whose cells were aligned one by one", t->label,
            "Markdown aligns a column as a whole: those are as the theme has them");
}
