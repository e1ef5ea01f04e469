/* jekyll_article.c -- one post, draft, document or page: what must change, and nothing else. */
#include "import/jekyll_parts.h"
#include "import/liquid.h"
#include "import/old_article.h"
#include "text/lang.h"
#include "text/zone.h"

typedef struct {
  Jekyll *j;
  const JekyllPlace *place;
  OldArticle o;
  JekyllFacts facts;
} Work;

static void tell(Work *w, Severity severity, const char *topic, Str name, size_t at,
                 const char *advice) {
  old_article_tell(&w->o, severity, topic, name, at, advice);
}

static void set(Work *w, const char *name, Str value) {
  old_article_set(&w->o, name, value);
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
  const Value *v = value_getc(w->o.front, key);
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
    buf_str(&b, front_quote(&w->o.a, value_str(value_at(list, i), &w->o.a)));
  }
  buf_byte(&b, ']');
  Str text = buf_dup(&b, &w->o.a);
  buf_free(&b);
  return text;
}

/* The list as Jekyll has it; written only where publish would understand another one. */
static const Value *words_of(Work *w, const char *many, const char *one, bool folders) {
  const Value *plural = own_or_default(w, many), *single = own_or_default(w, one);
  ListBuilder b = list_begin(&w->o.a);
  Str rest = folders ? w->place->folder : S(""), part;
  while (rest.n && str_split(&rest, '/', &part))
    if (part.n) list_add(&b, value_of_str(&w->o.a, part));
  add_words(&b, &w->o.a, single, false);
  add_words(&b, &w->o.a, plural, true);
  const Value *list = list_end(&b, (Span){ 0, 0 });
  bool own = value_getc(w->o.front, many) || value_getc(w->o.front, one);
  bool same = own && !(plural && single) && !(folders && w->place->folder.n) &&
              !has_blank(plural, &w->o.a) && !has_comma(plural, &w->o.a) &&
              !has_comma(single, &w->o.a);
  if (same || !value_count(list)) return list;
  old_article_remove(&w->o, one);
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

/* False: it lies in the future, so it had no page. */
static bool settle_date(Work *w) {
  Str name_date = w->place->name_date;
  const char *advice =
      name_date.n ? "the date of the file's name is used" : "write one such as 2024-01-31";
  Date date;
  if (!old_article_date(&w->o, "date", advice, &date) &&
      (!name_date.n || !old_article_parse_date(&w->o, name_date, &date)))
    return true;
  civil(w, &date);
  return date.seconds <= w->j->im->now;
}

/* -- other fields -- */

static bool falsy(Str s) {
  return str_eq_nocase(s, S("false")) || str_eq_nocase(s, S("no")) || str_eq_nocase(s, S("off"));
}

/* Is it published at all? */
static bool settle_published(Work *w) {
  const Value *given = value_getc(w->o.front, "published");
  const Value *v = own_or_default(w, "published");
  bool hidden = w->place->kind == JEKYLL_DRAFT || (v && falsy(value_str(v, &w->o.a)));
  bool known = given && given->kind == VALUE_BOOL && !given->boolean;
  if (given && given->kind != VALUE_BOOL) w->o.text = front_remove(&w->o.a, w->o.text, "published");
  if (hidden && !known && !value_getc(w->o.front, "draft")) set(w, "draft", S("true"));
  return !hidden;
}

static void settle_defaults(Work *w) {
  static const char *const keys[] = { "author", "image", "description", "lang", "series" };
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    const Value *v = jekyll_default(w->j, w->place, keys[i]);
    if (!v || v->kind == VALUE_MAP || v->kind == VALUE_LIST || front_has(w->o.text, keys[i]))
      continue;
    Str text = value_str(v, &w->o.a);
    if (text.n) old_article_set_quoted(&w->o, keys[i], text);
  }
}

static void settle_redirect(Work *w) {
  const Field *f = value_field(w->o.front, S("redirect_to"));
  if (!f) return;
  tell(w, DIAG_WARNING, "Redirects to elsewhere", value_str(f->value, &w->o.a), f->key_span.offset,
       "publish makes redirects to its own pages only");
}

/* -- links -- */

static Str target(void *context, bool post, Str name, Arena *a) {
  const Work *w = context;
  const Jekyll *j = w->j;
  while (str_starts(name, S("/"))) name = str_sub(name, 1, name.n);
  const JekyllPlace *to = post ? map_get(&j->posts, name) : map_get(&j->places, name);
  if (to) return old_article_link(a, w->place->to, to->to);
  if (!post && old_find(j->im->old, name) >= 0) return arena_printf(a, "/%.*s", STR(name));
  return S("");
}

static void convert_body(Work *w) {
  const LiquidHow how = { .site = w->j->config,
                          .page = w->o.front,
                          .url = w->j->url,
                          .base = w->j->base,
                          .target = target,
                          .context = w,
                          .left = w->j->im->left,
                          .kramdown = path_is_markdown(w->place->from) };
  Str body;
  size_t from = front_find(w->o.source.text).body;
  if (!liquid_convert(&body, &w->o.a, &w->o.source, from, &how)) return;
  old_article_body(&w->o, body);
}

/* -- languages -- */

/* Articles of other languages had it in front of their addresses; where they name an address,
 * it is the same in all languages, which is how they are known to be translations. The address
 * without the language is `plain`. */
static Str settle_language(Work *w, Str plain) {
  static const char *const keys[] = { "translation", "translation_key", "translationKey" };
  Str lang = value_str(own_or_default(w, "lang"), &w->o.a);
  const JekyllLanguage *l = jekyll_language(w->j, w->place, lang);
  if (!l) return plain;
  bool own = l == &w->j->languages[0], keyed = false;
  const Value *page = value_getc(w->o.front, "page_id"), *named = own_or_default(w, "permalink");
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    keyed = keyed || value_getc(w->o.front, keys[i]);
  if (lang.n ? !lang_valid(lang) : !own) old_article_set_quoted(&w->o, "lang", l->tag);
  if (!page) page = named;
  if (!keyed && page) old_article_set_quoted(&w->o, "translation", value_str(page, &w->o.a));
  if (own) return plain;
  Str url = arena_printf(&w->o.a, "/%.*s%.*s", STR(l->key), STR(plain));
  if (named) old_article_set_quoted(&w->o, "permalink", url);
  return url;
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
  w->facts.front = w->o.front;
  w->facts.categories = words_of(w, "categories", "category", true);
  words_of(w, "tags", "tag", false);
  Str plain = jekyll_address(j, w->place, &w->facts, &w->o.a), url = settle_language(w, plain);
  if (has_own_address(w)) {
    bool loops = path_is_html(w->place->from) &&
                 liquid_has(str_sub(w->o.source.text, front_find(w->o.source.text).body,
                                    w->o.source.text.n));
    if (w->place->kind == JEKYLL_PAGE && (made_by_publish(plain) || loops)) {
      tell(w, DIAG_WARNING,
           made_by_publish(plain) ? "Pages that publish makes itself" : "Pages made by Liquid", url,
           0,
           made_by_publish(plain)
               ? "templates/ changes what is on it; the old text was not carried over"
               : "write it as a template or plugin");
      if (!made_by_publish(plain) && visible) im->address(im->context, url, S(""), "page");
      if (old_here(im->old))
        plan_remove(im->plan, j->articles, old_path(im->old, w->place->from, &w->o.a));
      return true;
    }
    if (w->place->kind == JEKYLL_PAGE) old_article_set_quoted(&w->o, "permalink", url);
    if (w->place->kind == JEKYLL_PAGE && !front_has(w->o.text, "listed"))
      set(w, "listed", S("false"));
  }
  old_article_layout(&w->o);
  settle_defaults(w);
  settle_redirect(w);
  w->o.text = front_single(&w->o.a, w->o.text, w->o.front, im->left, &w->o.source);
  convert_body(w);
  old_article_emails(&w->o);
  if (!visible)
    im->drafts++;
  else
    im->articles++;
  if (visible && past) im->address(im->context, url, w->place->to, "article");
  return old_article_put(&w->o);
}

bool jekyll_article(Jekyll *j, const JekyllPlace *where) {
  Work w = { .j = j, .place = where };
  bool usable;
  w.o = (OldArticle){ .im = j->im,
                      .step = j->articles,
                      .index = where->index,
                      .from = where->from,
                      .to = where->to,
                      .zone = j->zone,
                      .yaml_only = true };
  bool ok = old_article_read(&w.o, &usable) && (!usable || place(&w));
  arena_free(&w.o.a);
  return ok;
}
