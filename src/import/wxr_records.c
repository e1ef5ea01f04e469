/* wxr_records.c -- expat's events into records. What an element fills is a table; what holds
 * elements is one of six containers. */
#include "import/wxr_private.h"

#include <stdlib.h>

enum { DEPTH_MOST = 64, CATEGORIES_MOST = 5000, METAS_MOST = 5000 };

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
  LEAF(IN_TERM, WxrTerm, "wp:term_id", id),
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

uint32_t wxr_line(const Wxr *x) {
  return (uint32_t)XML_GetCurrentLineNumber(x->parser) + x->first_line;
}

bool wxr_in_item(const Wxr *x) {
  return x->where == IN_ITEM || x->where == IN_META || x->where == IN_COMMENT;
}

static void stop(Wxr *x) {
  XML_StopParser(x->parser, XML_FALSE);
}

static void told(Wxr *x, bool ok) {
  if (ok) return;
  x->stopped = true;
  stop(x);
}

void wxr_tell_site(Wxr *x) {
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
  wxr_tell_site(x);
  arena_reset(&x->arena);
  x->item = (WxrItem){ .line = wxr_line(x) };
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
  bool item = wxr_in_item(x);
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
    wxr_tell_site(x);
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

void wxr_open_parser(Wxr *x) {
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
