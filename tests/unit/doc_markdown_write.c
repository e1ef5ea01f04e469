/* doc_markdown_write.c -- trees written as Markdown come back as they were. */
#include "check.h"
#include "doc/dump.h"
#include "doc/edit.h"
#include "doc/markdown_write.h"
#include "doc/parse.h"

#include <stdlib.h>

static Node *parsed(Arena *a, Str markdown) {
  doc_init();
  Source *source = ARENA_NEW(a, Source);
  *source = (Source){ S("a.md"), arena_str(a, markdown) };
  Diags d = { 0 };
  Doc doc;
  bool ok = doc_parse(
      &doc, a, source, 0,
      &(MarkdownOptions){ .directives = DIRECTIVES_ALL, .html = { .mode = HTML_SAFE } }, &d);
  diags_free(&d);
  return ok ? doc.root : NULL;
}

static Str written(Arena *a, const Node *root) {
  Buf b = { 0 };
  CHECK(markdown_write(&b, root, NULL));
  Str s = buf_dup(&b, a);
  buf_free(&b);
  return s;
}

/* Does the tree come back? If not, what was written is shown. */
static bool returns(Arena *a, const Node *root) {
  Str text = written(a, root), where = { 0 };
  const Node *again = parsed(a, text);
  if (again && markdown_same(root, again, a, &where)) return true;
  printf("written:\n%.*s\ndiffers near: %.*s\n", STR(text), STR(where));
  Buf b = { 0 };
  doc_dump(&b, root, &(DumpOptions){ 0 });
  buf_c(&b, "---- became\n");
  if (again) doc_dump(&b, again, &(DumpOptions){ 0 });
  printf("%.*s\n", STR(buf_view(&b)));
  buf_free(&b);
  return false;
}

/* What is written is what stands here, letter by letter. */
static const char *const canonical[] = {
  "A paragraph with *emphasis*, **strong**, ~~gone~~, `code` and [a link](/u \"title\").\n",
  "# One\n\n## Two\n\ntext\n",
  "- one\n- two\n  - three\n\n    more of three\n",
  "1. one\n\n2. two\n\n   - three\n",
  "3. one\n4. two\n",
  "- [x] done\n- [ ] open\n",
  "> quote\n>\n> - list in it\n>\n> > deeper\n",
  "```lua\nx = `y`\n\n  z\n```\n",
  "````\n```\n````\n",
  "one\\\ntwo\n",
  "![alt](p.png)\n",
  "![alt](p.png \"a caption\")\n",
  "![alt](p.png \"a *caption* by [Ann](/a), \\\"so\\\"\")\n",
  "[![alt](p.png)](/link)\n",
  "| a | b |\n| :-- | --: |\n| 1 | `x\\|y` |\n",
  "---\n",
  "text[^1]\n\n[^1]: the note\n",
  "这是**重点。**后文，还有*强调*和`代码`。\n",
  "**_both_** and *__both__*\n",
  "<https://example.org/>\n",
  "\\# no heading\n",
  "## Words \\{#no-id}\n",
  "1\\. no list\n",
  "\\- no list\n",
  "a \\*star\\* and a_b\\_ and snake_case_word and 2 * 3 * 4\n",
  "\\[^1] and \\[x] and !\\[y](z)\n",
  "\\<b> and AT&T and \\&amp; and a < b\n",
  "\\{\\{< figure >}} and \\{% raw %}\n",
  "\\:::note\n",
};

static void canonical_texts(void) {
  Arena a = { 0 };
  for (size_t i = 0; i < sizeof canonical / sizeof canonical[0]; i++) {
    const Node *root = parsed(&a, str_c(canonical[i]));
    CHECK(root != NULL);
    Str text = written(&a, root);
    if (!str_eqc(text, canonical[i])) printf("wanted:\n%s\ngot:\n%.*s\n", canonical[i], STR(text));
    CHECK(str_eqc(text, canonical[i]));
    CHECK(returns(&a, root));
  }
  arena_free(&a);
}

/* A frame of another site is the card that a directive makes, too. */
static void frames_are_directives(void) {
  static const char *const cases[][2] = {
    { "<iframe src=\"https://www.youtube.com/embed/a_b?rel=0\"></iframe>\n",
      "{{< embed \"https://www.youtube.com/watch?v=a_b\" >}}\n" },
    { "<video src=\"/films/dawn.mp4\" title='The \"dawn\"'></video>\n",
      "{{< embed \"/films/dawn.mp4\" title=\"The \\\"dawn\\\"\" >}}\n" },
    { "<audio src=\"https://example.org/a/song.mp3\"></audio>\n",
      "{{< embed \"https://example.org/a/song.mp3\" title=\"song.mp3\" >}}\n" },
    { "- one\n\n  <iframe src=\"https://example.org/map\"></iframe>\n",
      "- one\n\n  {{< embed \"https://example.org/map\" >}}\n" },
  };
  Arena a = { 0 };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const Node *root = parsed(&a, str_c(cases[i][0]));
    CHECK(root != NULL);
    Str text = written(&a, root);
    if (!str_eqc(text, cases[i][1])) printf("wanted:\n%s\ngot:\n%.*s\n", cases[i][1], STR(text));
    CHECK(str_eqc(text, cases[i][1]));
    CHECK(returns(&a, root));
  }
  const Node *film = parsed(&a, S("<iframe src=\"https://example.org/map\"></iframe>\n"));
  Str where = { 0 };
  CHECK(!markdown_same(film, parsed(&a, S("{{< embed \"https://example.org/other\" >}}\n")), &a,
                       &where));
  CHECK(!markdown_same(
      film, parsed(&a, S("{{< embed \"https://example.org/map\" title=\"x\" >}}\n")), &a, &where));
  CHECK(!markdown_same(film, parsed(&a, S("{{< youtube \"https://example.org/map\" >}}\n")), &a,
                       &where));
  CHECK(!markdown_same(parsed(&a, S("x[^1]\n\n[^1]: y\n")), parsed(&a, S("x[^2]\n\n[^2]: y\n")), &a,
                       &where));
  arena_free(&a);
}

/* Any text at all, in paragraphs, emphasis, links, cells and items. */
static const char *const pieces[] = {
  "a",   "b ",      " ",   "*",        "**",   "_",  "__",      "`",
  "[",   "]",       "(",   ")",        "!",    "<",  ">",       "<b>",
  "&",   "&amp;",   "#",   "# ",       "- ",   "+ ", "1.",      "1) ",
  "~",   "~~",      "|",   "\\",       "\\\\", "=",  "==",      "-",
  "---", ":::",     "{{<", "{%",       "%}",   "中", "。",      "“",
  "\"",  "'",       "x_y", "[^1]",     "![",   "](", "www.a.b", "http://c.d/e_f",
  "@",   "z@y.org", ":",   "\xC2\xA0", "é",    "😀",  "$",       ".",
  ",",   "/",       "{",   "}"
};

static Str random_text(Arena *a, uint32_t *seed, size_t most) {
  Buf b = { 0 };
  size_t n = 1 + (*seed >> 16) % most;
  for (size_t i = 0; i < n; i++) {
    *seed = *seed * 1664525u + 1013904223u;
    buf_c(&b, pieces[(*seed >> 12) % (sizeof pieces / sizeof pieces[0])]);
  }
  Str s = buf_dup(&b, a);
  buf_free(&b);
  return str_trim(s);
}

static Node *holder(Arena *a, NodeType type, Node *child) {
  Node *n = node_new(a, type);
  node_append(n, child);
  return n;
}

static Node *random_block(Arena *a, uint32_t *seed) {
  Node *p = node_new(a, NODE_PARAGRAPH);
  for (int i = 0; i < 3; i++) {
    Str s = random_text(a, seed, 6);
    if (!s.n) s = S("x");
    *seed = *seed * 1664525u + 1013904223u;
    switch ((*seed >> 20) % 6) {
    case 0:
      node_append(p, holder(a, NODE_EMPH, node_text(a, s)));
      break;
    case 1:
      node_append(p, holder(a, NODE_STRONG, node_text(a, s)));
      break;
    case 2: {
      Node *link = holder(a, NODE_LINK, node_text(a, s));
      link->url = random_text(a, seed, 4);
      node_append(p, link);
      break;
    }
    case 3: {
      Node *code = node_new(a, NODE_CODE);
      code->literal = s;
      node_append(p, code);
      break;
    }
    default:
      node_append(p, node_text(a, s));
    }
  }
  *seed = *seed * 1664525u + 1013904223u;
  switch ((*seed >> 20) % 5) {
  case 0:
    return holder(a, NODE_BLOCK_QUOTE, p);
  case 1: {
    Node *list = holder(a, NODE_LIST, holder(a, NODE_ITEM, p));
    list->tight = true;
    return list;
  }
  case 2: {
    Node *h = node_new(a, NODE_HEADING);
    h->level = 2;
    node_adopt(h, p);
    return h;
  }
  default:
    return p;
  }
}

static void random_trees(void) {
  uint32_t seed = 7;
  size_t same = 0, all = 4000;
  for (size_t i = 0; i < all; i++) {
    Arena a = { 0 };
    Node *root = node_new(&a, NODE_DOCUMENT);
    for (int k = 0; k < 3; k++) node_append(root, random_block(&a, &seed));
    Str text = written(&a, root), where = { 0 };
    const Node *again = parsed(&a, text);
    bool ok = again && markdown_same(root, again, &a, &where);
    same += ok;
    if (!ok && getenv("SHOW")) returns(&a, root);
    arena_free(&a);
  }
  printf("%zu of %zu random trees come back\n", same, all);
  CHECK(same * 1000 > all * 990);
}

CHECKS_MAIN({ "what is written is what an author writes", canonical_texts },
            { "a frame is the directive that makes its card", frames_are_directives },
            { "any text comes back", random_trees })
