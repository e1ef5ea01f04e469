/* document.c -- an article's document, as scan and render both see it, and the
 * rules for where the things beside it go. */
#include "build/private.h"

#include "doc/edit.h"
#include "doc/outline.h"
#include "doc/plain.h"

typedef struct {
  const Host *host;
  Reads *reads;
} Claims;

static bool claimed(void *context, Str name) {
  const Claims *c = context;
  return c->host && host_claims_picture(c->host, c->reads, name);
}

bool article_document(Built *b, Doc *doc, Arena *a, const Source *source, size_t body, Str *title,
                      Reads *reads, Diags *d) {
  Claims claims = { b->host, reads };
  const MarkdownOptions options = { .directives = b->settings.directives,
                                    .smart = b->settings.smart,
                                    .no_figures = !b->settings.figures,
                                    .claimed = claimed,
                                    .context = &claims };
  progress_hook(b->progress, S(""), S("markdown"));
  if (!doc_parse(doc, a, source, body, &options, d)) return false;
  if (b->host) host_halves(b->host, reads, doc);
  Node *first = doc->root->first, *heading = outline_title(doc->root);
  if (!heading) return true;
  Str text = str_trim(plain_text(a, heading, NULL));
  /* A page has its title once: a heading that becomes it, or repeats it at the very
   * start, is taken out of the text. */
  bool names_it = !title->n && text.n;
  bool repeats = heading == first && heading->level == 1 && str_eq(text, *title);
  if (names_it) *title = text;
  if (repeats || (names_it && heading->level == 1)) node_unlink(heading);
  return true;
}

Str with_base(const Built *b, Arena *a, Str path) {
  Str parts[] = { b->settings.base, path };
  return b->settings.base.n ? arena_concat(a, parts, 2) : path;
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Str percent_decoded(Arena *a, Str s) {
  char *out = arena_dup(a, s.p, s.n);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    int high = i + 2 < s.n && s.p[i] == '%' ? hex_digit(s.p[i + 1]) : -1;
    int low = high >= 0 ? hex_digit(s.p[i + 2]) : -1;
    if (low >= 0) {
      out[n++] = (char)(high * 16 + low);
      i += 2;
    } else {
      out[n++] = s.p[i];
    }
  }
  return str_n(out, n);
}

Str resolve_path(Arena *a, Str from, Str target) {
  Str path = percent_decoded(a, target);
  Str parts[64];
  size_t count = 0;
  Str dir = str_dir(from), rest = dir.n ? dir : (Str){ 0 }, part;
  while (str_split(&rest, '/', &part))
    if (count < 64) parts[count++] = part;
  rest = path;
  while (str_split(&rest, '/', &part)) {
    if (part.n == 0 || str_eqc(part, ".")) continue;
    if (str_eqc(part, "..")) {
      if (count == 0) return (Str){ 0 };
      count--;
    } else if (count < 64) {
      parts[count++] = part;
    } else {
      return (Str){ 0 };
    }
  }
  if (count == 0) return S("");
  Buf out = { 0 };
  for (size_t i = 0; i < count; i++) {
    if (i) buf_byte(&out, '/');
    buf_str(&out, parts[i]);
  }
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}

/* Below the article's folder the structure stays; from elsewhere only the name. */
Str asset_path(Arena *a, Str article_file, Str article_source, Str asset) {
  Str folder = str_dir(article_source), out = str_dir(article_file);
  bool inside = folder.n == 0 ||
                (str_starts(asset, folder) && asset.n > folder.n && asset.p[folder.n] == '/');
  Str rest = inside ? str_sub(asset, folder.n ? folder.n + 1 : 0, asset.n) : str_base(asset);
  Str parts[] = { out, S("/"), rest };
  Str path = out.n ? arena_concat(a, parts, 3) : rest;
  return path;
}

static Str layout_name(Arena *a, Str written) {
  Str names[] = { written, S(".html") };
  return str_ends(written, S(".html")) ? written : arena_concat(a, names, 2);
}

Str article_layout(const Built *b, Arena *a, Reads *reads, Str written) {
  if (!written.n) return S("article.html");
  Str name = layout_name(a, written);
  Source ignored;
  return world_template(&b->world, reads, name, &ignored) ? name : S("article.html");
}

bool article_layout_check(const Built *b, Arena *a, Reads *reads, const Article *article,
                          const Value *row, Diags *d) {
  static const char *const usual[] = { "post.html", "page.html", "default.html", "single.html" };
  const Value *v = value_getc(article->fields, "layout");
  if (!v || v->kind != VALUE_STR) return true;
  Str name = layout_name(a, v->str);
  const Str *names;
  Source ignored;
  if (world_template(&b->world, reads, name, &ignored)) return true;
  for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
    if (str_eqc(name, usual[i])) return true;
  CheckLevel level = settings_check(&b->settings, a, S("layouts"), row, CHECK_ERROR);
  if (level == CHECK_OFF) return true;
  size_t count = world_template_names(&b->world, &names, a);
  Str near = str_nearest(name, names, count);
  Diag *r = diag_at(d, level == CHECK_ERROR ? DIAG_ERROR : DIAG_WARNING, P_TEMPLATE_FILE,
                    &article->source, (Range){ v->span.offset, v->span.length },
                    "layouts are files of templates/, written without .html",
                    "there is no template '%.*s'", STR(name));
  if (near.n && str_ends(near, S(".html")))
    diag_help(d, r, "did you mean '%.*s'?", STR(str_sub(near, 0, near.n - 5)));
  return level != CHECK_ERROR;
}
