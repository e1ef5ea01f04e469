/* old_article.c -- what happens to an article of any old site. */
#include "import/old_article.h"

#include "base/utf8.h"
#include "data/date.h"
#include "data/toml.h"
#include "data/yaml.h"
#include "import/hidden_emails.h"
#include "text/zone.h"

void old_article_tell(OldArticle *o, Severity severity, const char *topic, Str name, size_t at,
                      const char *advice) {
  left_add(o->im->left, severity, topic, name, &o->source, at, advice ? "%s" : NULL, advice);
}

/* -- reading -- */

/* It stays where it is or goes where it should, and is not read. */
static bool leave_out(OldArticle *o, const char *topic, Str why) {
  old_article_tell(o, DIAG_WARNING, topic, why, 0,
                   "mend it and take it out of `exclude:` in publish.yaml");
  importer_exclude(o->im, o->to);
  return importer_put(o->im, o->step, o->index, o->to, NULL);
}

static bool parse(OldArticle *o, Str *why) {
  Diags quiet = { 0 };
  size_t length = o->kind.to - o->kind.from;
  bool ok = true;
  o->front = value_null(&o->a);
  if (o->kind.kind == FRONT_YAML || (o->kind.kind == FRONT_JSON && !o->yaml_only))
    ok = yaml_parse(&o->front, &o->a, &o->source, o->kind.from, length, &quiet);
  else if (o->kind.kind == FRONT_TOML && !o->yaml_only)
    ok = toml_parse(&o->front, &o->a, &o->source, o->kind.from, length, &quiet);
  *why = arena_str(&o->a, quiet.count ? quiet.items[0].message : S(""));
  diags_free(&quiet);
  if (!ok || o->front->kind == VALUE_MAP || o->front->kind == VALUE_NULL) return ok;
  *why = S("it is not a map");
  return false;
}

bool old_article_read(OldArticle *o, bool *usable) {
  Str bytes, why;
  *usable = false;
  if (!importer_read(o->im, o->index, &bytes, &o->a)) return true;
  o->source = (Source){ .path = old_path(o->im->old, o->from, &o->a), .text = bytes };
  o->text = bytes;
  if (utf8_check(bytes) < bytes.n)
    return leave_out(o, "Articles that are not UTF-8", S("other encodings"));
  o->kind = front_find(bytes);
  if (!parse(o, &why)) return leave_out(o, "Front matter that cannot be read", why);
  *usable = true;
  return true;
}

bool old_article_put(OldArticle *o) {
  bool changed = !str_eq(o->text, o->source.text);
  return importer_put(o->im, o->step, o->index, o->to, changed ? &o->text : NULL);
}

/* -- changing -- */

void old_article_set(OldArticle *o, const char *key, Str value) {
  o->text = front_set(&o->a, o->text, key, value);
}

void old_article_set_quoted(OldArticle *o, const char *key, Str value) {
  old_article_set(o, key, front_quote(&o->a, value));
}

void old_article_remove(OldArticle *o, const char *key) {
  o->text = front_remove(&o->a, o->text, key);
}

void old_article_body(OldArticle *o, Str body) {
  Str parts[] = { str_sub(o->text, 0, front_find(o->text).body), body };
  o->text = arena_concat(&o->a, parts, 2);
}

/* -- dates -- */

static int64_t zone_of(void *context, const Civil *local, int32_t *offset) {
  const OldArticle *o = context;
  return zone_instant(o->im->text, o->zone.n ? o->zone : S("UTC"), local, offset);
}

bool old_article_parse_date(OldArticle *o, Str text, Date *date) {
  const DateZone reader = { zone_of, o };
  return !date_parse(date, &o->a, text, &reader);
}

bool old_article_date(OldArticle *o, const char *key, const char *advice, Date *date) {
  const Value *v = value_getc(o->front, key);
  if (!v || v->kind == VALUE_LIST || v->kind == VALUE_MAP) return false;
  Str text = str_trim(value_str(v, &o->a));
  if (!text.n) return false;
  if (old_article_parse_date(o, text, date)) return true;
  Str better = date_meant(&o->a, text);
  if (better.n) {
    old_article_set_quoted(o, key, better);
    old_article_tell(o, DIAG_NOTE, "Dates written anew", text, v->span.offset, NULL);
    return old_article_parse_date(o, better, date);
  }
  old_article_remove(o, key);
  old_article_tell(o, DIAG_WARNING, "Dates that cannot be read", text, v->span.offset, advice);
  return false;
}

/* -- layouts -- */

void old_article_layout(OldArticle *o) {
  static const char *const usual[] = { "post", "page", "default", "single" };
  const Field *f = value_field(o->front, S("layout"));
  if (!f) return;
  Str name = value_str(f->value, &o->a);
  if (!name.n) return;
  for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
    if (str_eqc(name, usual[i])) return;
  old_article_remove(o, "layout");
  old_article_tell(o, DIAG_WARNING, "Layouts", name, f->key_span.offset,
                   "`layout: NAME` wants templates/NAME.html; the line was taken out");
}

/* -- e-mail addresses -- */

static void seen_email(void *context, bool restored, size_t offset) {
  OldArticle *o = context;
  if (restored)
    old_article_tell(o, DIAG_NOTE, "E-mail addresses that were hidden and came back",
                     S("data-cfemail"), offset, NULL);
  else
    old_article_tell(o, DIAG_WARNING, EMAILS_LOST, S(EMAIL_LOST_NAME), offset,
                     "look for the address elsewhere, and write it there");
}

static void seen_before(void *context, bool restored, size_t offset) {
  (void)context, (void)restored, (void)offset;
}

void old_article_emails(OldArticle *o) {
  HiddenEmails how = { path_is_markdown(o->from), seen_email, o };
  Str whole = hidden_emails(&o->a, o->source.text, &how);
  if (whole.p == o->source.text.p) return;
  /* The places are those of the old file; what changes is the new text. */
  how.seen = seen_before;
  Str body = str_sub(o->text, front_find(o->text).body, o->text.n);
  old_article_body(o, hidden_emails(&o->a, body, &how));
}

/* -- links -- */

Str old_article_link(Arena *a, Str from, Str to) {
  Str folder = str_dir(from);
  size_t common = 0;
  for (size_t i = 0; i < folder.n && i < to.n && folder.p[i] == to.p[i]; i++)
    if (folder.p[i] == '/') common = i + 1;
  if (folder.n && str_starts(to, folder) && to.n > folder.n && to.p[folder.n] == '/')
    common = folder.n + 1;
  Buf b = { 0 };
  if (common <= folder.n) {
    Str up = str_sub(folder, common, folder.n), part;
    while (up.n && str_split(&up, '/', &part)) buf_c(&b, "../");
  }
  for (size_t i = common; i < to.n; i++) {
    if (strchr(" ()<>%#?", to.p[i]))
      buf_printf(&b, "%%%02X", (unsigned char)to.p[i]);
    else
      buf_byte(&b, to.p[i]);
  }
  Str path = buf_dup(&b, a);
  buf_free(&b);
  return path;
}
