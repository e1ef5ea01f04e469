/* template_spec.c -- the examples of tests/spec/templates*.md.
 *
 * An example is a sequence of fenced parts under a heading:
 *
 *     ```html page.html      a template and its name; the first is rendered
 *     ```yaml                the data
 *     ```output              what must come out, or
 *     ```error               what must be said, exactly
 *
 * With `check` instead of `output`, every template is checked and nothing said. */
#include "template_rig.h"

typedef struct {
  Str title;
  Str names[12], texts[12];
  size_t count;
  Str data, output, error;
  bool has_output, has_error, has_check;
} Example;

static int examples_run;

static void run_example(const char *file, const Example *x) {
  Rig rig = { 0 };
  for (size_t i = 0; i < x->count; i++) rig_template(&rig, x->names[i], x->texts[i]);
  rig_open(&rig, x->data);
  if (rig.diags.errors) {
    Str said = rig_said(&rig);
    printf("  %s: %.*s: the data is no YAML:\n%.*s\n", file, STR(x->title), STR(said));
    check_failed_here = 1;
    rig_close(&rig);
    return;
  }
  bool fine = x->has_check ? engine_check_all(rig.engine, &rig.diags)
                           : rig_render(&rig, arena_cstr(&rig.arena, x->names[0]));
  Str said = rig_said(&rig);
  if (x->has_output && !str_eq(buf_view(&rig.out), x->output)) {
    printf("  %s: %.*s\n    got:\n%.*s\n    want:\n%.*s\n", file, STR(x->title),
           STR(buf_view(&rig.out)), STR(x->output));
    check_failed_here = 1;
  }
  if (!str_eq(said, x->error)) {
    printf("  %s: %.*s\n    said:\n%.*s\n    want:\n%.*s\n", file, STR(x->title), STR(said),
           STR(x->error));
    check_failed_here = 1;
  }
  if (fine != (rig.diags.errors == 0)) {
    printf("  %s: %.*s: result and messages disagree\n", file, STR(x->title));
    check_failed_here = 1;
  }
  /* Nothing is kept that would change a second run. */
  if (fine && !x->has_check) {
    Str once = buf_dup(&rig.out, &rig.arena);
    buf_clear(&rig.out);
    CHECK(rig_render(&rig, arena_cstr(&rig.arena, x->names[0])));
    CHECK(str_eq(buf_view(&rig.out), once));
  }
  rig_close(&rig);
  examples_run++;
}

static void run_file(const char *path) {
  Arena a = { 0 };
  Diags d = { 0 };
  Str text, line;
  if (!file_read(&text, &a, path, 1 << 20, &d)) {
    printf("  cannot read %s\n", path);
    check_failed_here = 1;
    diags_free(&d);
    return;
  }
  Example x = { 0 };
  Str rest = text;
  while (str_split(&rest, '\n', &line)) {
    if (str_starts(line, S("## "))) {
      if (x.has_output || x.has_error || x.has_check) run_example(path, &x);
      x = (Example){ .title = str_sub(line, 3, line.n) };
    }
    if (!str_starts(line, S("```")) || line.n == 3) continue;
    Str info = str_sub(line, 3, line.n), body = rest;
    size_t n = 0;
    while (str_split(&rest, '\n', &line) && !str_eqc(line, "```")) n += line.n + 1;
    body = str_sub(body, 0, n);
    long blank = str_chr(info, ' ');
    if (blank >= 0 && x.count < 12) {
      x.names[x.count] = str_sub(info, (size_t)blank + 1, info.n);
      /* Without the line end that belongs to the fence. */
      x.texts[x.count++] = str_sub(body, 0, n ? n - 1 : 0);
    } else if (str_eqc(info, "yaml")) {
      x.data = body;
    } else if (str_eqc(info, "output")) {
      x.output = str_sub(body, 0, n ? n - 1 : 0);
      x.has_output = true;
    } else if (str_eqc(info, "error")) {
      x.error = body;
      x.has_error = true;
    } else if (str_eqc(info, "check")) {
      x.has_check = true;
    }
  }
  if (x.has_output || x.has_error || x.has_check) run_example(path, &x);
  arena_free(&a);
  diags_free(&d);
}

static void language(void) {
  run_file("tests/spec/templates.md");
}
static void contexts(void) {
  run_file("tests/spec/templates-contexts.md");
}
static void errors(void) {
  run_file("tests/spec/templates-errors.md");
  CHECK(examples_run > 100);
}

CHECKS_MAIN({ "the language, by example", language }, { "escaping by place, by example", contexts },
            { "every diagnostic, by example", errors })
