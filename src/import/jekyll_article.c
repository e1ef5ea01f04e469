/* jekyll_article.c -- one post, draft, document or page: what must change, and nothing else. */
#include "base/utf8.h"
#include "data/date.h"
#include "data/yaml.h"
#include "import/front.h"
#include "import/jekyll_parts.h"
#include "import/liquid.h"
#include "text/zone.h"

typedef struct {
  Jekyll *j;
  const JekyllPlace *place;
  Arena a;
  Source source; /* as it was: for reports */
  Str text;      /* as it will be */
  const Value *front;
  JekyllFacts facts;
} Work;

static void tell(Work *w, Severity severity, const char *topic, Str name, size_t at,
                 const char *advice) {
  left_add(w->j->im->left, severity, topic, name, &w->source, at, advice ? "%s" : NULL, advice);
}

/* It stays where it is or goes where it should, and is not read. */
static bool leave_out(Work *w, const char *topic, Str why) {
  Jekyll *j = w->j;
  tell(w, DIAG_WARNING, topic, why, 0, "mend it and take it out of `exclude:` in publish.yaml");
  j->excluded =
      arena_grow(j->im->arena, j->excluded, j->excluded_count, &j->excluded_cap, sizeof(Str));
  j->excluded[j->excluded_count++] = w->place->to;
  return importer_put(j->im, j->articles, w->place->index, w->place->to, NULL);
}

static void set(Work *w, const char *name, Str value) {
  w->text = front_set(&w->a, w->text, name, value);
}

static Str quoted(Work *w, Str value) {
  return front_quote(&w->a, value);
}

/* -- categories and tags -- */

static bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

/* Jekyll: a text under the plural name is several words, under the singular it is one. */
static void add_words(ListBuilder *b, Arena *a, const Value *v, bool words) {
  if (!v) return;
  if (v->kind == VALUE_LIST) {
    for (size_t i = 0; i < v->list.count; i++) {
      Str one = value_str(v->list.items[i], a);
      if (one.n) list_add(b, value_of_str(a, one));
    }
    return;
  }
  Str s = str_trim(value_str(v, a));
  for (size_t i = 0; i < s.n;) {
    size_t from = i;
    while (i < s.n && !(words && blank(s.p[i]))) i++;
    if (i > from) list_add(b, value_of_str(a, str_sub(s, from, i)));
    while (i < s.n && blank(s.p[i])) i++;
  }
}

static const Value *own_or_default(Work *w, const char *key) {
  const Value *v = value_getc(w->front, key);
  return v ? v : jekyll_default(w->j, w->place, key);
}

static bool has_blank(const Value *v, Arena *a) {
  Str s = v && v->kind != VALUE_LIST ? str_trim(value_str(v, a)) : S("");
  for (size_t i = 0; i < s.n; i++)
    if (blank(s.p[i])) return true;
  return false;
}

static bool has_comma(const Value *v, Arena *a) {
  return v && v->kind != VALUE_LIST && str_chr(value_str(v, a), ',') >= 0;
}

static Str flow_list(Work *w, const Value *list) {
  Buf b = { 0 };
  buf_byte(&b, '[');
  for (size_t i = 0; i < value_count(list); i++) {
    if (i) buf_c(&b, ", ");
    buf_str(&b, quoted(w, value_str(value_at(list, i), &w->a)));
  }
  buf_byte(&b, ']');
  Str text = buf_dup(&b, &w->a);
  buf_free(&b);
  return text;
}

/* The list as Jekyll has it; written only where publish would understand another one. */
static const Value *words_of(Work *w, const char *many, const char *one, bool folders) {
  const Value *plural = own_or_default(w, many), *single = own_or_default(w, one);
  ListBuilder b = list_begin(&w->a);
  Str rest = folders ? w->place->folder : S(""), part;
  while (rest.n && str_split(&rest, '/', &part))
    if (part.n) list_add(&b, value_of_str(&w->a, part));
  add_words(&b, &w->a, single, false);
  add_words(&b, &w->a, plural, true);
  const Value *list = list_end(&b, (Span){ 0, 0 });
  bool own = value_getc(w->front, many) || value_getc(w->front, one);
  bool same = own && !(plural && single) && !(folders && w->place->folder.n) &&
              !has_blank(plural, &w->a) && !has_comma(plural, &w->a) && !has_comma(single, &w->a);
  if (same || !value_count(list)) return list;
  w->text = front_remove(&w->a, w->text, one);
  set(w, many, flow_list(w, list));
  return list;
}

/* -- dates -- */

static void civil(Work *w, const Date *date) {
  Jekyll *j = w->j;
  Str zone = j->zone.n ? j->zone : S("UTC");
  int32_t offset = date->has_time ? zone_offset(j->im->text, zone, date->seconds) : date->offset;
  w->facts.date = civil_at(date->seconds, offset);
  w->facts.has_date = true;
}

typedef struct {
  TextTools *text;
  Str zone;
} ZoneOf;

static int64_t zone_of(void *context, const Civil *local, int32_t *offset) {
  const ZoneOf *z = context;
  return zone_instant(z->text, z->zone, local, offset);
}

/* False: it lies in the future, so it had no page. */
static bool settle_date(Work *w) {
  Jekyll *j = w->j;
  ZoneOf zone = { j->im->text, j->zone.n ? j->zone : S("UTC") };
  const DateZone reader = { zone_of, &zone };
  const Value *given = value_getc(w->front, "date");
  Str text = given ? str_trim(value_str(given, &w->a)) : S("");
  Date date;
  if (text.n && date_parse(&date, &w->a, text, &reader)) {
    Str better = old_date(&w->a, text);
    size_t at = given->span.offset;
    if (better.n) {
      set(w, "date", quoted(w, better));
      tell(w, DIAG_NOTE, "Dates written anew", text, at, NULL);
    } else if (w->place->name_date.n) {
      w->text = front_remove(&w->a, w->text, "date");
      tell(w, DIAG_WARNING, "Dates that cannot be read", text, at,
           "the date of the file's name is used");
    } else {
      w->text = front_remove(&w->a, w->text, "date");
      tell(w, DIAG_WARNING, "Dates that cannot be read", text, at, "write one such as 2024-01-31");
    }
    text = better;
  }
  if (!text.n) text = w->place->name_date;
  if (!text.n || date_parse(&date, &w->a, text, &reader)) return true;
  civil(w, &date);
  return date.seconds <= j->im->now;
}

/* -- other fields -- */

static bool falsy(Str s) {
  return str_eq_nocase(s, S("false")) || str_eq_nocase(s, S("no")) || str_eq_nocase(s, S("off"));
}

/* Is it published at all? */
static bool settle_published(Work *w) {
  const Value *given = value_getc(w->front, "published");
  const Value *v = own_or_default(w, "published");
  bool hidden = w->place->kind == JEKYLL_DRAFT || (v && falsy(value_str(v, &w->a)));
  bool known = given && given->kind == VALUE_BOOL && !given->boolean;
  if (given && given->kind != VALUE_BOOL) w->text = front_remove(&w->a, w->text, "published");
  if (hidden && !known && !value_getc(w->front, "draft")) set(w, "draft", S("true"));
  return !hidden;
}

static void settle_layout(Work *w) {
  static const char *const usual[] = { "post", "page", "default", "single" };
  const Field *f = value_field(w->front, S("layout"));
  if (!f) return;
  Str name = value_str(f->value, &w->a);
  for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
    if (str_eqc(name, usual[i]) || !name.n) return;
  w->text = front_remove(&w->a, w->text, "layout");
  tell(w, DIAG_WARNING, "Layouts", name, f->key_span.offset,
       "`layout: NAME` wants templates/NAME.html; the line was taken out");
}

static void settle_defaults(Work *w) {
  static const char *const keys[] = { "author", "image", "description", "lang", "series" };
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    const Value *v = jekyll_default(w->j, w->place, keys[i]);
    if (!v || v->kind == VALUE_MAP || v->kind == VALUE_LIST || front_has(w->text, keys[i]))
      continue;
    Str text = value_str(v, &w->a);
    if (text.n) set(w, keys[i], quoted(w, text));
  }
}

static void settle_redirect(Work *w) {
  const Field *f = value_field(w->front, S("redirect_to"));
  if (!f) return;
  tell(w, DIAG_WARNING, "Redirects to elsewhere", value_str(f->value, &w->a), f->key_span.offset,
       "publish makes redirects to its own pages only");
}

/* -- links -- */

static Str relative(Arena *a, Str from, Str to) {
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

static Str target(void *context, bool post, Str name, Arena *a) {
  const Work *w = context;
  const Jekyll *j = w->j;
  while (str_starts(name, S("/"))) name = str_sub(name, 1, name.n);
  const JekyllPlace *to = post ? map_get(&j->posts, name) : map_get(&j->places, name);
  if (to) return relative(a, w->place->to, to->to);
  if (!post && old_find(j->im->old, name) >= 0) return arena_printf(a, "/%.*s", STR(name));
  return S("");
}

static void convert_body(Work *w) {
  const LiquidHow how = { .site = w->j->config,
                          .page = w->front,
                          .url = w->j->url,
                          .base = w->j->base,
                          .target = target,
                          .context = w,
                          .left = w->j->im->left,
                          .kramdown = path_is_markdown(w->place->from) };
  Str body;
  size_t from = front_find(w->source.text).body;
  if (!liquid_convert(&body, &w->a, &w->source, from, &how)) return;
  Str parts[] = { str_sub(w->text, 0, front_find(w->text).body), body };
  w->text = arena_concat(&w->a, parts, 2);
}

/* -- the whole -- */

/* Pages that publish makes itself: what the old site had there is not needed. */
static bool made_by_publish(Str url) {
  static const char *const known[] = {
    "/",      "/404.html", "/feed.xml",    "/sitemap.xml", "/robots.txt", "/archive/",
    "/tags/", "/authors/", "/categories/", "/series/",     "/search/",    "/404/"
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (str_eqc(url, known[i])) return true;
  return false;
}

static bool has_own_address(const Work *w) {
  return w->place->kind == JEKYLL_PAGE || w->place->kind == JEKYLL_DOCUMENT;
}

static bool place(Work *w) {
  Jekyll *j = w->j;
  Importer *im = j->im;
  bool visible = settle_published(w), past = settle_date(w);
  w->facts.front = w->front;
  w->facts.categories = words_of(w, "categories", "category", true);
  words_of(w, "tags", "tag", false);
  Str url = jekyll_address(j, w->place, &w->facts, &w->a);
  if (has_own_address(w)) {
    bool loops =
        path_is_html(w->place->from) &&
        liquid_has(str_sub(w->source.text, front_find(w->source.text).body, w->source.text.n));
    if (w->place->kind == JEKYLL_PAGE && (made_by_publish(url) || loops)) {
      tell(w, DIAG_WARNING,
           made_by_publish(url) ? "Pages that publish makes itself" : "Pages made by Liquid", url,
           0,
           made_by_publish(url)
               ? "templates/ changes what is on it; the old text was not carried over"
               : "write it as a template or plugin");
      if (!made_by_publish(url) && visible) im->address(im->context, url, S(""), "page");
      if (old_here(im->old))
        plan_remove(im->plan, j->articles, old_path(im->old, w->place->from, &w->a));
      return true;
    }
    if (w->place->kind == JEKYLL_PAGE) set(w, "permalink", quoted(w, url));
    if (w->place->kind == JEKYLL_PAGE && !front_has(w->text, "listed"))
      set(w, "listed", S("false"));
  }
  settle_layout(w);
  settle_defaults(w);
  settle_redirect(w);
  w->text = front_single(&w->a, w->text, w->front, im->left, &w->source);
  convert_body(w);
  if (!visible)
    im->drafts++;
  else
    im->articles++;
  if (visible && past) im->address(im->context, url, w->place->to, "article");
  bool changed = !str_eq(w->text, w->source.text);
  return importer_put(im, j->articles, w->place->index, w->place->to, changed ? &w->text : NULL);
}

static bool work(Work *w) {
  Importer *im = w->j->im;
  Str bytes;
  if (!importer_read(im, w->place->index, &bytes, &w->a)) return true;
  w->source = (Source){ .path = old_path(im->old, w->place->from, &w->a), .text = bytes };
  w->text = bytes;
  size_t bad = utf8_check(bytes);
  if (bad < bytes.n) return leave_out(w, "Articles that are not UTF-8", S("other encodings"));
  Front f = front_find(bytes);
  w->front = value_null(&w->a);
  if (f.kind == FRONT_YAML) {
    Diags quiet = { 0 };
    bool ok = yaml_parse(&w->front, &w->a, &w->source, f.from, f.to - f.from, &quiet);
    Str why = arena_str(&w->a, quiet.count ? quiet.items[0].message : S(""));
    diags_free(&quiet);
    if (!ok) return leave_out(w, "Front matter that cannot be read", why);
    if (w->front->kind != VALUE_MAP && w->front->kind != VALUE_NULL)
      return leave_out(w, "Front matter that cannot be read", S("it is not a map"));
  }
  return place(w);
}

bool jekyll_article(Jekyll *j, const JekyllPlace *where) {
  Work w = { .j = j, .place = where };
  bool ok = work(&w);
  arena_free(&w.a);
  return ok;
}
