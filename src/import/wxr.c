/* wxr.c -- expat's events into records. What an element fills is a table; what holds
 * elements is one of five containers. */
#include "import/wxr.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEPTH_MOST = 64, TAG_MOST = 1 << 20, CATEGORIES_MOST = 5000, METAS_MOST = 5000 };

typedef enum { IN_NOTHING, IN_CHANNEL, IN_ITEM, IN_AUTHOR, IN_TERM, IN_META, IN_COMMENT } Where;

typedef struct {
  Where where;
  const char *name;
  size_t at; /* offset of a Str in the container's record */
} Leaf;

#define LEAF(where, type, name, field)                                                             \
  { where, name, offsetof(type, field) }
static const Leaf leaves[] = {
  LEAF(IN_CHANNEL, WxrSite, "title", title),
  LEAF(IN_CHANNEL, WxrSite, "link", link),
  LEAF(IN_CHANNEL, WxrSite, "description", description),
  LEAF(IN_CHANNEL, WxrSite, "language", language),
  LEAF(IN_CHANNEL, WxrSite, "wp:wxr_version", version),
  LEAF(IN_CHANNEL, WxrSite, "wp:base_site_url", base_site_url),
  LEAF(IN_CHANNEL, WxrSite, "wp:base_blog_url", base_blog_url),
  LEAF(IN_AUTHOR, WxrAuthor, "wp:author_id", id),
  LEAF(IN_AUTHOR, WxrAuthor, "wp:author_login", login),
  LEAF(IN_AUTHOR, WxrAuthor, "wp:author_email", email),
  LEAF(IN_AUTHOR, WxrAuthor, "wp:author_display_name", display_name),
  LEAF(IN_AUTHOR, WxrAuthor, "wp:author_first_name", first_name),
  LEAF(IN_AUTHOR, WxrAuthor, "wp:author_last_name", last_name),
  LEAF(IN_TERM, WxrTerm, "wp:term_taxonomy", taxonomy),
  LEAF(IN_TERM, WxrTerm, "wp:term_slug", slug),
  LEAF(IN_TERM, WxrTerm, "wp:term_name", name),
  LEAF(IN_TERM, WxrTerm, "wp:term_parent", parent),
  LEAF(IN_TERM, WxrTerm, "wp:term_description", description),
  LEAF(IN_TERM, WxrTerm, "wp:category_nicename", slug),
  LEAF(IN_TERM, WxrTerm, "wp:category_parent", parent),
  LEAF(IN_TERM, WxrTerm, "wp:cat_name", name),
  LEAF(IN_TERM, WxrTerm, "wp:category_description", description),
  LEAF(IN_TERM, WxrTerm, "wp:tag_slug", slug),
  LEAF(IN_TERM, WxrTerm, "wp:tag_name", name),
  LEAF(IN_TERM, WxrTerm, "wp:tag_description", description),
  LEAF(IN_ITEM, WxrItem, "title", title),
  LEAF(IN_ITEM, WxrItem, "link", link),
  LEAF(IN_ITEM, WxrItem, "guid", guid),
  LEAF(IN_ITEM, WxrItem, "pubDate", pub_date),
  LEAF(IN_ITEM, WxrItem, "dc:creator", creator),
  LEAF(IN_ITEM, WxrItem, "content:encoded", content),
  LEAF(IN_ITEM, WxrItem, "excerpt:encoded", excerpt),
  LEAF(IN_ITEM, WxrItem, "description", description),
  LEAF(IN_ITEM, WxrItem, "wp:post_id", id),
  LEAF(IN_ITEM, WxrItem, "wp:post_date", date),
  LEAF(IN_ITEM, WxrItem, "wp:post_date_gmt", date_gmt),
  LEAF(IN_ITEM, WxrItem, "wp:post_modified", modified),
  LEAF(IN_ITEM, WxrItem, "wp:post_modified_gmt", modified_gmt),
  LEAF(IN_ITEM, WxrItem, "wp:comment_status", comment_status),
  LEAF(IN_ITEM, WxrItem, "wp:post_name", name),
  LEAF(IN_ITEM, WxrItem, "wp:status", status),
  LEAF(IN_ITEM, WxrItem, "wp:post_parent", parent),
  LEAF(IN_ITEM, WxrItem, "wp:menu_order", menu_order),
  LEAF(IN_ITEM, WxrItem, "wp:post_type", type),
  LEAF(IN_ITEM, WxrItem, "wp:post_password", password),
  LEAF(IN_ITEM, WxrItem, "wp:is_sticky", sticky),
  LEAF(IN_ITEM, WxrItem, "wp:attachment_url", attachment_url),
  LEAF(IN_META, WxrMeta, "wp:meta_key", key),
  LEAF(IN_META, WxrMeta, "wp:meta_value", value),
  LEAF(IN_COMMENT, WxrComment, "wp:comment_id", id),
  LEAF(IN_COMMENT, WxrComment, "wp:comment_author", author),
  LEAF(IN_COMMENT, WxrComment, "wp:comment_author_email", email),
  LEAF(IN_COMMENT, WxrComment, "wp:comment_author_url", url),
  LEAF(IN_COMMENT, WxrComment, "wp:comment_author_IP", ip),
  LEAF(IN_COMMENT, WxrComment, "wp:comment_date", date),
  LEAF(IN_COMMENT, WxrComment, "wp:comment_date_gmt", date_gmt),
  LEAF(IN_COMMENT, WxrComment, "wp:comment_content", content),
  LEAF(IN_COMMENT, WxrComment, "wp:comment_approved", approved),
  LEAF(IN_COMMENT, WxrComment, "wp:comment_type", type),
  LEAF(IN_COMMENT, WxrComment, "wp:comment_parent", parent),
};

typedef struct {
  XML_Parser parser;
  const WxrSink *sink;
  WxrCounts *counts;
  Arena channel, arena; /* of the site; of what is in hand */
  WxrSite site;
  WxrAuthor author;
  WxrTerm term;
  WxrMeta meta;
  WxrComment comment;
  WxrItem item;
  size_t item_bytes;
  bool told_site;
  Where where;
  int depth, base;  /* base: of the container's element */
  const Leaf *leaf; /* whose text is being read */
  bool category;
  int leaf_depth;
  Buf text;
  bool text_cut;
  bool stopped, entity, deep; /* a sink said so; what was refused */
  uint32_t first_line;        /* of the file, where this parser began, less one */
} Wxr;

static uint32_t line_now(const Wxr *x) {
  return (uint32_t)XML_GetCurrentLineNumber(x->parser) + x->first_line;
}

static void stop(Wxr *x) {
  XML_StopParser(x->parser, XML_FALSE);
}

static void told(Wxr *x, bool ok) {
  if (ok) return;
  x->stopped = true;
  stop(x);
}

static void tell_site(Wxr *x) {
  if (x->told_site) return;
  x->told_site = true;
  if (x->sink->site) told(x, x->sink->site(x->sink->ctx, &x->site));
}

/* -- beginnings -- */

static void *record_of(Wxr *x) {
  switch (x->where) {
  case IN_CHANNEL:
    return &x->site;
  case IN_ITEM:
    return &x->item;
  case IN_AUTHOR:
    return &x->author;
  case IN_TERM:
    return &x->term;
  case IN_META:
    return &x->meta;
  case IN_COMMENT:
    return &x->comment;
  default:
    return NULL;
  }
}

static void enter(Wxr *x, Where where) {
  x->where = where;
  x->base = x->depth;
}

static void begin_item(Wxr *x) {
  tell_site(x);
  arena_reset(&x->arena);
  x->item = (WxrItem){ .line = line_now(x) };
  x->item_bytes = 0;
  enter(x, IN_ITEM);
}

static bool container(Wxr *x, const char *name) {
  if (x->where == IN_NOTHING && !strcmp(name, "channel") && x->depth == 2) {
    enter(x, IN_CHANNEL);
    return true;
  }
  if (x->depth != x->base + 1) return false;
  if (x->where == IN_CHANNEL) {
    if (!strcmp(name, "item")) {
      begin_item(x);
    } else if (!strcmp(name, "wp:author")) {
      arena_reset(&x->arena);
      x->author = (WxrAuthor){ 0 };
      enter(x, IN_AUTHOR);
    } else if (!strcmp(name, "wp:category") || !strcmp(name, "wp:tag") ||
               !strcmp(name, "wp:term")) {
      arena_reset(&x->arena);
      x->term = (WxrTerm){ .taxonomy = !strcmp(name, "wp:tag")    ? S("post_tag")
                                       : !strcmp(name, "wp:term") ? S("")
                                                                  : S("category") };
      enter(x, IN_TERM);
    } else {
      return false;
    }
    return true;
  }
  if (x->where == IN_ITEM && !strcmp(name, "wp:postmeta")) {
    x->meta = (WxrMeta){ 0 };
    enter(x, IN_META);
    return true;
  }
  if (x->where == IN_ITEM && !strcmp(name, "wp:comment")) {
    x->comment = (WxrComment){ 0 };
    enter(x, IN_COMMENT);
    return true;
  }
  return false;
}

static Str attribute(Wxr *x, const char **attributes, const char *name) {
  for (size_t i = 0; attributes[i]; i += 2)
    if (!strcmp(attributes[i], name)) return arena_str(&x->arena, str_c(attributes[i + 1]));
  return S("");
}

static void begin_leaf(Wxr *x, const char *name, const char **attributes) {
  if (x->where == IN_ITEM && !strcmp(name, "category") &&
      x->item.category_count < CATEGORIES_MOST) {
    WxrItem *item = &x->item;
    item->categories = arena_grow(&x->arena, item->categories, item->category_count,
                                  &item->category_cap, sizeof *item->categories);
    item->categories[item->category_count++] =
        (WxrCategory){ .domain = attribute(x, attributes, "domain"),
                       .nicename = attribute(x, attributes, "nicename") };
    x->category = true;
  }
  for (size_t i = 0; !x->category && i < sizeof leaves / sizeof leaves[0]; i++)
    if (leaves[i].where == x->where && !strcmp(leaves[i].name, name)) x->leaf = &leaves[i];
  if (!x->leaf && !x->category) return;
  x->leaf_depth = x->depth;
  buf_clear(&x->text);
  x->text_cut = false;
}

static void XMLCALL on_start(void *data, const char *name, const char **attributes) {
  Wxr *x = data;
  if (++x->depth > DEPTH_MOST) {
    x->deep = true;
    stop(x);
    return;
  }
  if (x->depth == 1 && !strcmp(name, "rss")) x->counts->rss = true;
  if (str_starts(str_c(name), S("wp:"))) x->counts->wxr = true;
  if (x->leaf || x->category) return; /* an element in a text: its own text counts */
  if (!container(x, name) && x->depth == x->base + 1) begin_leaf(x, name, attributes);
}

/* -- texts -- */

static void XMLCALL on_text(void *data, const char *p, int n) {
  Wxr *x = data;
  if (!x->leaf && !x->category) return;
  if (x->text.n + (size_t)n > WXR_TEXT_MOST) {
    x->text_cut = true;
    return;
  }
  buf_add(&x->text, p, (size_t)n);
}

/* &nbsp; and its like: what HTML knows is left to HTML. */
static void XMLCALL on_skipped(void *data, const char *name, int parameter) {
  Wxr *x = data;
  if (parameter) return;
  on_text(x, "&", 1);
  on_text(x, name, (int)strlen(name));
  on_text(x, ";", 1);
}

static void XMLCALL on_entity(void *data, const char *name, int parameter, const char *value, int n,
                              const char *base, const char *system, const char *public,
                              const char *notation) {
  (void)name, (void)parameter, (void)value, (void)n, (void)base, (void)system, (void)public;
  (void)notation;
  Wxr *x = data;
  x->entity = true;
  stop(x);
}

/* -- ends -- */

static Str taken(Wxr *x) {
  Str s = buf_view(&x->text);
  bool item = x->where == IN_ITEM || x->where == IN_META || x->where == IN_COMMENT;
  if (item && (x->text_cut || x->item_bytes + s.n > WXR_ITEM_MOST)) {
    x->item.cut = true;
    if (x->item_bytes + s.n > WXR_ITEM_MOST) return S("");
  }
  x->item_bytes += s.n;
  Arena *a = x->where == IN_CHANNEL ? &x->channel : &x->arena;
  s = arena_str(a, s);
  if (x->text.cap > (1 << 20)) buf_free(&x->text); /* a huge one does not stay */
  return s;
}

static void end_leaf(Wxr *x) {
  if (x->category) {
    x->item.categories[x->item.category_count - 1].name = taken(x);
    x->category = false;
    return;
  }
  Str *field = (Str *)(void *)((char *)record_of(x) + x->leaf->at);
  /* A channel has only one title; <image> and the like bring their own below. */
  if (!field->n) *field = taken(x);
  x->leaf = NULL;
}

static void end_container(Wxr *x) {
  WxrItem *item = &x->item;
  switch (x->where) {
  case IN_CHANNEL:
    tell_site(x);
    break;
  case IN_ITEM:
    x->counts->items++;
    if (x->sink->item) told(x, x->sink->item(x->sink->ctx, item));
    break;
  case IN_AUTHOR:
    if (x->sink->author) told(x, x->sink->author(x->sink->ctx, &x->author));
    break;
  case IN_TERM:
    if (x->sink->term) told(x, x->sink->term(x->sink->ctx, &x->term));
    break;
  case IN_META:
    if (item->meta_count < METAS_MOST) {
      item->metas = arena_grow(&x->arena, item->metas, item->meta_count, &item->meta_cap,
                               sizeof *item->metas);
      item->metas[item->meta_count++] = x->meta;
    }
    break;
  case IN_COMMENT:
    if (item->comment_count >= WXR_COMMENTS_MOST || x->item_bytes >= WXR_ITEM_MOST) {
      item->comments_lost++;
      break;
    }
    item->comments = arena_grow(&x->arena, item->comments, item->comment_count, &item->comment_cap,
                                sizeof *item->comments);
    item->comments[item->comment_count++] = x->comment;
    break;
  default:
    break;
  }
  bool nested = x->where == IN_META || x->where == IN_COMMENT;
  x->where = nested ? IN_ITEM : x->where == IN_CHANNEL ? IN_NOTHING : IN_CHANNEL;
  x->base = nested ? x->base - 1 : x->where == IN_CHANNEL ? 2 : 0;
}

static void XMLCALL on_end(void *data, const char *name) {
  (void)name;
  Wxr *x = data;
  if ((x->leaf || x->category) && x->depth == x->leaf_depth)
    end_leaf(x);
  else if (x->where && x->depth == x->base)
    end_container(x);
  x->depth--;
}

/* -- the parser -- */

static const char wrap[] = "<rss><channel>";

static void open_parser(Wxr *x) {
  XML_Parser p = XML_ParserCreate("UTF-8");
  if (!p) abort();
  x->parser = p;
  XML_SetUserData(p, x);
  XML_SetElementHandler(p, on_start, on_end);
  XML_SetCharacterDataHandler(p, on_text);
  XML_SetEntityDeclHandler(p, on_entity);
  XML_SetSkippedEntityHandler(p, on_skipped);
  XML_SetHashSalt(p, 0x7075626C697368UL); /* no random numbers: the same each time */
  /* An entity that nobody declared is skipped instead of an error. */
  XML_UseForeignDTD(p, XML_TRUE);
  XML_SetParamEntityParsing(p, XML_PARAM_ENTITY_PARSING_NEVER);
  x->depth = x->base = 0;
  x->where = IN_NOTHING;
  x->leaf = NULL;
  x->category = false;
}

static void tell_at(Diags *d, Code code, Str name, uint32_t line, const char *help,
                    const char *message) {
  Diag *r = diag_file(d, DIAG_ERROR, code, name, help, "%s", message);
  r->line = line;
  r->col = r->length = 1;
}

/* What made the parser stop, told. True: reading can go on at the next item. */
static bool judge(Wxr *x, Str name, bool quiet, Diags *d) {
  enum XML_Error error = XML_GetErrorCode(x->parser);
  uint32_t line = line_now(x);
  if (x->stopped) return false;
  if (x->entity || error == XML_ERROR_AMPLIFICATION_LIMIT_BREACH) {
    tell_at(d, P_WXR_ENTITY, name, line, "WordPress writes none; export the site again",
            "the file declares entities, which no export has");
    return false;
  }
  if (x->deep) {
    tell_at(d, P_WXR_ENTITY, name, line, NULL, "elements are nested deeper than any export does");
    return false;
  }
  if (!x->counts->rss) {
    char message[200];
    snprintf(message, sizeof message, "this is no XML: %s", XML_ErrorString(error));
    tell_at(d, P_WXR_NONE, name, line, "give the file that WordPress saves under Tools, Export",
            message);
    return false;
  }
  if (x->where >= IN_ITEM) x->counts->lost++;
  if (quiet) return true;
  char message[300];
  Str title = str_sub(x->item.title, 0, 80);
  bool item = x->where == IN_ITEM || x->where == IN_META || x->where == IN_COMMENT;
  snprintf(message, sizeof message, "damaged XML: %s%s%.*s%s", XML_ErrorString(error),
           item ? "; the item '" : "", (int)(item ? title.n : 0), title.p ? title.p : "",
           item ? "' is left out" : "");
  tell_at(d, P_WXR_XML, name, line, "mend the line, or export that item again and give both files",
          message);
  return true;
}

/* -- reading on -- */

typedef struct {
  XmlText *text;
  Str name;
  bool quiet;
  Diags *d;
  Str piece;         /* what is being fed; the rest of it after a jump */
  uint64_t fed;      /* bytes that this parser was given before the piece */
  uint32_t newlines; /* in the file, before the piece */
  bool end;
} Feed;

static uint32_t newlines_in(Str s) {
  uint32_t lines = 0;
  for (size_t i = 0; i < s.n; i++) lines += s.p[i] == '\n';
  return lines;
}

static bool next_piece(Feed *f) {
  f->newlines += newlines_in(f->piece);
  f->fed += f->piece.n;
  if (!xml_text_next(f->text, &f->piece, f->d)) return false;
  f->end = !f->piece.n;
  return true;
}

static void skip_in_piece(Feed *f, size_t n) {
  f->newlines += newlines_in(str_sub(f->piece, 0, n));
  f->piece = str_sub(f->piece, n, f->piece.n);
}

/* Blank lines, and words of PHP, in front of the declaration. */
static void skip_preamble(Feed *f) {
  long at = str_find(f->piece, S("<?xml")), rss = str_find(f->piece, S("<rss"));
  if (at <= 0 || (rss >= 0 && rss < at)) return;
  Str before = str_trim(str_sub(f->piece, 0, (size_t)at));
  if (before.n && !f->quiet) {
    Diag *r = diag_file(f->d, DIAG_WARNING, P_WXR_XML, f->name, NULL,
                        "text in front of the XML declaration is left out");
    r->line = r->col = r->length = 1;
  }
  skip_in_piece(f, (size_t)at);
}

/* To the next <item> behind byte `from` of the piece, or of those that follow. False: there
 * is none, or it cannot be read (*ok). */
static bool find_item(Feed *f, size_t from, bool *ok) {
  char tail[6]; /* the end of the piece before */
  size_t tail_n = 0;
  *ok = true;
  for (;;) {
    Str rest = str_sub(f->piece, from, f->piece.n);
    /* A tag that two pieces share. */
    for (size_t k = tail_n; k > 0; k--) {
      char both[12];
      size_t head = rest.n < 6 ? rest.n : 6;
      memcpy(both, tail + tail_n - k, k);
      memcpy(both + k, rest.p, head);
      if (str_starts(str_n(both, k + head), S("<item>"))) return true;
    }
    long at = str_find(rest, S("<item>"));
    if (at >= 0) {
      skip_in_piece(f, from + (size_t)at);
      return true;
    }
    tail_n = rest.n < sizeof tail ? rest.n : sizeof tail - 1;
    if (tail_n) memcpy(tail, rest.p + rest.n - tail_n, tail_n);
    from = 0;
    if (!next_piece(f)) return *ok = false;
    if (f->end) return false;
  }
}

/* The parser gave up: another one begins at the next item. */
static bool resume(Wxr *x, Feed *f, bool *ok) {
  long long index = XML_GetCurrentByteIndex(x->parser);
  size_t from = index > 0 && (uint64_t)index > f->fed ? (size_t)((uint64_t)index - f->fed) : 0;
  if (from > f->piece.n) from = f->piece.n;
  XML_ParserFree(x->parser);
  x->parser = NULL;
  if (!find_item(f, from, ok)) return false;
  open_parser(x);
  x->first_line = f->newlines;
  f->fed = sizeof wrap - 1;
  XML_Parse(x->parser, wrap, (int)sizeof wrap - 1, 0);
  return true;
}

static void tell_cut_short(Wxr *x, const Feed *f) {
  x->counts->cut_short = true;
  if (x->where >= IN_ITEM) x->counts->lost++;
  if (f->quiet) return;
  bool item = x->where == IN_ITEM || x->where == IN_META || x->where == IN_COMMENT;
  Str title = str_sub(x->item.title, 0, 80);
  Diag *r =
      diag_file(f->d, DIAG_ERROR, P_WXR_CUT, f->name,
                "export again, in parts if the server gives up: Tools, Export, by date",
                "the export ends in the middle%s%.*s%s", item ? "; the item '" : "",
                (int)(item ? title.n : 0), title.p ? title.p : "", item ? "' is left out" : "");
  r->line = f->newlines + 1;
  r->col = r->length = 1;
}

static bool feed(Wxr *x, Feed *f) {
  bool ok = true;
  if (!next_piece(f)) return false;
  skip_preamble(f);
  x->first_line = f->newlines;
  while (!f->end) {
    enum XML_Status status = XML_Parse(x->parser, f->piece.p, (int)f->piece.n, 0);
    if (status == XML_STATUS_OK) {
      long long index = XML_GetCurrentByteIndex(x->parser);
      uint64_t open = f->fed + f->piece.n - (uint64_t)(index > 0 ? index : 0);
      if (open > TAG_MOST && index >= 0) {
        tell_at(f->d, P_WXR_ENTITY, f->name, line_now(x), NULL,
                "a tag is longer than any export has");
        return false;
      }
      if (!next_piece(f)) return false;
      continue;
    }
    if (!judge(x, f->name, f->quiet, f->d)) return false;
    if (!resume(x, f, &ok)) return ok;
  }
  if (XML_Parse(x->parser, "", 0, 1) != XML_STATUS_OK) {
    if (x->stopped) return false;
    if (!x->counts->rss) return judge(x, f->name, f->quiet, f->d);
    tell_cut_short(x, f);
  }
  return true;
}

static void tell_flaws(const XmlText *t, Str name, Diags *d) {
  const XmlFlaws *flaws = xml_text_flaws(t);
  size_t all = flaws->controls + flaws->ill_formed;
  bool known;
  Str encoding = xml_text_encoding(t, &known);
  if (!known) {
    Diag *r =
        diag_file(d, DIAG_WARNING, P_WXR_BYTES, name, "it was read as UTF-8",
                  "the file says that its encoding is '%.*s', which is not known", STR(encoding));
    r->line = r->col = r->length = 1;
  }
  if (!all) return;
  Buf places = { 0 };
  for (size_t i = 0; i < all && i < XML_FLAWS; i++) {
    const XmlFlaw *flaw = &flaws->flaws[i];
    buf_printf(&places, "%s%u:%u", i ? ", " : "", flaw->line, flaw->col);
    if (flaw->cp <= 0x10FFFF) buf_printf(&places, " (U+%04X)", flaw->cp);
  }
  if (all > XML_FLAWS) buf_c(&places, " ...");
  Diag *r = diag_file(
      d, DIAG_WARNING, P_WXR_BYTES, name,
      flaws->ill_formed ? "if whole words are lost, the database was exported in a wrong encoding"
                        : "they cannot be seen, but look at the words around them",
      "%zu %s that no XML may hold became U+FFFD: %zu control characters, %zu bytes that are not "
      "%.*s; at %s",
      all, all == 1 ? "character" : "characters", flaws->controls, flaws->ill_formed, STR(encoding),
      buf_z(&places));
  r->line = flaws->flaws[0].line;
  r->col = flaws->flaws[0].col;
  r->length = 1;
  buf_free(&places);
}

bool wxr_read(WxrCounts *out, Str name, XmlText *text, const WxrSink *sink, bool quiet, Diags *d) {
  Wxr x = { .sink = sink, .counts = out };
  Feed f = { .text = text, .name = name, .quiet = quiet, .d = d };
  *out = (WxrCounts){ 0 };
  open_parser(&x);
  bool ok = feed(&x, &f);
  if (ok && !out->wxr) {
    diag_file(d, DIAG_ERROR, P_WXR_NONE, name,
              "a feed has only the newest articles; WordPress saves all under Tools, Export",
              out->rss ? "this is a feed, no export of WordPress"
                       : "this is XML, but no export of WordPress");
    ok = false;
  }
  if (ok) tell_site(&x);
  if (ok && !quiet) tell_flaws(text, name, d);
  if (x.parser) XML_ParserFree(x.parser);
  buf_free(&x.text);
  arena_free(&x.arena);
  arena_free(&x.channel);
  return ok && !x.stopped;
}
