/* wxr.c -- an export is fed to the parser; what is wrong with it is told, and reading goes on at
 * the next item. */
#include "import/wxr_private.h"

#include <stdio.h>

enum { TAG_MOST = 1 << 20 };

static const char wrap[] = "<rss><channel>";

static void tell_at(Diags *d, Code code, Str name, uint32_t line, const char *help,
                    const char *message) {
  Diag *r = diag_file(d, DIAG_ERROR, code, name, help, "%s", message);
  r->line = line;
  r->col = r->length = 1;
}

/* What made the parser stop, told. True: reading can go on at the next item. */
static bool judge(Wxr *x, Str name, bool quiet, Diags *d) {
  enum XML_Error error = XML_GetErrorCode(x->parser);
  uint32_t line = wxr_line(x);
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
  bool item = wxr_in_item(x);
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
  wxr_open_parser(x);
  x->first_line = f->newlines;
  f->fed = sizeof wrap - 1;
  XML_Parse(x->parser, wrap, (int)sizeof wrap - 1, 0);
  return true;
}

static void tell_cut_short(Wxr *x, const Feed *f) {
  x->counts->cut_short = true;
  if (x->where >= IN_ITEM) x->counts->lost++;
  if (f->quiet) return;
  bool item = wxr_in_item(x);
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
        tell_at(f->d, P_WXR_ENTITY, f->name, wxr_line(x), NULL,
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
  wxr_open_parser(&x);
  bool ok = feed(&x, &f);
  if (ok && !out->wxr) {
    diag_file(d, DIAG_ERROR, P_WXR_NONE, name,
              "a feed has only the newest articles; WordPress saves all under Tools, Export",
              out->rss ? "this is a feed, no export of WordPress"
                       : "this is XML, but no export of WordPress");
    ok = false;
  }
  if (ok) wxr_tell_site(&x);
  if (ok && !quiet) tell_flaws(text, name, d);
  if (x.parser) XML_ParserFree(x.parser);
  buf_free(&x.text);
  arena_free(&x.arena);
  arena_free(&x.channel);
  return ok && !x.stopped;
}
