/* wp_text.c -- HTML of WordPress to Markdown, and the proof that nothing was lost. */
#include "import/wp_text.h"

#include "base/utf8.h"
#include "doc/edit.h"
#include "doc/html.h"
#include "doc/html_read.h"
#include "doc/links.h"
#include "doc/markdown_write.h"
#include "doc/plain.h"
#include "import/hidden_emails.h"
#include "text/normal.h"

void wp_left(WpText *t, Severity severity, const char *topic, Str name, const char *advice) {
  Source where = { .path = t->place.path };
  left_add(&t->left[0], severity, topic, name, &where, 0, advice ? "%s" : NULL, advice);
  /* The place is the item's line: the text itself has none that a reader could look up. */
  Left *left = t->left;
  for (size_t i = 0; i < left->count; i++) {
    LeftGroup *g = &left->groups[i];
    if (!str_eqc(g->topic, topic) || !str_eq(g->name, name)) continue;
    if (g->count) g->places[g->count - 1].line = t->line, g->places[g->count - 1].col = 1;
  }
}

/* -- addresses -- */

static bool is_upload(Str address) {
  return str_find(address, S("/wp-content/uploads/")) >= 0 || str_starts(address, S("/files/")) ||
         str_find(address, S("/wp-content/blogs.dir/")) >= 0;
}

Str wp_file_address(WpText *t, Arena *a, Str url) {
  Str tail, own = wp_own_address(t->site, a, url, &tail);
  if (!own.n || !is_upload(own)) return url;
  Str here = t->upload ? t->upload(t->upload_ctx, a, own) : S("");
  if (here.n) return arena_printf(a, "%.*s%.*s", STR(here), STR(tail));
  Str full = str_starts(url, S("/")) && !str_starts(url, S("//"))
                 ? arena_printf(a, "%.*s%.*s", STR(t->site->origin), STR(url))
                 : url;
  if (t->wanted) {
    Str bare = str_sub(full, 0, full.n - tail.n);
    if (!map_has(t->wanted, bare)) map_put(t->wanted, arena_str(t->wanted_arena, bare), t);
  }
  return full;
}

/* An address without a scheme, from where the article stood. */
static Str absolute(const WpText *t, Arena *a, Str url) {
  const WpSite *s = t->site;
  if (str_starts(url, S("//"))) return arena_printf(a, "https:%.*s", STR(url));
  if (str_starts(url, S("/"))) return arena_printf(a, "%.*s%.*s", STR(s->origin), STR(url));
  if (str_starts(url, S("?")))
    return arena_printf(a, "%.*s%.*s/%.*s", STR(s->origin), STR(s->base), STR(url));
  Str folder = t->entry ? t->entry->address : S("/");
  long slash = str_rchr(folder, '/');
  return arena_printf(a, "%.*s%.*s%.*s/%.*s", STR(s->origin), STR(s->base),
                      STR(str_sub(folder, 0, slash > 0 ? (size_t)slash : 0)), STR(url));
}

typedef struct {
  WpText *t;
  Arena *a;
} Mapping;

static Str mapped(void *ctx, const Node *n, Str url) {
  const Mapping *m = ctx;
  WpText *t = m->t;
  Str none = { NULL, 0 }, tail;
  if (!url.n || url.p[0] == '#') return none;
  Str scheme = url_scheme(url);
  if (scheme.n && !str_eq_nocase(scheme, S("http")) && !str_eq_nocase(scheme, S("https")))
    return none;
  if (!scheme.n) url = absolute(t, m->a, url);
  Str own = wp_own_address(t->site, m->a, url, &tail);
  if (!own.n) return url;
  if (is_upload(own)) return wp_file_address(t, m->a, url);
  if (n->type == NODE_IMAGE) return url;
  Str id = wp_id_in_query(tail);
  const WpEntry *e = id.n ? wp_entry(t->site, id) : NULL;
  size_t number = (size_t)(uintptr_t)map_get(&t->site->addresses, own);
  if (!number && own.n && own.p[own.n - 1] != '/')
    number = (size_t)(uintptr_t)map_get(&t->site->addresses, arena_printf(m->a, "%.*s/", STR(own)));
  if (e && e->address.n && map_has(&t->site->addresses, e->address)) return e->address;
  if (!number) return url;
  const WpEntry *to = &t->site->entries[number - 1];
  bool place = str_starts(tail, S("#")) &&
               wp_has_anchor(t->site, to, wp_decode(m->a, str_sub(tail, 1, tail.n)));
  return place ? arena_printf(m->a, "%.*s%.*s", STR(to->address), STR(tail)) : to->address;
}

/* -- handlers -- */

static void see_block(void *ctx, Str name, size_t offset) {
  (void)offset;
  wp_left(ctx, DIAG_WARNING, "Blocks that the server filled", name,
          "they showed other pages; nothing stands for them");
}

static void see_shortcode(void *ctx, Str name, size_t offset) {
  (void)offset;
  WpText *t = ctx;
  wp_left(t, DIAG_WARNING, "Shortcodes of plugins",
          arena_printf(&t->left->arena, "[%.*s]", STR(name)),
          "they stand in the text as they were written");
}

static Str reusable(void *ctx, Str id) {
  const WpText *t = ctx;
  const WpEntry *e = wp_entry(t->site, id);
  return e && e->kind == WP_BLOCK ? e->content : S("");
}

static void figure(Buf *out, const WpEntry *e) {
  buf_c(out, "<figure><img src=\"");
  html_escape(out, e->url);
  buf_c(out, "\" alt=\"");
  html_escape(out, e->alt);
  buf_c(out, "\">");
  if (e->legend.n) buf_printf(out, "<figcaption>%.*s</figcaption>", STR(e->legend));
  buf_c(out, "</figure>\n\n");
}

static Str gallery(void *ctx, Arena *a, Str ids) {
  WpText *t = ctx;
  Buf out = { 0 };
  Str rest = ids, id;
  while (rest.n && str_split(&rest, ',', &id)) {
    const WpEntry *e = wp_entry(t->site, str_trim(id));
    if (e && e->url.n)
      figure(&out, e);
    else
      wp_left(t, DIAG_WARNING, "Pictures of galleries that the export does not have", str_trim(id),
              "export the media as well, or all parts at once");
  }
  for (size_t i = 0; !ids.n && t->entry && i < t->site->entry_count; i++) {
    const WpEntry *e = &t->site->entries[i];
    if (e->kind == WP_ATTACHMENT && e->url.n && str_eq(e->parent, t->entry->id)) figure(&out, e);
  }
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}

static Str file_of(void *ctx, Str id) {
  const WpText *t = ctx;
  const WpEntry *e = wp_entry(t->site, id);
  return e ? e->url : S("");
}

static void prepare(WpText *t) {
  t->handlers = (WpHandlers){ t, see_block, see_shortcode, reusable, gallery, file_of };
}

/* -- to Markdown -- */

/* As publish.yaml will say: alignment is a class of the theme's. */
static const Str classes[] = { { "align-*", 7 } };
static const MarkdownOptions safe = {
  .html = { .mode = HTML_SAFE, .classes = classes, .class_count = 1 }, .directives = DIRECTIVES_ALL
};

/* While it is read: where an embed block was. */
static const Str classes_read[] = { { "align-*", 7 }, { WP_EMBED, sizeof WP_EMBED - 1 } };

static bool html_tree(Doc *out, Arena *a, Str html) {
  Diags d = { 0 };
  Source *source = ARENA_NEW(a, Source);
  *source = (Source){ S("text"), html };
  doc_init();
  MarkdownOptions options = safe;
  options.directives = 0;
  options.html.classes = classes_read;
  options.html.class_count = 2;
  bool ok = html_read(out, a, source, 0, &options, &d);
  diags_free(&d);
  return ok;
}

static bool markdown_tree(Doc *out, Arena *a, Str markdown) {
  Diags d = { 0 };
  Source *source = ARENA_NEW(a, Source);
  *source = (Source){ S("text"), markdown };
  bool ok = doc_parse(out, a, source, 0, &safe, &d);
  diags_free(&d);
  return ok;
}

static void seen_email(void *context, bool restored, size_t offset) {
  WpText *t = context;
  (void)offset;
  if (restored)
    t->restored++;
  else
    wp_left(t, DIAG_WARNING, EMAILS_LOST, S(EMAIL_LOST_NAME),
            "look for the address in the old database, and write it there");
}

static Str html_of(Arena *a, WpText *t, Str content) {
  Str html = hidden_emails(a, content, &(HiddenEmails){ .seen = seen_email, .context = t });
  bool blocks = wp_has_blocks(html);
  if (blocks) html = wp_blocks(a, html, &t->handlers);
  html = wp_shortcodes(a, html, &t->handlers);
  return blocks ? html : wp_paragraphs(a, html);
}

static void tell_losses(WpText *t, const Doc *doc) {
  for (size_t i = 0; i < doc->loss_count; i++) {
    Str what = doc->losses[i].name;
    wp_left(t, DIAG_WARNING, "HTML that publish leaves out", arena_str(&t->left->arena, what),
            NULL);
  }
}

bool wp_tree(Doc *out, Arena *a, WpText *t, Str html) {
  if (!html_tree(out, a, html)) return false;
  tell_losses(t, out);
  return true;
}

void wp_body(WpBody *out, Arena *a, WpText *t, Str content) {
  Doc tree, again;
  *out = (WpBody){ 0 };
  prepare(t);
  Str html = html_of(a, t, content);
  if (!str_trim(html).n) return;
  if (!wp_tree(&tree, a, t, html)) {
    *out = (WpBody){ .text = html, .html = true, .unusable = true };
    return;
  }
  if (t->footnotes.n || str_find(content, S("data-fn=")) >= 0)
    wp_footnotes(a, t, tree.root, t->footnotes, str_find(content, S("<!-- wp:footnotes")) >= 0);
  Mapping m = { t, a };
  links_rewrite(tree.root, mapped, &m);
  wp_players(a, tree.root);
  wp_columns(t, tree.root);
  wp_simplify(a, t, tree.root);
  Buf b = { 0 };
  bool ok = markdown_write(&b, tree.root, NULL);
  Str markdown = buf_dup(&b, a);
  buf_clear(&b);
  out->differs = S("it is nested too deep");
  if (ok && markdown_tree(&again, a, markdown) &&
      markdown_same(tree.root, again.root, a, &out->differs)) {
    out->text = markdown;
    buf_free(&b);
    return;
  }
  Diags d = { 0 };
  wp_footnotes_html(a, tree.root);
  out->html = true;
  out->unusable = !html_write(&b, tree.root, &(HtmlOptions){ .exact = true }, &d);
  out->text = out->unusable ? html : buf_dup(&b, a);
  buf_free(&b);
  diags_free(&d);
}

/* One that is lost in a comment is its reader's loss, not the article's: not told. */
static void seen_comment_email(void *context, bool restored, size_t offset) {
  (void)offset;
  ((WpText *)context)->restored += restored;
}

Str wp_comment_text(Arena *a, WpText *t, Str content) {
  Doc tree;
  prepare(t);
  const HiddenEmails how = { .seen = seen_comment_email, .context = t };
  Str html = wp_paragraphs(a, hidden_emails(a, content, &how));
  if (!html_tree(&tree, a, html)) return str_trim(content);
  Mapping m = { t, a };
  links_rewrite(tree.root, mapped, &m);
  wp_simplify(a, t, tree.root);
  Buf b = { 0 };
  markdown_write(&b, tree.root, NULL);
  Str s = str_trim(buf_dup(&b, a));
  buf_free(&b);
  return s;
}

Str wp_plain(Arena *a, Str html) {
  Doc tree;
  Str text = html;
  if ((str_chr(html, '<') >= 0 || str_chr(html, '&') >= 0) && html_tree(&tree, a, html))
    text = plain_text(a, tree.root, NULL);
  char *out = arena_alloc(a, text.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < text.n; i++) {
    unsigned char c = (unsigned char)text.p[i];
    if (c > ' ')
      out[n++] = (char)c;
    else if (n && out[n - 1] != ' ')
      out[n++] = ' ';
  }
  return str_trim(str_n(out, n));
}
