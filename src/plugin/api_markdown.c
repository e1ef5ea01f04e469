/* api_markdown.c -- a section for each type, a heading for each function, a table of
 * fields. */
#include "plugin/api_markdown.h"

#include "lua/api_signature.h"
#include "plugin/api_all.h"

static bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Bytes of a word of Lua at `p`, which readers shall see as code; 0 = none. */
static size_t word_of_lua(const char *text, const char *p) {
  static const char *const words[] = { "nil", "true", "false" };
  if (p > text && letter(p[-1])) return 0;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t n = strlen(words[i]);
    if (strncmp(p, words[i], n) == 0 && !letter(p[n])) return n;
  }
  return 0;
}

/* Text of a table's cell or a paragraph: what Markdown would take for markup is escaped,
 * but for code in backquotes. */
static void plain(Buf *out, const char *text, bool cell) {
  bool code = false;
  for (const char *p = text; *p; p++) {
    if (*p == '`') code = !code;
    size_t word = code ? 0 : word_of_lua(text, p);
    if (word) {
      buf_printf(out, "`%.*s`", (int)word, p);
      p += word - 1;
      continue;
    }
    if ((!code && strchr("*_[]<>{}\\", *p)) || (cell && *p == '|')) buf_byte(out, '\\');
    buf_byte(out, *p);
  }
}

/* In backquotes; a bar in a cell is escaped all the same. */
static void code(Buf *out, const char *text, bool cell) {
  buf_byte(out, '`');
  for (const char *p = text; *p; p++) {
    if (cell && *p == '|') buf_byte(out, '\\');
    buf_byte(out, *p);
  }
  buf_byte(out, '`');
}

static void fields(Buf *out, const ApiField *f, const char *prefix) {
  if (!f) return;
  buf_c(out, "| name | type | |\n|---|---|---|\n");
  for (; f->name; f++) {
    buf_printf(out, "| `%s%s` | ", prefix, f->name);
    code(out, f->type, true);
    buf_c(out, " | ");
    plain(out, f->doc, true);
    buf_c(out, " |\n");
  }
  buf_byte(out, '\n');
}

static void body(Buf *out, const ApiFunction *f) {
  code(out, f->signature, false);
  buf_c(out, "\n\n");
  plain(out, f->doc, false);
  buf_c(out, "\n\n*Errors:* ");
  plain(out, f->errors, false);
  buf_printf(out, "\n\n```lua\n%s\n```\n\n", f->example);
}

static void functions(Buf *out, const ApiType *t) {
  for (const ApiFunction *f = t->functions; f && f->name; f++) {
    Buf usage = { 0 };
    if (strcmp(t->in, "options") == 0)
      buf_printf(&usage, "%s.%s { ... }", t->name, f->name);
    else
      api_usage(&usage, t, f);
    buf_c(out, "### ");
    Str s = buf_view(&usage);
    buf_printf(out, "`%.*s`\n\n", STR(s));
    buf_free(&usage);
    body(out, f);
  }
}

static void family(Buf *out, const ApiType *t) {
  if (!t->family) return;
  buf_printf(out, "### Elements with%s content\n\n", t->functions ? "" : "out");
  for (const char *const *n = t->family->names; *n; n++)
    buf_printf(out, "%s`%s`", n == t->family->names ? "" : " ", *n);
  buf_c(out, "\n\n");
  body(out, &t->family->function);
}

static void title(Buf *out, const ApiType *t) {
  static const struct {
    ApiKind kind;
    const char *what;
  } kinds[] = { { API_LIBRARY, "The library" },
                { API_OBJECT, "Objects of the type" },
                { API_RECORD, "Tables of the type" },
                { API_CALLBACKS, "Functions as arguments:" },
                { API_HOOKS, "The plugin and its hooks:" } };
  if (t->kind == API_LIBRARY && !*t->name) {
    buf_c(out, "## Functions without a library\n\n");
    return;
  }
  size_t i = 0;
  while (kinds[i].kind != t->kind) i++;
  buf_printf(out, "## %s `%s`\n\n", kinds[i].what, t->kind == API_HOOKS ? "P" : t->name);
}

/* -- chapters -- */

static const struct {
  const char *name, *title, *file, *about;
  const char *const *types; /* NULL: those of no other chapter */
} chapters[] = {
  [CHAPTER_PLUGIN] = { "plugin", "Reference for plugin authors", "plugin-reference",
                       "Hooks, and what they get: the plugin, the article, the page, the site.",
                       NULL },
  [CHAPTER_LIBRARIES] = { "libraries", "Reference: text, HTML and documents", "plugin-libraries",
                          "The libraries ast, html, text, date and log, and the objects that they "
                          "make.",
                          (const char *const[]){ "Node", "ast", "html", "Html", "text", "Term",
                                                 "date", "Date", "log", NULL } },
  [CHAPTER_LUA] = { "lua", "Reference: Lua in plugins", "plugin-lua",
                    "What a plugin has of Lua 5.4 itself.",
                    (const char *const[]){ "", "string", "table", "math", "utf8", "coroutine",
                                           NULL } },
};

static ApiChapter chapter_of(const ApiType *t) {
  for (ApiChapter c = 0; c < CHAPTERS; c++)
    for (const char *const *n = chapters[c].types; n && *n; n++)
      if (strcmp(*n, t->name) == 0) return c;
  return CHAPTER_PLUGIN;
}

bool api_chapter(ApiChapter *out, Str name) {
  for (*out = 0; *out < CHAPTERS; ++*out)
    if (str_eqc(name, chapters[*out].name)) return true;
  return false;
}

static void head(Buf *out, ApiChapter chapter) {
  buf_printf(out,
             "---\ntitle: \"%s\"\nlisted: false\ndate: 2023-09-01\npermalink: /manual/%s/\n"
             "description: \"%s\"\n---\n\n",
             chapters[chapter].title, chapters[chapter].file, chapters[chapter].about);
  buf_c(out, "Every function and field of `api = 1`, in three chapters:");
  for (ApiChapter c = 0; c < CHAPTERS; c++) {
    buf_c(out, c ? ", " : " ");
    if (c == chapter)
      buf_printf(out, "%s (this one)", chapters[c].name);
    else
      buf_printf(out, "[%s](%s.md)", chapters[c].name, chapters[c].file);
  }
  buf_c(out,
        ". A type with `?` behind it may be `nil`; a parameter with `?` may be left out. In an "
        "example `--> value` says what the line in front of it gives. `publish plugin types` "
        "writes the same for editors.\n\n");
}

void api_markdown(Buf *out, ApiChapter chapter) {
  size_t count;
  const ApiType *const *types = api_all(&count);
  const char *before = NULL;
  head(out, chapter);
  for (size_t i = 0; i < count; i++) {
    const ApiType *t = types[i];
    if (chapter_of(t) != chapter) continue;
    if (!before || strcmp(before, t->name) != 0) title(out, t);
    before = t->name;
    if (*t->doc) {
      plain(out, t->doc, false);
      buf_c(out, "\n\n");
    }
    fields(out, t->fields, t->kind == API_HOOKS ? "P." : "");
    functions(out, t);
    family(out, t);
  }
  out->n--; /* one line break at the end */
}
