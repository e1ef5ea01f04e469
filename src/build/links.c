/* links.c -- what an article's links and images lead to.
 *
 * A relative address is first a path in the repository, seen from the article's
 * file: another article, a picture, a static file. Failing that it is an address
 * seen from the article's page. A rooted address ("/about/") is one below the
 * site's base. Whatever leads nowhere is reported at its line, at the level that
 * `checks:` gives the rule: links, anchors, images. */
#include "build/links.h"

#include "build/beside.h"
#include "build/images.h"
#include "doc/edit.h"
#include "doc/links.h"
#include "doc/outline.h"

typedef struct {
  Built *b;
  const Draft *draft;
  Arena *arena;
  Reads *reads;
  Diags *d;
  const Outline *outline;
  Node *root;
  ListBuilder *assets;
  Node **held; /* links to articles that are held back */
  size_t held_count, held_cap;
  Map ids; /* of the tree's nodes: filled when first asked for */
  bool ok;
} Resolver;

static void report(Resolver *r, const Node *n, const char *rule, Code code, const char *help,
                   const char *what, Str url) {
  CheckLevel level =
      settings_check(&r->b->settings, r->arena, str_c(rule), r->draft->row, CHECK_ERROR);
  if (level == CHECK_OFF) return;
  Severity s = level == CHECK_ERROR ? DIAG_ERROR : DIAG_WARNING;
  while (n->parent && !(n->source && n->source->path.n)) n = n->parent;
  if (n->source && n->source->path.n)
    diag_at(r->d, s, code, n->source, node_range(n), help, "%s: %.*s", what, STR(url));
  else
    diag_file(r->d, s, code, r->draft->path, help, "%s: %.*s", what, STR(url));
  if (s == DIAG_ERROR) r->ok = false;
}

static bool has_id(Resolver *r, Str id) {
  for (Node *n = r->ids.count ? NULL : r->root; n; n = node_next(n, r->root))
    if (n == r->root || n->id.n) map_put(&r->ids, n->id, n);
  return map_has(&r->ids, id);
}

/* The page's own fragment: a heading, or any element with an id. */
static Str own_anchor(Resolver *r, const Node *n, Str url) {
  Str id = str_sub(url, 1, url.n), beside = anchor_beside_page(r->arena, id);
  Str to[] = { S("#"), beside };
  if (!id.n || has_id(r, percent_decoded(r->arena, id)) || has_id(r, id)) return (Str){ 0 };
  if (!has_id(r, beside))
    report(r, n, "anchors", P_LINK_ANCHOR, "look at the ids of the headings",
           "there is no such heading on this page", url);
  return has_id(r, beside) ? arena_concat(r->arena, to, 2) : (Str){ 0 };
}

static Str asked(Resolver *r, Str key) {
  return world_link(&r->b->world, r->reads, key);
}

/* Could an article be published there? Not where a file's name ends in something else. */
static bool page_address(Str path) {
  Str name = str_base(path);
  return !name.n || str_chr(name, '.') == STR_NPOS || str_ends(name, S(".html"));
}

/* A link to an article that is left out for its errors is no error of this one: it
 * becomes its text. */
static Str held_link(Resolver *r, const Node *n, Str url, bool known) {
  const Node *at = n;
  while (at->parent && !(at->source && at->source->path.n)) at = at->parent;
  bool placed = at->source && at->source->path.n;
  diag_at(r->d, DIAG_WARNING, P_HELD_LINK, placed ? at->source : &r->draft->source,
          placed ? node_range(at) : (Range){ 0, 0 }, "the link comes back with the article",
          known ? "the article that the link leads to is held back: %.*s"
                : "nothing is at this address; an article that is held back may have it: %.*s",
          STR(url));
  r->held = arena_grow(r->arena, r->held, r->held_count, &r->held_cap, sizeof *r->held);
  r->held[r->held_count++] = (Node *)(uintptr_t)n;
  return (Str){ 0 };
}

/* Does this address below the root belong to a held article, or may it? */
static bool is_held(Resolver *r, Str at, bool *known) {
  Str link = asked(r, at);
  *known = str_eqc(link, LINK_HELD);
  return *known || (!link.n && page_address(at) && asked(r, S(LINK_HELD)).n);
}

static bool leads_to_article(Resolver *r, Str file) {
  Str link = file.n ? asked(r, file) : S("");
  return link.n && link.p[0] != LINK_ASSET[0];
}

/* The address of `path`, an article, with its query and fragment. */
static Str with_tail(Resolver *r, const Node *n, Str link, Str path, Str tail) {
  long hash = str_chr(tail, '#');
  if (hash >= 0 && (size_t)hash + 1 < tail.n) {
    Str id = str_sub(tail, (size_t)hash + 1, tail.n);
    Str key[] = { path, S("#"), id }, plain[] = { path, S("#"), percent_decoded(r->arena, id) };
    Str beside[] = { path, S("#"), anchor_beside_page(r->arena, id) };
    bool found =
        asked(r, arena_concat(r->arena, key, 3)).n || asked(r, arena_concat(r->arena, plain, 3)).n;
    if (!found && asked(r, arena_concat(r->arena, beside, 3)).n) {
      Str moved[] = { link, str_sub(tail, 0, (size_t)hash + 1), beside[2] };
      return arena_concat(r->arena, moved, 3);
    }
    if (!found)
      report(r, n, "anchors", P_LINK_ANCHOR, "look at the ids of its headings",
             "the article has no such heading", arena_concat(r->arena, plain, 3));
  }
  Str parts[] = { link, tail };
  return arena_concat(r->arena, parts, 2);
}

/* What was probably meant by an address below the root at which nothing is. */
static const char *rooted_help(Resolver *r, Str path) {
  Arena *a = r->arena;
  Str base = r->b->settings.base, inside = str_sub(percent_decoded(a, path), 1, path.n);
  if (base.n && str_starts(path, base) && asked(r, url_path(a, path)).n)
    return arena_printf(a, "addresses are written without the path of the site's url: %.*s",
                        STR(str_sub(path, base.n, path.n)))
        .p;
  if (leads_to_article(r, inside))
    return "this is a path in the repository: write it as seen from the article's own folder";
  Str closed = arena_printf(a, "%.*s/", STR(path));
  if (asked(r, with_base(r->b, a, url_path(a, closed))).n) return "a '/' is missing at its end";
  return "nothing is published at this address";
}

/* An address below the site's root; `path` has no base yet. */
static Str rooted(Resolver *r, const Node *n, Str path, Str tail, bool image) {
  Str url = with_base(r->b, r->arena, url_path(r->arena, path));
  Str decoded = with_base(r->b, r->arena, percent_decoded(r->arena, path));
  Str found = asked(r, url).n ? url : decoded;
  bool known;
  if (!image && is_held(r, found, &known)) return held_link(r, n, path, known);
  if (!asked(r, found).n) {
    report(r, n, image ? "images" : "links", image ? P_LINK_IMAGE : P_LINK_MISSING,
           rooted_help(r, path),
           image ? "there is no such image on this site" : "there is no such page on this site",
           path);
  } else if (str_chr(tail, '#') != STR_NPOS) {
    Str key[] = { S(LINK_ARTICLE), found };
    Str article = asked(r, arena_concat(r->arena, key, 2));
    if (article.n) return with_tail(r, n, url, article, tail);
  }
  Str parts[] = { url, tail };
  return arena_concat(r->arena, parts, 2);
}

/* What was probably meant by a path at which nothing is. */
/* A link to elsewhere that lacks its beginning, which no browser would add: what to write;
 * or NULL. */
static const char *lacks_scheme(Str url) {
  long at = str_chr(url, '@'), slash = str_chr(url, '/');
  if (at > 0 && slash < 0 && str_chr(str_sub(url, (size_t)at, url.n), '.') > 1)
    return "for an e-mail address write mailto: in front of it";
  Str host = slash < 0 ? url : str_sub(url, 0, (size_t)slash);
  long dot = str_rchr(host, '.');
  if (dot <= 0 || (slash < 0 && !str_starts(host, S("www.")))) return NULL;
  Str top = str_sub(host, (size_t)dot + 1, host.n);
  for (size_t i = 0; i < top.n; i++)
    if ((top.p[i] | 0x20) < 'a' || (top.p[i] | 0x20) > 'z') return NULL;
  if (top.n < 2) return NULL;
  return "for another site write https:// in front of it";
}

static const char *relative_help(Resolver *r, Str file, Str url) {
  Arena *a = r->arena;
  if (leads_to_article(r, arena_printf(a, "%.*s.md", STR(file)))) return "'.md' is missing";
  if (leads_to_article(r, arena_printf(a, "%.*s/index.md", STR(file))))
    return "name the file: '/index.md' is missing";
  const char *elsewhere = lacks_scheme(url);
  if (elsewhere) return elsewhere;
  return "no published article or file has this path, seen from the article's own folder";
}

static Str publish_asset(Resolver *r, Str path, Str tail) {
  Str out = asset_path(r->arena, r->draft->file, r->draft->path, path);
  MapBuilder m = map_begin(r->arena);
  mapb_putc(&m, "from", value_of_str(r->arena, path));
  mapb_putc(&m, "to", value_of_str(r->arena, out));
  list_add(r->assets, map_end(&m, (Span){ 0 }));
  Str parts[] = { S("/"), url_path(r->arena, out), tail };
  return with_base(r->b, r->arena, arena_concat(r->arena, parts, 3));
}

static Str map_link(void *context, const Node *n, Str url) {
  Resolver *r = context;
  bool image = n->type == NODE_IMAGE;
  if (!url.n || !url_is_local(url)) return (Str){ 0 };
  if (url.p[0] == '#') return own_anchor(r, n, url);
  Str path, tail;
  url_split(url, &path, &tail);
  if (!path.n || published_as(r->assets, path).n) return (Str){ 0 };
  if (path.p[0] == '/') return rooted(r, n, path, tail, image);
  Str file = resolve_path(r->arena, image_place(n, r->draft->path), path);
  Str link = file.n ? world_link(&r->b->world, r->reads, file) : S("");
  if (str_eqc(link, LINK_ASSET)) return publish_asset(r, file, tail);
  if (str_eqc(link, LINK_FAILED)) return (Str){ 0 };
  if (str_eqc(link, LINK_HELD)) return held_link(r, n, url, true);
  if (str_eqc(link, LINK_HIDDEN)) {
    report(r, n, "links", P_LINK_MISSING, "it is a draft, or its date is still to come or past",
           "the article that the link leads to is not published", url);
    return (Str){ 0 };
  }
  if (link.n) {
    Str back[] = { S(LINK_ARTICLE), link }, whole[] = { link, tail };
    Str article = tail.n || image ? asked(r, arena_concat(r->arena, back, 2)) : S("");
    if (image && article.n) {
      report(r, n, "images", P_LINK_IMAGE, "write a link, without '!', to lead to it",
             "this is an article, not an image", url);
      return (Str){ 0 };
    }
    return article.n ? with_tail(r, n, link, article, tail) : arena_concat(r->arena, whole, 2);
  }
  /* Seen from the page: "../other/" */
  Str parts[] = { r->draft->file };
  Str seen = resolve_path(r->arena, parts[0], path);
  if (seen.p && (str_ends(path, S("/")) || !str_ends(path, S(".md")))) {
    Str absolute[] = { S("/"), seen, str_ends(path, S("/")) && seen.n ? S("/") : S("") };
    Str at = with_base(r->b, r->arena, arena_concat(r->arena, absolute, 3));
    bool known;
    if (!image && !lacks_scheme(url) && is_held(r, at, &known)) return held_link(r, n, url, known);
    if (world_link(&r->b->world, r->reads, at).n) {
      Str whole[] = { at, tail };
      return arena_concat(r->arena, whole, 2);
    }
  }
  if (image)
    report(r, n, "images", P_LINK_IMAGE, "paths are seen from the article's own folder",
           "there is no such image in the repository", url);
  else
    report(r, n, "links", P_LINK_MISSING, relative_help(r, file, url), "the link leads nowhere",
           url);
  return (Str){ 0 };
}

static void lose_link(Resolver *r, Node *link) {
  size_t count = 0;
  for (Node *c = link->first; c; c = c->next) count++;
  Node **children = ARENA_ARRAY(r->arena, count, Node *);
  count = 0;
  while (link->first) {
    children[count++] = link->first;
    node_unlink(link->first);
  }
  node_replace(link, children, count);
}

bool check_front_image(Built *b, const Draft *draft, Arena *a, Reads *reads, Diags *d) {
  const Value *image = value_getc(draft->row, "image");
  Str src = value_strc(image, "src"), url = value_strc(image, "url");
  if (!src.n || !url_is_local(src) || value_getc(draft->rest, "asset")) return true;
  bool rooted = src.p[0] == '/';
  if (rooted ? world_link(&b->world, reads, url).n > 0 : !str_eq(src, url)) return true;
  Str file = resolve_path(a, draft->path, src);
  if (!rooted && file.n && str_eqc(world_link(&b->world, reads, file), LINK_FAILED)) return true;
  CheckLevel level = settings_check(&b->settings, a, S("images"), draft->row, CHECK_ERROR);
  if (level == CHECK_OFF) return true;
  Range where = { (size_t)value_int(value_getc(draft->rest, "image_at"), 0),
                  (size_t)value_int(value_getc(draft->rest, "image_length"), 0) };
  diag_at(d, level == CHECK_ERROR ? DIAG_ERROR : DIAG_WARNING, P_LINK_IMAGE, &draft->source, where,
          rooted ? "nothing is published at this address"
                 : "paths are seen from the article's own folder",
          rooted ? "there is no such image on this site: %.*s"
                 : "there is no such image in the repository: %.*s",
          STR(src));
  return level != CHECK_ERROR;
}

bool resolve_links(Built *b, const Draft *draft, Node *root, const Outline *outline, Arena *a,
                   Reads *reads, Diags *d, ListBuilder *assets) {
  Resolver r = { .b = b,
                 .draft = draft,
                 .arena = a,
                 .reads = reads,
                 .d = d,
                 .outline = outline,
                 .root = root,
                 .assets = assets,
                 .ok = true };
  links_rewrite(root, map_link, &r);
  for (size_t i = 0; i < r.held_count; i++) lose_link(&r, r.held[i]);
  map_free(&r.ids);
  return r.ok;
}
