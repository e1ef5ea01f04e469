/* page_text.c -- one pass over the tags of a page. */
#include "cli/page_text.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/html_scan.h"
#include <stdlib.h>

enum { DEPTH = 256, HREF_MOST = 300 };

typedef struct {
  Str name;
  size_t part; /* of what stands in it */
  bool region; /* no named parts inside it */
  bool block, pre;
  Str href; /* of a link that is open */
} Open;

typedef struct {
  Arena *a;
  PageText *out;
  Buf texts[PAGE_PARTS], htmls[PAGE_PARTS], lines, line;
  Open stack[DEPTH];
  size_t depth, skipped; /* elements deeper than the stack */
  bool head;
} Scan;

/* -- lines -- */

static void end_line(Scan *s) {
  Str text = str_trim(buf_view(&s->line));
  size_t part = s->stack[s->depth].part;
  bool marks = text.n > 0;
  for (size_t i = 0; i < text.n && marks; i++) marks = strchr("-# ", text.p[i]) != NULL;
  if (text.n && !marks) {
    buf_str(&s->lines, text), buf_byte(&s->lines, '\n');
    buf_str(&s->texts[part], text), buf_byte(&s->texts[part], '\n');
  }
  buf_clear(&s->line);
}

static void put_char(Scan *s, uint32_t c) {
  char bytes[4];
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
  buf_add(&s->line, bytes, utf8_put(bytes, c));
}

/* "&amp;" and its like, at text.p[i]; how many bytes it has, 0 = it is none. */
static size_t reference(Scan *s, Str text, size_t i) {
  static const struct {
    const char *name;
    uint32_t c;
  } names[] = {
    { "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' }, { "nbsp;", 0xA0 }
  };
  Str rest = str_sub(text, i + 1, text.n);
  for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
    if (str_starts(rest, str_c(names[k].name))) {
      put_char(s, names[k].c);
      return 1 + strlen(names[k].name);
    }
  if (!str_starts(rest, S("#"))) return 0;
  bool hex = rest.n > 1 && (rest.p[1] | 0x20) == 'x';
  uint32_t c = 0;
  size_t k = hex ? 2 : 1, first = k;
  for (; k < rest.n && k < first + 8; k++) {
    char d = rest.p[k];
    if (d >= '0' && d <= '9')
      c = c * (hex ? 16 : 10) + (uint32_t)(d - '0');
    else if (hex && (d | 0x20) >= 'a' && (d | 0x20) <= 'f')
      c = c * 16 + (uint32_t)((d | 0x20) - 'a' + 10);
    else
      break;
  }
  if (k == first || k == rest.n || rest.p[k] != ';') return 0;
  put_char(s, c);
  return k + 2;
}

static void put_text(Scan *s, Str text) {
  bool pre = s->stack[s->depth].pre;
  for (size_t i = 0; i < text.n;) {
    char c = text.p[i];
    size_t used = c == '&' ? reference(s, text, i) : 0;
    if (used) {
      i += used;
      continue;
    }
    bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (pre && c == '\n')
      end_line(s);
    else if (blank && !pre) {
      if (s->line.n && s->line.p[s->line.n - 1] != ' ') buf_byte(&s->line, ' ');
    } else
      buf_byte(&s->line, c);
    i++;
  }
}

/* -- tags -- */

static bool one_of(Str name, const char *const *list) {
  for (size_t i = 0; list[i]; i++)
    if (str_eqc(name, list[i])) return true;
  return false;
}

static const char *const voids[] = { "area",  "base", "br",   "col",    "embed", "hr",  "img",
                                     "input", "link", "meta", "source", "track", "wbr", NULL };
static const char *const inlines[] = { "a",    "abbr",  "b",     "bdi",  "bdo",    "button", "cite",
                                       "code", "data",  "del",   "dfn",  "em",     "i",      "ins",
                                       "kbd",  "label", "mark",  "q",    "rp",     "rt",     "ruby",
                                       "s",    "samp",  "small", "span", "strong", "sub",    "sup",
                                       "time", "u",     "var",   NULL };
static const char *const landmarks[] = { "head",  "header", "nav",  "section",
                                         "aside", "footer", "form", NULL };
static const char *const raw[] = { "script", "style", "textarea", NULL };

/* The value of an attribute in a tag's inside; p NULL when it has none. */
static Str attribute(Str tag, const char *wanted) {
  size_t i = 0;
  while (i < tag.n && !strchr(" \t\n\r/", tag.p[i])) i++;
  while (i < tag.n) {
    while (i < tag.n && strchr(" \t\n\r/", tag.p[i])) i++;
    size_t from = i;
    while (i < tag.n && !strchr(" \t\n\r/=", tag.p[i])) i++;
    Str name = str_sub(tag, from, i), value = S("");
    if (i < tag.n && tag.p[i] == '=') {
      char quote = i + 1 < tag.n ? tag.p[i + 1] : 0;
      bool quoted = quote == '"' || quote == '\'';
      i += quoted ? 2 : 1;
      from = i;
      while (i < tag.n && (quoted ? tag.p[i] != quote : !strchr(" \t\n\r", tag.p[i]))) i++;
      value = str_sub(tag, from, i);
      i += quoted;
    }
    if (str_eqc(name, wanted)) return value;
    if (from == i) i++;
  }
  return (Str){ 0 };
}

static size_t part_named(Scan *s, Str label) {
  PageText *out = s->out;
  for (size_t i = 0; i < out->count; i++)
    if (str_eq(out->parts[i].label, label)) return i;
  if (out->count == PAGE_PARTS) return PAGE_PARTS - 1;
  out->parts[out->count].label = arena_str(s->a, label);
  return out->count++;
}

static Str first_word(Str s) {
  long blank = str_chr(s, ' ');
  return blank < 0 ? s : str_sub(s, 0, (size_t)blank);
}

/* Does the element begin a part of its own? */
static void settle_part(Scan *s, Open *o, Str tag) {
  const Open *parent = &s->stack[s->depth];
  o->part = parent->part;
  o->region = parent->region;
  if (parent->region) return;
  Str class = first_word(attribute(tag, "class"));
  bool notice = str_eqc(class, "notice"), named = one_of(o->name, landmarks) || notice;
  bool inner = str_eqc(o->name, "article") || str_eqc(o->name, "main");
  if (!named && !inner) return;
  o->region = named;
  Str parts[] = { o->name, class.n ? S(".") : S(""), class };
  o->part = part_named(s, notice ? S("notice") : arena_concat(s->a, parts, 3));
}

static void open_tag(Scan *s, Str name, Str tag, bool closed) {
  Open o = { .name = name, .pre = s->stack[s->depth].pre || str_eqc(name, "pre") };
  bool heading = name.n == 2 && name.p[0] == 'h' && name.p[1] >= '1' && name.p[1] <= '6';
  o.block = !one_of(name, inlines) && !str_eqc(name, "img");
  if (o.block) end_line(s);
  settle_part(s, &o, tag);
  if (str_eqc(name, "img")) {
    buf_c(&s->line, "![");
    put_text(s, attribute(tag, "alt"));
    buf_printf(&s->line, "](%.*s)", STR(str_sub(attribute(tag, "src"), 0, HREF_MOST)));
  }
  if (str_eqc(name, "input")) buf_printf(&s->line, "[%.*s]", STR(attribute(tag, "name")));
  if (closed || one_of(name, voids)) {
    if (o.block) end_line(s);
    return;
  }
  if (s->depth + 1 == DEPTH) {
    s->skipped++;
    return;
  }
  if (str_eqc(name, "a")) {
    o.href = attribute(tag, "href");
    if (o.href.p) buf_byte(&s->line, '[');
  }
  s->stack[++s->depth] = o;
  for (int i = 0; heading && i < name.p[1] - '0'; i++) buf_byte(&s->line, '#');
  if (heading) buf_byte(&s->line, ' ');
  if (str_eqc(name, "li")) buf_c(&s->line, "- ");
}

static void close_one(Scan *s) {
  const Open *o = &s->stack[s->depth];
  if (o->href.p) buf_printf(&s->line, "](%.*s)", STR(str_sub(o->href, 0, HREF_MOST)));
  if (o->block) end_line(s);
  s->depth--;
}

static void close_tag(Scan *s, Str name) {
  if (s->skipped) {
    s->skipped--;
    return;
  }
  size_t at = s->depth;
  while (at && !str_eq(s->stack[at].name, name)) at--;
  while (at && s->depth >= at) close_one(s);
}

static Str tag_name(Str inside) {
  size_t n = 0;
  while (n < inside.n && !strchr(" \t\n\r/>", inside.p[n])) n++;
  return str_sub(inside, 0, n);
}

/* Where "</name" begins behind i. */
static size_t raw_end(Str html, size_t i, Str name) {
  for (; i < html.n; i++)
    if (html.p[i] == '<' && i + 1 < html.n && html.p[i + 1] == '/' &&
        str_starts(str_sub(html, i + 2, html.n), name))
      return i;
  return html.n;
}

static void piece(Scan *s, Str bytes) {
  buf_str(&s->htmls[s->stack[s->depth].part], bytes);
}

/* Of the head readers see the title, and in lists of results the description. */
static void head_line(Scan *s, Str tag) {
  if (!str_eqc(attribute(tag, "name"), "description")) return;
  buf_c(&s->line, "description: ");
  put_text(s, attribute(tag, "content"));
  end_line(s);
}

static size_t take_tag(Scan *s, Str html, size_t i) {
  Str rest = str_sub(html, i, html.n);
  if (str_starts(rest, S("<!--"))) {
    long end = str_find(rest, S("-->"));
    return end < 0 ? html.n : i + (size_t)end + 3;
  }
  size_t end = html_tag_end(html, i, SIZE_MAX);
  if (str_starts(rest, S("<!"))) return end;
  Str tag = str_sub(html, i, end), inside = str_sub(html, i + 1, end - (html.p[end - 1] == '>'));
  bool in_head =
      s->stack[s->depth].name.n && str_eqc(s->out->parts[s->stack[s->depth].part].label, "head");
  if (str_starts(inside, S("/"))) {
    Str name = tag_name(str_sub(inside, 1, inside.n));
    piece(s, tag);
    close_tag(s, name);
    return end;
  }
  Str name = tag_name(inside);
  bool closed = str_ends(inside, S("/"));
  if (in_head && one_of(name, voids)) {
    piece(s, tag);
    head_line(s, inside);
    return end;
  }
  open_tag(s, name, inside, closed);
  piece(s, tag);
  if (closed || !one_of(name, raw)) return end;
  size_t stop = raw_end(html, end, name);
  piece(s, str_sub(html, end, stop));
  return stop;
}

void page_text(PageText *out, Arena *a, Str html) {
  Scan *s = mem_calloc(1, sizeof *s);
  *out = (PageText){ 0 };
  s->a = a;
  s->out = out;
  part_named(s, S("page"));
  for (size_t i = 0; i < html.n;) {
    char next = i + 1 < html.n ? (char)(html.p[i + 1] | 0x20) : 0;
    bool tag = html.p[i] == '<' && ((next >= 'a' && next <= 'z') || next == '/' || next == '!');
    if (tag) {
      i = take_tag(s, html, i);
      continue;
    }
    size_t end = i + 1;
    while (end < html.n && html.p[end] != '<') end++;
    piece(s, str_sub(html, i, end));
    put_text(s, str_sub(html, i, end));
    i = end;
  }
  end_line(s);
  for (size_t i = 0; i < out->count; i++) {
    out->parts[i].text = digest_of(buf_view(&s->texts[i]));
    out->parts[i].html = digest_of(buf_view(&s->htmls[i]));
  }
  out->text = buf_dup(&s->lines, a);
  for (size_t i = 0; i < PAGE_PARTS; i++) buf_free(&s->texts[i]), buf_free(&s->htmls[i]);
  buf_free(&s->lines);
  buf_free(&s->line);
  free(s);
}

const PagePart *page_part(const PageText *page, Str label) {
  for (size_t i = 0; i < page->count; i++)
    if (str_eq(page->parts[i].label, label)) return &page->parts[i];
  return NULL;
}
