/* liquid.c -- one walk over a body: tags, outputs, attribute lists, everything else. */
#include "import/liquid.h"

#include "base/buf.h"
#include "doc/html.h"
#include "import/claimed.h"

/* A tag or output is on a page of text at the most: so that what is never closed costs little. */
enum { MARK_BYTES = 4096, LIST_BYTES = 300 };

typedef struct {
  const LiquidHow *how;
  const Source *source;
  Arena *a;
  Str s;
  size_t body;
  size_t at;
  Buf out;
  bool changed;
  size_t line; /* where the line begins */
  Str open[4]; /* names of which no end is left in the text */
  size_t open_count;
  char fence; /* inside fenced code: its character */
  size_t fence_length;
} Walk;

static Str rest(const Walk *w) {
  return str_sub(w->s, w->at, w->s.n);
}

static long find_close(const Walk *w, Str mark) {
  return str_find(str_sub(w->s, w->at, w->at + MARK_BYTES), mark);
}

static void report(Walk *w, const char *topic, Str name, const char *advice) {
  left_add(w->how->left, DIAG_WARNING, topic, name, w->source, w->at, "%s", advice);
}

/* Replaces the next `length` bytes. */
static void replace(Walk *w, size_t length, Str with) {
  buf_str(&w->out, with);
  w->at += length;
  w->changed = true;
}

static void keep(Walk *w, size_t length) {
  buf_str(&w->out, str_sub(w->s, w->at, w->at + length));
  w->at += length;
}

/* The first word, without quotes; *more is behind it. */
static Str first_word(Str s, Str *more) {
  s = str_trim(s);
  size_t end = 0;
  if (s.n && (s.p[0] == '"' || s.p[0] == '\'')) {
    long close = str_chr(str_sub(s, 1, s.n), s.p[0]);
    if (close >= 0) {
      *more = str_trim(str_sub(s, (size_t)close + 2, s.n));
      return str_sub(s, 1, (size_t)close + 1);
    }
  }
  while (end < s.n && !strchr(" \t\r\n|", s.p[end])) end++;
  *more = str_trim(str_sub(s, end, s.n));
  return str_sub(s, 0, end);
}

/* -- {% tags %} -- */

static bool search_end(Str s, size_t from, const char *name, size_t *begin, size_t *end) {
  for (size_t i = from; i + 1 < s.n; i++) {
    if (s.p[i] != '{' || s.p[i + 1] != '%') continue;
    long close = str_find(str_sub(s, i, i + MARK_BYTES), S("%}"));
    if (close < 0) continue;
    Str inside = str_sub(s, i + 2, i + (size_t)close), more;
    if (str_starts(inside, S("-"))) inside = str_sub(inside, 1, inside.n);
    if (str_ends(inside, S("-"))) inside = str_sub(inside, 0, inside.n - 1);
    Str word = first_word(inside, &more);
    if (!str_starts(word, S("end")) || !str_eqc(str_sub(word, 3, word.n), name)) continue;
    *begin = i;
    *end = i + (size_t)close + 2;
    return true;
  }
  return false;
}

/* Where `{% endNAME %}` begins and ends, counted from `from`. What is not found once is not
 * looked for again. */
static bool find_end(Walk *w, size_t from, const char *name, size_t *begin, size_t *end) {
  for (size_t i = 0; i < w->open_count; i++)
    if (str_eqc(w->open[i], name)) return false;
  if (search_end(w->s, from, name, begin, end)) return true;
  w->open[w->open_count++] = str_c(name);
  return false;
}

/* The longest run of backticks, so that a longer one can stand around it. */
static size_t backticks(Str s) {
  size_t most = 0, run = 0;
  for (size_t i = 0; i < s.n; i++) {
    run = s.p[i] == '`' ? run + 1 : 0;
    if (run > most) most = run;
  }
  return most;
}

static bool blank(char c) {
  return c == ' ' || c == '\t';
}

/* Is this line code by its indent? */
static bool indented(const Walk *w) {
  return w->line + 1 < w->s.n &&
         (w->s.p[w->line] == '\t' || str_starts(str_sub(w->s, w->line, w->s.n), S("    ")));
}

static bool at_line_start(const Walk *w) {
  for (size_t i = w->at; i > w->body; i--) {
    if (w->s.p[i - 1] == '\n') return true;
    if (w->s.p[i - 1] != ' ' && w->s.p[i - 1] != '\t') return false;
  }
  return true;
}

static bool highlight(Walk *w, size_t tag, Str arguments) {
  size_t begin, end;
  Str more, language = first_word(arguments, &more);
  if (!find_end(w, w->at + tag, "highlight", &begin, &end)) return false;
  Str code = str_sub(w->s, w->at + tag, begin);
  /* Liquid's raw inside was there to protect the code from Liquid. */
  Str inner = str_trim(code);
  if (str_starts(inner, S("{% raw %}")) && str_ends(inner, S("{% endraw %}")))
    code = str_sub(inner, 9, inner.n - 12);
  Buf b = { 0 };
  if (!w->how->kramdown || !at_line_start(w)) {
    buf_c(&b, "<pre><code>");
    html_escape(&b, code);
    buf_c(&b, "</code></pre>");
  } else {
    size_t ticks = backticks(code);
    ticks = ticks < 3 ? 3 : ticks + 1;
    for (size_t i = 0; i < ticks; i++) buf_byte(&b, '`');
    buf_str(&b, language);
    if (!code.n || (code.p[0] != '\n' && code.p[0] != '\r')) buf_byte(&b, '\n');
    while (code.n && strchr(" \t", code.p[code.n - 1])) code.n--;
    buf_str(&b, code);
    if (!code.n || code.p[code.n - 1] != '\n') buf_byte(&b, '\n');
    for (size_t i = 0; i < ticks; i++) buf_byte(&b, '`');
    /* A fence ends its line. */
    if (end < w->s.n && w->s.p[end] != '\n' && w->s.p[end] != '\r') buf_byte(&b, '\n');
  }
  replace(w, end - w->at, buf_dup(&b, w->a));
  buf_free(&b);
  return true;
}

static bool comment(Walk *w, size_t tag) {
  size_t begin, end;
  if (!find_end(w, w->at + tag, "comment", &begin, &end)) return false;
  Str text = str_sub(w->s, w->at + tag, begin);
  bool safe = str_find(text, S("--")) < 0 && !str_ends(text, S("-"));
  replace(w, end - w->at, safe ? arena_printf(w->a, "<!--%.*s-->", STR(text)) : S(""));
  return true;
}

static bool link_to(Walk *w, size_t tag, bool post, Str arguments) {
  Str more, name = first_word(arguments, &more);
  Str target = w->how->target(w->how->context, post, name, w->a);
  if (target.n) {
    replace(w, tag, target);
    return true;
  }
  report(w, "Links to posts and files that are not there", name, "mend the link by hand");
  return false;
}

static void tag(Walk *w) {
  long close = find_close(w, S("%}"));
  if (close < 0) {
    keep(w, 2);
    return;
  }
  size_t length = (size_t)close + 2, begin, end;
  Str inside = str_sub(w->s, w->at + 2, w->at + (size_t)close), arguments;
  if (str_starts(inside, S("-"))) inside = str_sub(inside, 1, inside.n);
  if (str_ends(inside, S("-"))) inside = str_sub(inside, 0, inside.n - 1);
  Str name = first_word(inside, &arguments);
  if (str_eqc(name, "raw")) {
    if (find_end(w, w->at + length, "raw", &begin, &end))
      keep(w, end - w->at);
    else
      keep(w, length);
    return;
  }
  if (str_eqc(name, "highlight") && highlight(w, length, arguments)) return;
  if (str_eqc(name, "comment") && comment(w, length)) return;
  bool post = str_eqc(name, "post_url");
  if (post || str_eqc(name, "link")) {
    if (!link_to(w, length, post, arguments)) keep(w, length);
    return;
  }
  if (str_starts(name, S("end")) || str_eqc(name, "else") || str_eqc(name, "elsif") ||
      str_eqc(name, "when")) {
    keep(w, length);
    return;
  }
  Str more, file = first_word(arguments, &more);
  if (claimed_name(name) || (str_eqc(name, "include") && claimed_include(file))) {
    keep(w, length);
    return;
  }
  Str shown = arena_printf(w->a, "{%% %.*s %%}", STR(name));
  if (str_starts(name, S("include")))
    shown = arena_printf(w->a, "{%% %.*s %.*s %%}", STR(name), STR(file));
  report(w, "Liquid tags", shown, CLAIMED_NOT);
  keep(w, length);
}

/* -- {{ outputs }} -- */

static const Value *lookup(const Walk *w, Str name) {
  const Value *root = str_starts(name, S("site."))   ? w->how->site
                      : str_starts(name, S("page.")) ? w->how->page
                                                     : NULL;
  return root ? value_path(root, arena_cstr(w->a, str_sub(name, 5, name.n))) : NULL;
}

static bool scalar(const Value *v) {
  return v && v->kind != VALUE_LIST && v->kind != VALUE_MAP && v->kind != VALUE_NULL;
}

/* Does an address go on behind this output: a path, or another output of the site's address? */
static bool address_goes_on(const Walk *w, size_t length) {
  Str next = str_sub(w->s, w->at + length, w->s.n);
  if (str_starts(next, S("/"))) return true;
  if (!str_starts(next, S("{"))) return false;
  long close = str_chr(next, '}');
  Str inside = str_sub(next, 0, close < 0 ? 0 : (size_t)close);
  return str_find(inside, S("baseurl")) >= 0 || str_find(inside, S("post_url")) >= 0 ||
         str_find(inside, S("link ")) >= 0 || str_find(inside, S("page.url")) >= 0;
}

/* Filters that only make an address of a path. */
static bool address_filter(Str filter) {
  Str more, name = first_word(filter, &more);
  if (str_eqc(name, "relative_url") || str_eqc(name, "absolute_url")) return !more.n;
  if (str_starts(filter, S("prepend:")) || str_starts(filter, S("prepend :"))) {
    Str value = str_trim(str_sub(filter, (size_t)str_chr(filter, ':') + 1, filter.n));
    return str_eqc(value, "site.baseurl") || str_eqc(value, "site.url");
  }
  return false;
}

/* What an output stands for. False: nobody knows before the site is built. */
static bool output_value(Walk *w, Str inside, size_t length, Str *value) {
  Str parts = inside, filter, more;
  long bar = str_chr(inside, '|');
  Str head = str_trim(bar < 0 ? inside : str_sub(inside, 0, (size_t)bar));
  bool quoted = head.n > 1 && (head.p[0] == '"' || head.p[0] == '\''), filters = bar >= 0;
  if (quoted && head.p[head.n - 1] != head.p[0]) return false;
  if (filters) {
    parts = str_sub(inside, (size_t)bar + 1, inside.n);
    while (str_split(&parts, '|', &filter))
      if (!address_filter(str_trim(filter))) return false;
  }
  if (quoted) {
    *value = first_word(head, &more);
    if (filters && !str_starts(*value, S("/"))) *value = arena_printf(w->a, "/%.*s", STR(*value));
    return true;
  }
  if (str_eqc(head, "site.baseurl") || str_eqc(head, "site.url")) {
    bool host = str_eqc(head, "site.url");
    *value = address_goes_on(w, length) ? S("") : host ? w->how->url : w->how->base;
    return true;
  }
  const Value *v = lookup(w, head);
  if (!scalar(v)) return false;
  *value = value_str(v, w->a);
  return true;
}

static void output(Walk *w) {
  long close = find_close(w, S("}}"));
  if (close < 0) {
    keep(w, 2);
    return;
  }
  size_t length = (size_t)close + 2;
  Str inside = str_trim(str_sub(w->s, w->at + 2, w->at + (size_t)close)), value;
  /* Hugo's and other tools' forms. */
  if (str_starts(inside, S("<")) || str_starts(inside, S("%")) || str_chr(inside, '\n') >= 0) {
    keep(w, 2);
    return;
  }
  if (output_value(w, inside, length, &value)) {
    replace(w, length, value);
    return;
  }
  report(w, "Liquid outputs", str_sub(w->s, w->at, w->at + length),
         "it would be shown as it is: write what it stood for");
  keep(w, length);
}

/* -- kramdown -- */

/* Does it look like one: classes, ids, references, key="value"? */
static bool is_list(Str s) {
  if (s.n && s.p[0] == ':') return true; /* an extension: {::options ... /} */
  for (size_t i = 0; i < s.n;) {
    while (i < s.n && blank(s.p[i])) i++;
    size_t from = i;
    while (i < s.n && !blank(s.p[i]) && s.p[i] != '=') {
      char c = s.p[i];
      bool sign = i == from && (c == '.' || c == '#');
      bool word = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
                  (unsigned char)c >= 0x80 || strchr("-_.:#", c);
      if (!sign && !word) return false;
      i++;
    }
    if (i >= s.n || s.p[i] != '=') continue;
    char quote = i + 1 < s.n ? s.p[i + 1] : 0;
    if (i == from || (quote != '"' && quote != '\'')) return false;
    for (i += 2; i < s.n && s.p[i] != quote;) i++;
    i++;
  }
  return true;
}

/* `{: .class #id key="value"}`, `{:toc}`, `{::nomarkdown}`. */
static bool attributes(Walk *w) {
  Str s = rest(w);
  size_t end = 2;
  while (end < s.n && end < LIST_BYTES && s.p[end] != '}' && s.p[end] != '\n') end++;
  if (end >= s.n || s.p[end] != '}' || !is_list(str_sub(s, 2, end)) || indented(w)) return false;
  end++;
  Str list = str_sub(s, 0, end);
  bool toc = str_eqc(list, "{:toc}") || str_find(list, S("toc")) == 2;
  report(w, "kramdown attributes", toc ? S("{:toc}") : list,
         toc ? "the theme shows an outline by itself where an article is long"
             : "publish has none: style by element or by directive");
  bool alone = at_line_start(w) && (end >= s.n || s.p[end] == '\n' || s.p[end] == '\r');
  if (alone) {
    /* Without its line; and of a table of contents without the item it stands at. */
    while (w->out.n && (w->out.p[w->out.n - 1] == ' ' || w->out.p[w->out.n - 1] == '\t'))
      w->out.n--;
    if (end < s.n && s.p[end] == '\r') end++;
    if (end < s.n && s.p[end] == '\n') end++;
    if (toc) {
      size_t from = w->out.n;
      if (from) from--;
      while (from && w->out.p[from - 1] != '\n') from--;
      Str line = str_sub(buf_view(&w->out), from, w->out.n);
      if (line.n && strchr("*-+1", line.p[0])) w->out.n = from;
    }
  }
  replace(w, end, S(""));
  return true;
}

/* At the start of a line: does it open or close a fence? */
static void fence(Walk *w) {
  Str s = rest(w);
  size_t blanks = 0, n;
  while (blanks < s.n && blanks < 3 && s.p[blanks] == ' ') blanks++;
  char c = blanks < s.n ? s.p[blanks] : 0;
  if (c != '`' && c != '~') return;
  for (n = 0; blanks + n < s.n && s.p[blanks + n] == c;) n++;
  if (n < 3) return;
  if (!w->fence) {
    w->fence = c;
    w->fence_length = n;
  } else if (c == w->fence && n >= w->fence_length) {
    w->fence = 0;
  }
}

/* A code span is kept whole. */
static bool code_span(Walk *w) {
  Str s = rest(w);
  size_t n = 0;
  while (n < s.n && s.p[n] == '`') n++;
  for (size_t i = n; i < s.n;) {
    size_t run = 0;
    while (i + run < s.n && s.p[i + run] == '`') run++;
    if (run == n) {
      Str span = str_sub(s, 0, i + n);
      if (liquid_has(span)) break;
      keep(w, i + n);
      return true;
    }
    if (s.p[i] == '\n' && i + 1 < s.n && (s.p[i + 1] == '\n' || s.p[i + 1] == '\r')) break;
    i += run ? run : 1;
  }
  keep(w, n);
  return true;
}

bool liquid_has(Str text) {
  for (size_t i = 0; i + 1 < text.n; i++)
    if (text.p[i] == '{' && (text.p[i + 1] == '%' || text.p[i + 1] == '{')) return true;
  return false;
}

bool liquid_convert(Str *out, Arena *a, const Source *source, size_t body, const LiquidHow *how) {
  Walk w = {
    .how = how, .source = source, .a = a, .s = source->text, .body = body, .at = body, .line = body
  };
  bool start = true;
  while (w.at < w.s.n) {
    char c = w.s.p[w.at], next = w.at + 1 < w.s.n ? w.s.p[w.at + 1] : 0;
    if (start) w.line = w.at;
    if (start && how->kramdown) fence(&w);
    start = c == '\n';
    if (c == '{' && next == '%')
      tag(&w);
    else if (c == '{' && next == '{')
      output(&w);
    else if (c == '{' && next == ':' && how->kramdown && !w.fence && attributes(&w))
      start = w.at > body && w.s.p[w.at - 1] == '\n';
    else if (c == '`' && how->kramdown && !w.fence)
      code_span(&w);
    else
      keep(&w, 1);
  }
  if (w.changed) *out = buf_dup(&w.out, a);
  buf_free(&w.out);
  return w.changed;
}
