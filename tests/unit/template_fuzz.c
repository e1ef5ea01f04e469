/* template_fuzz.c -- the engine takes any template: pieces of the language and of
 * HTML, in any order, never crash it, and end in a page or in a message. */
#include "template_rig.h"

static const char *const pieces[] = {
  "{{ ",
  "}}",
  "{% ",
  "%}",
  "{#",
  "#}",
  "-",
  "if ",
  "endif",
  "for ",
  "in ",
  "endfor",
  "x",
  "article",
  ".title",
  "|",
  "date",
  "(",
  ")",
  "\"",
  "'",
  "[1]",
  "1",
  "+",
  "~",
  "and ",
  "not ",
  "set ",
  "=",
  "block b",
  "endblock",
  "super()",
  "<a ",
  "include \"t.html\"",
  "slot \"aside\"",
  "href=\"",
  "\">",
  "</a>",
  "<script>",
  "</script>",
  "<!--",
  "-->",
  " ",
  "\n",
  "loop.index",
  "else",
  "elif ",
  "extends \"b.html\"",
  "raw",
  "endraw",
  "\xC3\xA9",
  "{%- ",
  " -%}",
  ",",
  "with ",
  "range(1,3)",
  "json",
  "<title>",
  "</title>",
  "x | t(n=1)",
  "{{ x }}",
  "{% if x %}a{% endif %}",
  "{% for y in x %}",
  "{% endfor %}",
  "{{ x | upper }}",
  "<p title='",
};

/* xorshift: the same sequence everywhere. */
static uint64_t random_next(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state >> 8;
}

static void any_template(void) {
  uint64_t state = 88172645463325252U;
  size_t pages = 0, refused = 0;
  Diags d = { 0 };
  TextTools *text = text_open(&d);
  for (int turn = 0; turn < 12000; turn++) {
    Buf b = { 0 };
    size_t count = 1 + random_next(&state) % 24;
    for (size_t i = 0; i < count; i++)
      buf_c(&b, pieces[random_next(&state) % (sizeof pieces / sizeof pieces[0])]);
    Rig rig = { 0 };
    rig_template(&rig, S("t.html"), buf_view(&b));
    rig_template(&rig, S("b.html"), S("<p>{% block b %}b{% endblock %}</p>"));
    MapBuilder data = map_begin(&rig.arena);
    mapb_putc(&data, "x", value_of_str(&rig.arena, S("<")));
    rig.data = map_end(&data, (Span){ 0 });
    EngineOptions options = { .text = text };
    rig.engine = engine_new(&rig.world, &options, &rig.diags);
    bool fine = rig_render(&rig, "t.html");
    bool known = true;
    for (size_t i = 0; i < rig.diags.count; i++) {
      const Diag *r = &rig.diags.items[i];
      if (r->code < 501 || r->code > 599 || (r->severity == DIAG_ERROR && r->line == 0))
        known = false;
    }
    if (!known || fine != (rig.diags.errors == 0)) {
      Str said = rig_said(&rig);
      printf("  %.*s\n%.*s\n", STR(buf_view(&b)), STR(said));
      check_failed_here = 1;
    }
    if (fine)
      pages++;
    else
      refused++;
    rig_close(&rig);
    buf_free(&b);
  }
  CHECK(pages > 500 && refused > 500);
  text_close(text);
  diags_free(&d);
}

CHECKS_MAIN({ "any template ends in a page or in a message", any_template })
