/* sitemap.c -- a stream of bytes to a list of addresses. */
#include "import/sitemap.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "intake/lines.h"
#include <expat.h>
#include <sys/stat.h>

enum { DEPTH = 32, NAME = 24, PROBLEMS = 20 };

typedef enum { FORM_UNKNOWN, FORM_XML, FORM_LIST } Form;

typedef struct {
  OldAddresses *out;
  Diags *d;
  Str name;
  Form form;
  Buf line; /* of a list, or the text of <loc> */
  uint64_t number;
  bool too_long;
  size_t problems;
  /* XML */
  XML_Parser xml;
  char names[DEPTH][NAME]; /* local names of the open elements, cut */
  size_t depth;
  bool in_loc, index, failed, root_seen;
  Str *parts; /* of an index: addresses of sitemaps, NULL when none is wanted */
  size_t part_count, part_cap;
} Reading;

static bool wrong(Reading *r, uint64_t line, const char *help, const char *what) {
  r->failed = true;
  if (r->problems++ >= PROBLEMS) return false;
  Diag *diag = line ? diag_file(r->d, DIAG_ERROR, P_SITEMAP, r->name, help, "line %llu: %s",
                                (unsigned long long)line, what)
                    : diag_file(r->d, DIAG_ERROR, P_SITEMAP, r->name, help, "%s", what);
  diag->blame = EXIT_USAGE;
  return false;
}

static bool add(Reading *r, Str address, uint64_t line) {
  OldAddresses *out = r->out;
  if (map_has(&out->seen, address)) return true;
  if (out->count == SITEMAP_ADDRESSES)
    return wrong(r, 0, "split the list", "there are more than 2,000,000 addresses");
  out->items = arena_grow(&out->arena, out->items, out->count, &out->cap, sizeof *out->items);
  Str kept = arena_str(&out->arena, address);
  out->items[out->count++] = (OldAddress){ kept, r->name, line };
  map_put(&out->seen, kept, (void *)(uintptr_t)1);
  return true;
}

static bool looks_like_address(Str s) {
  bool ok = str_starts(s, S("http://")) || str_starts(s, S("https://")) || str_starts(s, S("/"));
  for (size_t i = 0; i < s.n && ok; i++) ok = (unsigned char)s.p[i] > ' ' && s.p[i] != 0x7F;
  return ok && utf8_check(s) == s.n;
}

static bool take(Reading *r, uint64_t line) {
  Str text = str_trim(buf_view(&r->line));
  if (r->too_long) return wrong(r, line, NULL, "an address has more than 8192 bytes");
  if (!looks_like_address(text))
    return wrong(r, line, "one address a line: https://... or a path that begins with '/'",
                 "this is no address");
  return add(r, text, line);
}

static void collect(Reading *r, const char *p, size_t n) {
  if (r->line.n + n > SITEMAP_LONGEST) {
    r->too_long = true;
    n = SITEMAP_LONGEST - r->line.n;
  }
  buf_add(&r->line, p, n);
}

/* -- lists -- */

static void end_line(Reading *r) {
  Str text = str_trim(buf_view(&r->line));
  r->number++;
  if (r->number == 1 && str_starts(text, S("\xEF\xBB\xBF"))) {
    Str rest = str_sub(text, 3, text.n);
    memmove(r->line.p, rest.p, rest.n);
    r->line.n = rest.n;
    text = str_trim(buf_view(&r->line));
  }
  if (text.n && text.p[0] != '#') take(r, r->number);
  buf_clear(&r->line);
  r->too_long = false;
}

static void list_bytes(Reading *r, Str piece) {
  for (size_t i = 0; i < piece.n;) {
    const char *end = memchr(piece.p + i, '\n', piece.n - i);
    size_t n = end ? (size_t)(end - piece.p) - i : piece.n - i;
    collect(r, piece.p + i, n);
    i += n + (end != NULL);
    if (end) end_line(r);
  }
}

/* -- XML -- */

static const char *local(const char *name) {
  const char *bar = strrchr(name, '|');
  return bar ? bar + 1 : name;
}

/* Everything behind the last '|' is the local name, in front of it the name space. */
static bool same_space(const char *a, const char *b) {
  const char *x = strrchr(a, '|'), *y = strrchr(b, '|');
  size_t n = x ? (size_t)(x - a) : 0, m = y ? (size_t)(y - b) : 0;
  return n == m && memcmp(a, b, n) == 0;
}

static uint64_t xml_line(const Reading *r) {
  return (uint64_t)XML_GetCurrentLineNumber(r->xml);
}

static void stop(Reading *r, const char *help, const char *what) {
  if (!r->failed) wrong(r, xml_line(r), help, what);
  r->failed = true;
  XML_StopParser(r->xml, XML_FALSE);
}

static const char SPACE[] = "http://www.sitemaps.org/schemas/sitemap/0.9|x";

static void on_start(void *context, const char *name, const char **attributes) {
  Reading *r = context;
  (void)attributes;
  const char *word = local(name);
  if (r->depth == DEPTH) {
    stop(r, NULL, "elements are nested more than 32 deep");
    return;
  }
  if (r->depth == 0) {
    r->root_seen = strcmp(word, "urlset") == 0 || strcmp(word, "sitemapindex") == 0;
    r->index = strcmp(word, "sitemapindex") == 0;
    if (!r->root_seen)
      stop(r, "a sitemap begins with <urlset> or <sitemapindex>", "this XML is no sitemap");
  }
  size_t n = strlen(word);
  if (n >= NAME) n = NAME - 1;
  memcpy(r->names[r->depth], word, n);
  r->names[r->depth][n] = '\0';
  /* Pictures and videos have a <loc> as well, in name spaces of their own. */
  const char *parent = r->depth ? r->names[r->depth - 1] : "";
  bool ours = same_space(name, SPACE) || !strchr(name, '|');
  r->in_loc = r->depth == 2 && ours && strcmp(word, "loc") == 0 &&
              strcmp(parent, r->index ? "sitemap" : "url") == 0;
  if (r->in_loc) buf_clear(&r->line), r->too_long = false;
  r->depth++;
}

static void add_part(Reading *r) {
  OldAddresses *out = r->out;
  if (r->part_count == SITEMAP_FILES) {
    stop(r, NULL, "the index names more than 50,000 sitemaps");
    return;
  }
  r->parts = arena_grow(&out->arena, r->parts, r->part_count, &r->part_cap, sizeof *r->parts);
  r->parts[r->part_count++] = arena_str(&out->arena, str_trim(buf_view(&r->line)));
}

static void on_end(void *context, const char *name) {
  Reading *r = context;
  (void)name;
  r->depth--;
  if (!r->in_loc) return;
  r->in_loc = false;
  if (r->index)
    add_part(r);
  else if (!take(r, xml_line(r)) && r->out->count == SITEMAP_ADDRESSES)
    XML_StopParser(r->xml, XML_FALSE);
}

static void on_text(void *context, const char *text, int n) {
  Reading *r = context;
  if (r->in_loc) collect(r, text, (size_t)n);
}

static void on_entity(void *context, const char *name, int parameter, const char *value, int length,
                      const char *base, const char *system, const char *public,
                      const char *notation) {
  (void)name, (void)parameter, (void)value, (void)length, (void)base, (void)system;
  (void)public, (void)notation;
  stop(context, "take out the <!DOCTYPE ...>", "entities of the document's own are refused");
}

static bool open_xml(Reading *r) {
  r->xml = XML_ParserCreateNS(NULL, '|');
  if (!r->xml) {
    diag_machine(r->d, P_MACHINE, NULL, "out of memory for an XML parser");
    return false;
  }
  XML_SetUserData(r->xml, r);
  XML_SetElementHandler(r->xml, on_start, on_end);
  XML_SetCharacterDataHandler(r->xml, on_text);
  XML_SetEntityDeclHandler(r->xml, on_entity);
  XML_SetHashSalt(r->xml, 1); /* nothing of it decides an order; and no random source is asked */
  return true;
}

static bool xml_bytes(Reading *r, Str piece, bool last) {
  if (XML_Parse(r->xml, piece.p, (int)piece.n, last) != XML_STATUS_ERROR)
    return !r->failed || !last;
  if (!r->failed || XML_GetErrorCode(r->xml) != XML_ERROR_ABORTED)
    wrong(r, xml_line(r), "is it whole? Fetch it again", XML_ErrorString(XML_GetErrorCode(r->xml)));
  return false;
}

/* -- both -- */

/* Which form it is shows at the first byte that is no blank. */
static Form form_of(Str text) {
  Str bom = S("\xEF\xBB\xBF");
  size_t i = str_starts(text, bom) ? bom.n : 0;
  if (i == 0 && text.n >= 2 &&
      (memcmp(text.p, "\xFF\xFE", 2) == 0 || memcmp(text.p, "\xFE\xFF", 2) == 0))
    return FORM_XML;
  while (i < text.n &&
         (text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '\r' || text.p[i] == '\t'))
    i++;
  return i == text.n ? FORM_UNKNOWN : text.p[i] == '<' ? FORM_XML : FORM_LIST;
}

/* False: it is of no use to go on. */
static bool feed(Reading *r, Str piece) {
  if (r->form == FORM_UNKNOWN) {
    r->form = form_of(piece);
    if (r->form == FORM_XML) {
      if (!open_xml(r)) return false;
      /* An XML declaration stands at the very beginning; blanks in front of it are common. */
      while (piece.n && strchr(" \t\r\n", piece.p[0])) piece = str_sub(piece, 1, piece.n);
    }
  }
  if (r->form == FORM_XML) return xml_bytes(r, piece, false);
  list_bytes(r, piece);
  return true;
}

static bool finish(Reading *r) {
  if (r->form == FORM_XML) return xml_bytes(r, S(""), true);
  if (r->line.n) end_line(r);
  return !r->failed;
}

static void close_reader(Reading *r) {
  if (r->xml) XML_ParserFree(r->xml);
  buf_free(&r->line);
}

static bool read_file(Reading *r, const char *path) {
  Lines *lines;
  bool ok = lines_open(&lines, path, NULL, 0, r->d), fed = ok;
  Str piece = S("");
  while (ok && fed) {
    ok = lines_piece(lines, &piece, r->d);
    if (!ok || !piece.n) break;
    fed = feed(r, piece);
  }
  lines_close(lines);
  return ok && fed && finish(r);
}

/* The sitemaps of an index lie beside it: "https://example.org/map/posts.xml?x" is posts.xml. */
static bool read_parts(OldAddresses *out, const Reading *index, const char *path, Diags *d) {
  Str folder = str_dir(str_c(path));
  bool ok = true;
  for (size_t i = 0; i < index->part_count; i++) {
    Str address = index->parts[i];
    for (size_t k = 0; k < address.n; k++)
      if (address.p[k] == '?' || address.p[k] == '#') address.n = k;
    Str name = str_base(address), file;
    bool odd = !name.n || str_eqc(name, "..") || str_eqc(name, ".") || str_eqc(name, "-");
    struct stat st;
    file = arena_printf(&out->arena, "%.*s%s%.*s", STR(folder), folder.n ? "/" : "", STR(name));
    Reading part = { .out = out, .d = d, .name = file };
    Diags said = { 0 };
    part.d = &said;
    /* A pipe there would be waited for without end. */
    odd = odd || (stat(file.p, &st) == 0 && !S_ISREG(st.st_mode));
    bool read = !odd && strlen(file.p) == file.n && read_file(&part, file.p);
    if (!read && !said.count)
      wrong(&part, 0, NULL, "this part of the index has no name that a file could have");
    if (read && part.index) {
      read = wrong(&part, 0, "give its parts instead", "an index within an index is not followed");
    }
    for (size_t k = 0; k < said.count; k++)
      if (said.items[k].code == P_INTAKE_FILE && said.items[k].blame == EXIT_USAGE)
        diag_help(&said, &said.items[k], "fetch %.*s to there; nothing is fetched by itself",
                  STR(index->parts[i]));
    diags_append(d, &said);
    diags_free(&said);
    close_reader(&part);
    ok = ok && read;
  }
  return ok;
}

bool old_addresses_read(OldAddresses *out, const char *path, Diags *d) {
  Reading r = { .out = out, .d = d, .name = arena_str(&out->arena, str_c(path)) };
  bool ok = read_file(&r, path);
  if (ok && r.index) ok = read_parts(out, &r, path, d);
  close_reader(&r);
  return ok;
}

bool old_addresses_parse(OldAddresses *out, Str name, Str text, Diags *d) {
  Reading r = { .out = out, .d = d, .name = arena_str(&out->arena, name) };
  bool ok = feed(&r, text) && finish(&r);
  if (ok && r.index) ok = wrong(&r, 0, NULL, "an index names sitemaps, not pages");
  close_reader(&r);
  return ok;
}

void old_addresses_free(OldAddresses *list) {
  map_free(&list->seen);
  arena_free(&list->arena);
  *list = (OldAddresses){ 0 };
}
