/* parse.c -- doc_parse: check, mask, let cmark-gfm parse, convert. */
#include "doc/parse.h"

#include "base/utf8.h"
#include "doc/convert.h"
#include "doc/directive.h"
#include "doc/directive_marks.h"
#include "doc/edit.h"
#include "doc/footnotes.h"
#include "doc/heading_id.h"
#include "doc/html_join.h"
#include "doc/outline.h"
#include "doc/placeholders.h"
#include "doc/value_inline.h"
#include "doc/work.h"
#include <cmark-gfm-core-extensions.h>
#include <stdlib.h>
#include <string.h>

static const char *const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };

void doc_init(void) {
  cmark_gfm_core_extensions_ensure_registered();
}

cmark_node *markdown_tree(Work *w, Str body, const MarkdownOptions *o) {
  static const cmark_mem work_mem = { work_calloc, work_realloc, work_free };
  if (setjmp(w->spent)) return NULL;
  int flags = CMARK_OPT_UNSAFE;
  if (o->smart) flags |= CMARK_OPT_SMART;
  if (!o->no_footnotes) flags |= CMARK_OPT_FOOTNOTES;
  cmark_parser *parser = cmark_parser_new_with_mem(flags, (cmark_mem *)&work_mem);
  for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
    cmark_syntax_extension *e = cmark_find_syntax_extension(extensions[i]);
    if (e) cmark_parser_attach_syntax_extension(parser, e);
  }
  cmark_parser_feed(parser, body.p ? body.p : "", body.n);
  return cmark_parser_finish(parser);
}

/* The columns of the table whose row of dashes this line is; 0 = it is none. */
static size_t columns(Str line) {
  size_t bars = 0;
  bool dash = false;
  for (size_t i = 0; i < line.n; i++) {
    if (!memchr("|-: \t\r>", line.p[i], 7)) return 0;
    bars += line.p[i] == '|';
    dash = dash || line.p[i] == '-';
  }
  return dash ? bars : 0;
}

static bool check_tables(const Source *source, size_t body_offset, Diags *d) {
  Str rest = str_sub(source->text, body_offset, source->text.n), line;
  while (str_split(&rest, '\n', &line)) {
    size_t count = columns(line);
    if (count <= DOC_COLUMNS_MAX) continue;
    diag_at(d, DIAG_ERROR, P_MD_LARGE, source, (Range){ (size_t)(line.p - source->text.p), 1 },
            "split the table, or put the text into a block of code without this line",
            "the table has %zu columns; it may have %d", count, DOC_COLUMNS_MAX);
    return false;
  }
  return true;
}

bool doc_check(const Source *source, size_t body_offset, Diags *d) {
  if (source->text.n > DOC_BYTES_MAX) {
    diag_file(d, DIAG_ERROR, P_MD_LARGE, source->path, "split the article into several",
              "the file has %zu bytes; an article may have %d", source->text.n, DOC_BYTES_MAX);
    return false;
  }
  Str body = str_sub(source->text, body_offset, source->text.n);
  size_t bad = utf8_check(body);
  if (bad == body.n) return check_tables(source, body_offset, d);
  diag_at(d, DIAG_ERROR, P_MD_UTF8, source, (Range){ body_offset + bad, 1 },
          "save the file as UTF-8", "byte 0x%02x is not valid UTF-8 here",
          (unsigned)(unsigned char)body.p[bad]);
  return false;
}

bool doc_deep(const Doc *doc, Diags *d) {
  const Node *n = doc->root;
  if (node_depth(n) <= DOC_DEPTH_MAX) return false;
  for (size_t depth = 0; depth < DOC_DEPTH_MAX && n->first; depth++) n = n->first;
  diag_at(d, DIAG_ERROR, P_MD_NESTING, doc->source, node_range(n),
          "take some levels of elements, directives, quotes or lists away",
          "the text is nested more than %d levels deep", DOC_DEPTH_MAX);
  return true;
}

/* Directives that are pictures, but for those that a plugin wants. */
static bool make_pictures(Doc *doc, const MarkdownOptions *o, const MarkNode *found, size_t count,
                          Diags *d) {
  bool ok = true, changed;
  for (size_t i = 0; i < count; i++) {
    Node *n = found[i].node;
    if (!n->directive || !n->parent || !directive_is_picture(n->directive->name)) continue;
    if (o->claimed && o->claimed(o->context, n->directive->name)) continue;
    ok = directive_picture(doc, n, &o->html, &changed, d) && ok;
  }
  return ok;
}

bool pair_directives(Doc *doc, const MarkdownOptions *o, Diags *d) {
  size_t count = 0;
  for (Node *n = doc->root; n; n = node_next(n, doc->root)) count += node_is_directive(n);
  MarkNode *found = ARENA_ARRAY(doc->arena, count, MarkNode);
  count = 0;
  for (Node *n = doc->root; n; n = node_next(n, doc->root))
    if (node_is_directive(n) && n->directive) found[count++] = (MarkNode){ n, mark_of(n) };
  marks_pair(doc, found, count);
  return make_pictures(doc, o, found, count, d) && !doc_deep(doc, d);
}

bool doc_parse(Doc *out, Arena *a, const Source *source, size_t body_offset,
               const MarkdownOptions *options, Diags *d) {
  if (body_offset > source->text.n) body_offset = source->text.n;
  *out = (Doc){ .source = source, .arena = a };
  if (!doc_check(source, body_offset, d)) return false;

  Str body = str_sub(source->text, body_offset, source->text.n);
  Arena scratch = { 0 };
  Mask mask;
  Converter c = { .doc = out, .options = options, .diags = d };
  Marks marks;
  if (options->directives && !options->placeholders &&
      marks_take(&marks, a, body, body_offset, options->directives, &body))
    c.marks = &marks;
  if (options->placeholders) placeholders_mark(&scratch, body, &body);
  if (!options->no_cjk && cjk_mask(&mask, &scratch, body, &body)) c.mask = &mask;

  MarkdownOptions safe = *options;
  if (!safe.no_footnotes && !caret_mask(&c.caret, &scratch, body, &body)) safe.no_footnotes = true;

  Work work;
  work_begin(&work, DOC_WORK_MAX);
  cmark_node *root = markdown_tree(&work, body, &safe);
  bool ok = root != NULL;
  if (ok) {
    locate_init(&c.locator, &scratch, source->text, body_offset);
    ok = convert_tree(&c, root);
  } else {
    diag_at(d, DIAG_ERROR, P_MD_LARGE, source, (Range){ body_offset, 1 },
            "split the article into several",
            "parsing the text from here on takes more than %d MiB of memory", DOC_WORK_MAX >> 20);
  }
  work_end(&work);
  arena_free(&scratch);
  ok = ok && (!c.html || options->html.mode == HTML_OFF || html_join(out, options, c.marks, d));
  ok = ok && (!c.directives || pair_directives(out, options, d)) && values_read(out, options, d);
  if (ok && !options->placeholders) {
    if (options->directives & DIRECTIVES_HUGO) marks_show_all(out);
    heading_ids(out);
    outline_beside_page(out->arena, out->root);
  }
  if (ok) footnotes_number(out->root);
  return ok;
}
