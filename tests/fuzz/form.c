/* form.c -- any bytes as a file to import: what becomes of it is a comment that YAML
 * reads back as it was, or a problem in words. */
#include "fuzz.h"

#include "base/utf8.h"
#include "data/yaml.h"
#include "intake/comment.h"

static void same(const Value *file, const char *key, Str wanted) {
  const Value *v = value_getc(file, key);
  MUST(wanted.n ? v && v->kind == VALUE_STR && str_eq(v->str, wanted) : !v);
}

static void one_comment(Arena *a, const Form *f) {
  Comment c;
  CommentSigns signs = { 0 };
  const char *problem = NULL;
  if (!comment_of_form(&c, a, f, &problem)) {
    MUST(problem && *problem);
    return;
  }
  MUST(c.text.n && utf8_check(c.text) == c.text.n && utf8_check(c.name) == c.name.n);
  comment_signs(&signs, a, &c);
  Str id = comment_id(a, &c, S("articles/a.md"));
  MUST(id.n == 16);
  Source source = { S("x.yaml"), comment_yaml(a, &c, S("ab"), &signs) };
  const Value *v = NULL;
  Diags d = { 0 };
  MUST(yaml_parse(&v, a, &source, 0, source.text.n, &d) && d.count == 0);
  same(v, "text", c.text);
  same(v, "name", c.name);
  same(v, "url", c.url);
  same(v, "reply_to", c.reply_to);
  same(v, "language", c.language);
  MUST(value_count(value_getc(v, "spam")) == signs.count);
  diags_free(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Arena a = { 0 };
  Forms forms;
  const char *problem = NULL;
  if (form_read(&forms, &a, fuzz_str(data, size), &problem)) {
    MUST(forms.count > 0);
    for (size_t i = 0; i < forms.count; i++) {
      const Form *f = &forms.items[i];
      MUST(f->count <= FORM_FIELDS);
      for (size_t k = 0; k < f->count; k++) {
        MUST(utf8_check(f->items[k].value) == f->items[k].value.n);
        MUST(str_chr(f->items[k].value, '\r') < 0 && str_chr(f->items[k].value, '\0') < 0);
      }
      one_comment(&a, f);
    }
  } else {
    MUST(problem && *problem);
  }
  comment_folder(&a, fuzz_str(data, size));
  arena_free(&a);
  return 0;
}
