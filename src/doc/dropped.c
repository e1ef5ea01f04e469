/* dropped.c -- what of an article was left out, as records. */
#include "doc/parse.h"

static const char *help_for(DropKind kind) {
  return kind == DROP_URL ? "links may use http, https, mailto, tel or ftp, or a path"
                          : "use Markdown instead; HTML in articles is not published";
}

/* A block goes with the text in it, which the message must not hide. */
static void report_html(const Doc *doc, const Dropped *x, Severity severity, Diags *d) {
  Str rest = x->what, first, literal = str_trim(x->node->literal);
  size_t lines = 1;
  str_split(&rest, '\n', &first);
  for (size_t i = 0; i < literal.n; i++) lines += literal.p[i] == '\n';
  Range where = node_range(x->node);
  if (lines > 1)
    diag_at(d, severity, P_HTML_DROPPED, doc->source, where, help_for(x->kind),
            "%zu lines of HTML and their text were left out: %.*s ...", lines, STR(first));
  else
    diag_at(d, severity, P_HTML_DROPPED, doc->source, where, help_for(x->kind),
            "HTML was left out: %.*s", STR(first));
}

/* ---- what was left out of HTML that became nodes ---- */

static Str times(Arena *a, size_t count) {
  return count > 1 ? arena_printf(a, ", %zu times", count) : S("");
}

static void report_loss(const Doc *doc, const HtmlLoss *x, Severity severity, Diags *d) {
  Arena a = { 0 };
  Str more = times(&a, x->count);
  switch (x->kind) {
  case LOST_CONTENT:
    diag_at(d, severity, P_HTML_DROPPED, doc->source, x->at,
            "markdown.html in publish.yaml says what of HTML is published",
            "<%.*s> was left out with what is in it%.*s", STR(x->name), STR(more));
    break;
  case LOST_TAGS:
    diag_at(d, severity, P_HTML_DROPPED, doc->source, x->at,
            "markdown.html in publish.yaml says what of HTML is published",
            "<%.*s> was left out, the text in it stays%.*s", STR(x->name), STR(more));
    break;
  case LOST_FRAME:
    diag_at(d, severity, P_HTML_FRAME, doc->source, x->at,
            "to show it, name the host in publish.yaml: markdown: { embeds: [...] }",
            "what %.*s would show became a link%.*s", STR(x->name), STR(more));
    break;
  case LOST_UNKNOWN:
    diag_at(d, severity, P_HTML_UNKNOWN, doc->source, x->at, "put code into `backticks`",
            "<%.*s> is no HTML and has no end: it is shown as text%.*s", STR(x->name), STR(more));
    break;
  case LOST_HANDLER:
    diag_at(d, severity, P_HTML_ATTRIBUTE, doc->source, x->at, "pages run no scripts of articles",
            "the attribute '%.*s', which runs code, was left out%.*s", STR(x->name), STR(more));
    break;
  case LOST_ATTRIBUTE:
    diag_at(d, severity, P_HTML_ATTRIBUTE, doc->source, x->at,
            str_eqc(x->name, "class") ? "markdown.classes in publish.yaml says which may stay"
                                      : NULL,
            "the attribute '%.*s' was left out%.*s", STR(x->name), STR(more));
    break;
  }
  arena_free(&a);
}

void doc_report_losses(const Doc *doc, Severity severity, bool attributes, Diags *d) {
  for (size_t i = 0; i < doc->loss_count; i++)
    if ((doc->losses[i].kind == LOST_ATTRIBUTE) == attributes)
      report_loss(doc, &doc->losses[i], severity, d);
}

size_t doc_report_dropped(const Doc *doc, Severity severity, bool comments, Diags *d) {
  enum { SHOWN = 20 };
  size_t count = 0;
  for (size_t i = 0; i < doc->dropped_count; i++) {
    const Dropped *x = &doc->dropped[i];
    if (x->kind == DROP_COMMENT && !comments) continue;
    if (++count > SHOWN) continue;
    Range where = node_range(x->node);
    if (x->kind == DROP_URL)
      diag_at(d, severity, P_URL_SCHEME, doc->source, where, help_for(x->kind),
              "the scheme of the address '%.*s' is not allowed", STR(x->what));
    else
      report_html(doc, x, severity, d);
  }
  if (count > SHOWN)
    diag_file(d, severity, P_HTML_DROPPED, doc->source->path, NULL,
              "%zu more pieces of HTML or addresses were left out", count - SHOWN);
  return count;
}
