/* template_xss.c -- data never makes a tag or an attribute.
 *
 * The oracle is a tokenizer of HTML5 written from the standard, knowing nothing
 * of context.c. A template is rendered with harmless data and with hostile data;
 * both must give the same tags, attribute names and numbers of tokens, and the
 * data must come back as it went in, unless it was refused as an address. */
#include "template_rig.h"

#include "base/utf8.h"

/* -- the oracle -- */

typedef struct {
  Buf shape; /* tags and attribute names, in order */
  Buf text;  /* all text, decoded */
  Buf urls;  /* values of href and src, decoded, one a line */
} Tokens;

static bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
static char low(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static void decode(Buf *out, Str s) {
  static const struct {
    const char *name, *text;
  } named[] = { { "lt", "<" }, { "gt", ">" }, { "amp", "&" }, { "quot", "\"" }, { "colon", ":" } };
  for (size_t i = 0; i < s.n; i++) {
    long end = s.p[i] == '&' ? str_chr(str_sub(s, i, s.n), ';') : -1;
    if (end < 2 || end > 10) {
      buf_byte(out, s.p[i]);
      continue;
    }
    Str name = str_sub(s, i + 1, i + (size_t)end);
    bool done = false;
    for (size_t k = 0; k < sizeof named / sizeof named[0] && !done; k++)
      if (str_eqc(name, named[k].name)) {
        buf_c(out, named[k].text);
        done = true;
      }
    if (!done && name.p[0] == '#') {
      char digits[16] = "", utf8[4];
      memcpy(digits, name.p + 1, name.n - 1);
      bool hex = low(digits[0]) == 'x';
      uint32_t cp = (uint32_t)strtoul(digits + hex, NULL, hex ? 16 : 10);
      buf_add(out, utf8, utf8_put(utf8, cp ? cp : 0xFFFD));
      done = true;
    }
    if (done)
      i += (size_t)end;
    else
      buf_byte(out, '&');
  }
}

static bool raw_element(Str name, bool *rcdata) {
  static const char *const raw[] = { "script",  "style",    "xmp",      "iframe",
                                     "noembed", "noframes", "noscript", "plaintext" };
  *rcdata = str_eqc(name, "title") || str_eqc(name, "textarea");
  for (size_t i = 0; i < sizeof raw / sizeof raw[0]; i++)
    if (str_eqc(name, raw[i])) return true;
  return *rcdata;
}

/* One tag from its name on; returns where it ends. */
static size_t tag(Tokens *t, Str s, size_t i, Buf *name, bool closing) {
  buf_clear(name);
  while (i < s.n && !blank(s.p[i]) && s.p[i] != '/' && s.p[i] != '>') buf_byte(name, low(s.p[i++]));
  buf_printf(&t->shape, "<%s%.*s", closing ? "/" : "", STR(buf_view(name)));
  for (;;) {
    while (i < s.n && (blank(s.p[i]) || s.p[i] == '/')) i++;
    if (i >= s.n || s.p[i] == '>') break;
    size_t from = i++;
    while (i < s.n && !blank(s.p[i]) && s.p[i] != '/' && s.p[i] != '>' && s.p[i] != '=') i++;
    Str attribute = str_sub(s, from, i);
    buf_printf(&t->shape, " %.*s", STR(attribute));
    while (i < s.n && blank(s.p[i])) i++;
    if (i >= s.n || s.p[i] != '=') continue;
    i++;
    while (i < s.n && blank(s.p[i])) i++;
    if (i >= s.n) break;
    char quote = s.p[i] == '"' || s.p[i] == '\'' ? s.p[i++] : 0;
    from = i;
    while (i < s.n && (quote ? s.p[i] != quote : !blank(s.p[i]) && s.p[i] != '>')) i++;
    bool url = str_eqc(attribute, "href") || str_eqc(attribute, "src");
    decode(url ? &t->urls : &t->text, str_sub(s, from, i));
    buf_byte(url ? &t->urls : &t->text, '\n');
    if (quote && i < s.n) i++;
  }
  buf_c(&t->shape, ">");
  return i < s.n ? i + 1 : i;
}

static void tokenize(Tokens *t, Str s) {
  Buf name = { 0 };
  for (size_t i = 0; i < s.n;) {
    char next = i + 1 < s.n ? s.p[i + 1] : 0;
    bool letter = low(next) >= 'a' && low(next) <= 'z';
    if (s.p[i] == '<' && next == '!') {
      long end = str_find(str_sub(s, i, s.n),
                          str_starts(str_sub(s, i, s.n), S("<!--")) ? S("-->") : S(">"));
      buf_c(&t->shape, "<!>");
      i = end < 0 ? s.n : i + (size_t)end + 1;
    } else if (s.p[i] == '<' && (letter || next == '?' || next == '/')) {
      bool closing = next == '/';
      i = tag(t, s, i + 1 + closing, &name, closing);
      bool rcdata;
      if (closing || !raw_element(buf_view(&name), &rcdata)) continue;
      size_t from = i; /* up to its end tag */
      while (i < s.n) {
        Str rest = str_sub(s, i, s.n);
        if (rest.n > name.n + 1 && rest.p[0] == '<' && rest.p[1] == '/' &&
            str_eq_nocase(str_sub(rest, 2, 2 + name.n), buf_view(&name)) &&
            (rest.n == name.n + 2 || blank(rest.p[name.n + 2]) || strchr("/>", rest.p[name.n + 2])))
          break;
        i++;
      }
      Str inside = str_sub(s, from, i);
      if (rcdata)
        decode(&t->text, inside);
      else
        buf_str(&t->text, inside);
    } else {
      size_t from = i++;
      while (i < s.n && s.p[i] != '<') i++;
      decode(&t->text, str_sub(s, from, i));
    }
  }
  buf_free(&name);
}

static void tokens_free(Tokens *t) {
  buf_free(&t->shape);
  buf_free(&t->text);
  buf_free(&t->urls);
}

/* -- places where data may stand -- */

static const char *const places[] = {
  "<p>{{ x.a }}</p>",
  "<p title=\"{{ x.a }}\">t</p>",
  "<p title='{{ x.a }}'>t</p>",
  "<p title='a {{ x.a }} b' class=\"{{ x.a }}{{ x.a }}\">t</p>",
  "<title>{{ x.a }}</title><p>t</p>",
  "<textarea>{{ x.a }}</textarea><p>t</p>",
  "<noscript><p title=\"{{ x.a }}\">{{ x.a }}</p></noscript>",
  "<a href=\"{{ x.a }}\">t</a>",
  "<a href='{{ x.a }}'>t</a>",
  "<p title=\"/a:b\">/a:b</p><a href=\"{{ x.a }}\">t</a>",
  "<a href=\"/p/{{ x.a }}\">t</a>",
  "<a href=\"/p?q={{ x.a }}&amp;r=1\">t</a>",
  "<a href=\"#{{ x.a }}\">t</a>",
  "<a href=\"{{ x.b }}{{ x.a }}\">t</a>",
  "<img src=\"{{ x.a }}\" alt=\"{{ x.a }}\">",
  "<img src=\"/a.png\" srcset=\"{{ x.a }} 1x, {{ x.a }} {{ x.a }}\">",
  "<form action=\"{{ x.a }}\"><button formaction=\"{{ x.a }}\">t</button></form>",
  "<iframe src=\"{{ x.a }}\"></iframe>",
  "<meta http-equiv=\"refresh\" content=\"0; url={{ x.a }}\">",
  "<meta name=\"description\" content=\"{{ x.a }}\">",
  "<svg><a xlink:href=\"{{ x.a }}\"><title>{{ x.a }}</title></a></svg>",
  ("<script type=\"application/ld+json\">{\"a\":{{ x.a | json }},\"b\":{{ x | json "
   "}}}</script><p>t</p>"),
  "<p data-x=\"{{ x.a }}\" data-href=\"{{ x.a }}\" aria-label=\"{{ x.a | upper }}\">t</p>",
  "<p{% if x.a %} title=\"{{ x.a }}\"{% endif %}>{% for k, v in x %}{{ k }}{{ v }}{% endfor %}</p>",
  "<p>{{ x.a ~ x.a }}{{ x.a | default(\"z\") }}{{ [x.a, x.a] | join(\"<\" ~ x.a) }}</p>",
  "<p>{{ \"say\" | t(what = x.a) }}</p>",
  "{% include \"part.html\" with y = x.a %}",
};

static const char *const own_vectors[] = {
  "\" onload=alert(1) \"",
  "' onload=alert(1) '",
  "a b\tc\nd\re\ff",
  "\x01\x02\x1f",
  "</script",
  "<!--",
  "-->",
  "<",
  ">",
  "&",
  "&lt;",
  "&#x3c;script&#x3e;",
  "{{ x }}",
  "{% raw %}",
  "\\u003cscript",
  "`",
  "\\",
  "javascript:",
  "script:alert(1)",
  "javascript\xE2\x80\xA8:x",
  "java\nscript:x",
  "JAVASCRIPT&colon;x",
  "data:,x",
  "\xC2\xA0javascript:x",
  "%6aavascript:x",
  "x:y",
  ":",
  "//",
  "?javascript:",
  "#javascript:x",
  "\xEF\xBF\xBE",
  "\xC0\xBCscript>",
  "\xED\xA0\x80",
  "\xF5\x80\x80\x80",
  "<\xE2\x80\x8Bscript>",
  "1x, javascript:x 2x",
  ", javascript:x",
  "日本語",
  "e\xCC\x81",
  "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9",
  ("a\xC2\x85"
   "b"),
  "\x7F",
};

/* May a browser run what this address says? */
static bool dangerous(Str url) {
  Buf b = { 0 };
  for (size_t i = 0; i < url.n; i++)
    if ((unsigned char)url.p[i] > ' ') buf_byte(&b, low(url.p[i]));
  Str s = buf_view(&b);
  bool bad = str_starts(s, S("javascript:")) || str_starts(s, S("vbscript:")) ||
             str_starts(s, S("data:text")) || str_starts(s, S("data:image/svg")) ||
             str_starts(s, S("data:,")) || str_starts(s, S("file:")) || str_starts(s, S("blob:"));
  buf_free(&b);
  return bad;
}

static bool render(Str template, const Value *data, Arena *a, Str *out) {
  Rig rig = { 0 };
  rig_template(&rig, S("page.html"), template);
  rig_template(&rig, S("part.html"), S("<p title=\"{{ y }}\">{{ y }}</p>"));
  rig_open(&rig, S(""));
  rig.data = data;
  MapBuilder texts = map_begin(a);
  mapb_putc(&texts, "say", value_of_str(a, S("they say {what}!")));
  map_put(&rig.world.texts, S("en"), (void *)(uintptr_t)map_end(&texts, (Span){ 0 }));
  bool fine = rig_render(&rig, "page.html");
  if (!fine) {
    Str said = rig_said(&rig);
    printf("%.*s\n", STR(said));
  }
  *out = buf_dup(&rig.out, a);
  rig_close(&rig);
  return fine;
}

static const Value *data_of(Arena *a, Str s, Str b) {
  MapBuilder x = map_begin(a), all = map_begin(a);
  mapb_putc(&x, "a", value_of_str(a, s));
  mapb_putc(&x, "b", value_of_str(a, b));
  mapb_putc(&all, "x", map_end(&x, (Span){ 0 }));
  return map_end(&all, (Span){ 0 });
}

static void try_vector(Str place, Str vector) {
  Arena a = { 0 };
  Str harmless, hostile;
  Tokens want = { 0 }, got = { 0 };
  CHECK(render(place, data_of(&a, S("word"), S("java")), &a, &harmless));
  CHECK(render(place, data_of(&a, vector, S("java")), &a, &hostile));
  tokenize(&want, harmless);
  tokenize(&got, hostile);
  if (!str_eq(buf_view(&want.shape), buf_view(&got.shape))) {
    printf("  in %.*s\n  data %.*s\n  makes %.*s\n", STR(place), STR(vector), STR(hostile));
    check_failed_here = 1;
  }
  Str rest = buf_view(&got.urls), url;
  while (str_split(&rest, '\n', &url))
    if (dangerous(url)) {
      printf("  in %.*s\n  data %.*s\n  gives the address %.*s\n", STR(place), STR(vector),
             STR(url));
      check_failed_here = 1;
    }
  CHECK_INT(utf8_check(hostile), hostile.n);
  tokens_free(&want);
  tokens_free(&got);
  arena_free(&a);
}

/* The texts of a JSON list of texts. */
static size_t json_strings(Arena *a, Str s, Str *out, size_t most) {
  size_t count = 0;
  Buf b = { 0 };
  bool inside = false;
  for (size_t i = 0; i < s.n && count < most; i++) {
    char c = s.p[i];
    if (c == '"') {
      if (inside) out[count++] = buf_dup(&b, a);
      buf_clear(&b);
      inside = !inside;
    } else if (inside && c == '\\' && i + 1 < s.n) {
      c = s.p[++i];
      if (c == 'u' && i + 4 < s.n) {
        char digits[5] = { s.p[i + 1], s.p[i + 2], s.p[i + 3], s.p[i + 4], 0 }, utf8[4];
        buf_add(&b, utf8, utf8_put(utf8, (uint32_t)strtoul(digits, NULL, 16)));
        i += 4;
      } else {
        buf_byte(&b, c == 'n' ? '\n' : c == 't' ? '\t' : c);
      }
    } else if (inside) {
      buf_byte(&b, c);
    }
  }
  buf_free(&b);
  return count;
}

static void every_vector_in_every_place(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Str text, list[200];
  size_t count = 0;
  if (file_exists("../shared/bad-inputs/xss/VECTORS.json") &&
      file_read(&text, &a, "../shared/bad-inputs/xss/VECTORS.json", 1 << 20, &d))
    count = json_strings(&a, text, list, 200);
  if (!count) printf("  skipped: the shared list of vectors\n");
  for (size_t p = 0; p < sizeof places / sizeof places[0]; p++) {
    Str place = str_c(places[p]);
    for (size_t i = 0; i < sizeof own_vectors / sizeof own_vectors[0]; i++)
      try_vector(place, str_c(own_vectors[i]));
    for (size_t i = 0; i < count; i++) try_vector(place, list[i]);
  }
  diags_free(&d);
  arena_free(&a);
}

static void text_comes_back(void) {
  for (size_t i = 0; i < sizeof own_vectors / sizeof own_vectors[0]; i++) {
    Str v = str_c(own_vectors[i]);
    bool kept = utf8_check(v) == v.n;
    for (size_t k = 0; k < v.n; k++)
      if (((unsigned char)v.p[k] < 0x20 && !strchr("\t\n\r", v.p[k])) || v.p[k] == 0x7F ||
          str_find(v, S("\xEF\xBF\xBE")) >= 0)
        kept = false;
    if (!kept) continue; /* what HTML cannot hold becomes U+FFFD */
    Arena a = { 0 };
    Str out;
    Tokens t = { 0 };
    CHECK(render(S("<p title=\"{{ x.a }}\">{{ x.a }}</p><textarea>{{ x.a }}</textarea>"),
                 data_of(&a, v, S("")), &a, &out));
    tokenize(&t, out);
    Buf want = { 0 };
    buf_printf(&want, "%.*s\n%.*s%.*s", STR(v), STR(v), STR(v));
    CHECK_STR(buf_view(&t.text), buf_z(&want));
    buf_free(&want);
    tokens_free(&t);
    arena_free(&a);
  }
}

CHECKS_MAIN({ "data makes no tag, attribute or dangerous address", every_vector_in_every_place },
            { "text comes back as it went in", text_comes_back })
