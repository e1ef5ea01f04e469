/* hugo_article.c -- one article, bundle or section page: what must change, and nothing else. */
#include "import/claimed.h"
#include "import/hugo_parts.h"
#include "import/old_article.h"
#include "text/zone.h"

typedef struct {
  Hugo *h;
  const HugoPlace *place;
  OldArticle o;
  Civil date;
  bool has_date, future;
} Work;

static void tell(Work *w, Severity severity, const char *topic, Str name, size_t at,
                 const char *advice) {
  old_article_tell(&w->o, severity, topic, name, at, advice);
}

static Str text_of(Work *w, const char *key) {
  const Value *v = value_getc(w->o.front, key);
  return v && v->kind != VALUE_LIST && v->kind != VALUE_MAP ? value_str(v, &w->o.a) : S("");
}

/* -- dates -- */

static bool read_date(Work *w, const char *key, Date *date) {
  return old_article_date(&w->o, key, "write one such as 2024-01-31", date);
}

static void settle_dates(Work *w) {
  static const char *const others[] = { "lastmod", "expiryDate", "unpublishDate" };
  Date date, publish, expires;
  bool has = read_date(w, "date", &date), given = read_date(w, "publishDate", &publish);
  if (!has && given) date = publish;
  w->has_date = has || given;
  /* Hugo's permalinks show the date's own day in the site's zone. */
  if (w->has_date)
    w->date =
        civil_at(date.seconds, w->h->zone.n ? zone_offset(w->h->im->text, w->h->zone, date.seconds)
                                            : date.offset);
  w->future = w->has_date && (given ? publish : date).seconds > w->h->im->now;
  for (size_t i = 0; i < 3; i++)
    if (read_date(w, others[i], &expires) && i > 0 && expires.seconds <= w->h->im->now)
      w->future = true;
}

/* -- other fields -- */

static void settle_series(Work *w) {
  const Field *f = value_field(w->o.front, S("series"));
  if (!f || f->value->kind != VALUE_LIST) return;
  size_t n = value_count(f->value);
  w->o.text = n ? front_set(&w->o.a, w->o.text, "series",
                            front_quote(&w->o.a, value_str(value_at(f->value, 0), &w->o.a)))
                : front_remove(&w->o.a, w->o.text, "series");
  if (n > 1)
    tell(w, DIAG_WARNING, "Articles in several series", value_str(value_at(f->value, 1), &w->o.a),
         f->key_span.offset, "an article is in one series here: the first of them");
}

static void tell_fields(Work *w) {
  static const struct {
    const char *name, *advice;
  } fields[] = {
    { "cascade", "write the fields into the articles they are for" },
    { "outputs", "a plugin's hook `files` makes other formats" },
    { "resources", "names and titles of files are not used" },
  };
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    const Field *f = value_field(w->o.front, str_c(fields[i].name));
    if (f)
      tell(w, DIAG_WARNING, "Front matter without a counterpart", f->key, f->key_span.offset,
           fields[i].advice);
  }
}

/* `menu: main`, `menu: [main, footer]`, `menu: {main: {weight, name}}` */
static void take_menus(Work *w, Str url) {
  const Value *menu = value_getc(w->o.front, "menu");
  if (!menu) menu = value_getc(w->o.front, "menus");
  const HugoLanguage *l = w->place->language;
  Str language = l ? l->key : S(""), title = text_of(w, "linkTitle");
  if (!title.n) title = text_of(w, "title");
  if (!menu || !title.n) return;
  int64_t weight = value_int(value_getc(w->o.front, "weight"), 0);
  if (menu->kind == VALUE_STR) hugo_menu_entry(w->h, menu->str, language, title, url, weight);
  for (size_t i = 0; i < value_count(menu); i++) {
    if (menu->kind == VALUE_LIST) {
      hugo_menu_entry(w->h, value_str(value_at(menu, i), &w->o.a), language, title, url, weight);
      continue;
    }
    const Value *how = menu->map.fields[i].value;
    Str name = value_str(hugo_get(how, "name"), &w->o.a);
    if (hugo_get(how, "parent")) {
      tell(w, DIAG_NOTE, "Menu entries below others", arena_str(w->h->im->arena, title),
           menu->map.fields[i].key_span.offset, "menus have one level");
      continue;
    }
    hugo_menu_entry(w->h, menu->map.fields[i].key, language, name.n ? name : title, url,
                    value_int(hugo_get(how, "weight"), weight));
  }
}

/* Is it rendered at all? `_build` or `build`: {render: never}; headless bundles. */
static bool rendered(Work *w) {
  const Value *build = value_getc(w->o.front, "_build");
  if (!build) build = value_getc(w->o.front, "build");
  const Value *render = hugo_get(build, "render");
  Str how = render ? value_str(render, &w->o.a) : S("");
  return !value_bool(value_getc(w->o.front, "headless"), false) && !str_eqc(how, "never") &&
         !str_eqc(how, "false");
}

/* -- shortcodes -- */

/* The article that a ref means: a path from this folder or from the content folder, with or
 * without ending, or a file's name that is there once. */
static const HugoPlace *referred(const Work *w, Str to, Arena *a) {
  static const char *const endings[] = {
    "", ".md", ".html", "/index.md", "/_index.md", ".markdown"
  };
  const Hugo *h = w->h;
  const HugoLanguage *l = w->place->language;
  Str content = l && l->folder.n ? l->folder : h->content;
  while (str_ends(to, S("/"))) to.n--;
  bool absolute = str_starts(to, S("/"));
  while (str_starts(to, S("/"))) to = str_sub(to, 1, to.n);
  while (str_starts(to, S("./"))) to = str_sub(to, 2, to.n);
  Str here = str_dir(w->place->from);
  while (str_starts(to, S("../")) && here.n) {
    to = str_sub(to, 3, to.n);
    here = str_dir(here);
  }
  for (int pass = absolute; pass < 2; pass++)
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
      Str path = arena_printf(a, "%.*s/%.*s%s", STR(pass ? content : here), STR(to), endings[i]);
      const HugoPlace *p = map_get(&h->articles, path);
      if (p) return p;
    }
  const HugoPlace *p = map_get(&h->names, to);
  return p ? p : map_get(&h->names, arena_printf(a, "%.*s.md", STR(to)));
}

/* `{{< ref "x.md#part" >}}` as a link from file to file. */
static bool reference(Work *w, Buf *out, Str inside) {
  long open = str_chr(inside, '"');
  Str rest = open < 0 ? S("") : str_sub(inside, (size_t)open + 1, inside.n);
  long close = str_chr(rest, '"');
  if (close < 0) return false;
  Str to = str_sub(rest, 0, (size_t)close);
  long hash = str_chr(to, '#');
  Str anchor = hash < 0 ? S("") : str_sub(to, (size_t)hash, to.n);
  if (hash >= 0) to = str_sub(to, 0, (size_t)hash);
  const HugoPlace *p = to.n ? referred(w, to, &w->o.a) : w->place;
  if (!p) return false;
  if (to.n) buf_str(out, old_article_link(&w->o.a, w->place->to, p->to));
  buf_str(out, anchor);
  return true;
}

static void shortcodes(Work *w) {
  Str s = w->o.source.text;
  Buf out = { 0 };
  size_t from = w->o.kind.body, kept_to = from;
  bool changed = false;
  for (size_t i = from; i + 3 < s.n; i++) {
    if (s.p[i] != '{' || s.p[i + 1] != '{' || (s.p[i + 2] != '<' && s.p[i + 2] != '%')) continue;
    char mark = s.p[i + 2];
    Str end = mark == '<' ? S(">}}") : S("%}}");
    long close = str_find(str_sub(s, i + 3, i + 3 + 4096), end);
    if (close < 0) continue;
    Str inside = str_trim(str_sub(s, i + 3, i + 3 + (size_t)close));
    size_t after = i + 3 + (size_t)close + 3, n = 0;
    if (str_starts(inside, S("/*")) || str_starts(inside, S("/"))) {
      i = after - 1;
      continue;
    }
    while (n < inside.n && !strchr(" \t\r\n/", inside.p[n])) n++;
    Str name = str_sub(inside, 0, n);
    if (str_eqc(name, "ref") || str_eqc(name, "relref")) {
      Buf link = { 0 };
      if (reference(w, &link, inside)) {
        buf_str(&out, str_sub(s, kept_to, i));
        buf_str(&out, buf_view(&link));
        kept_to = after;
        changed = true;
      } else {
        tell(w, DIAG_WARNING, "Links to articles that are not there", inside, i,
             "mend the link by hand");
      }
      buf_free(&link);
    } else if (!claimed_name(name)) {
      tell(w, DIAG_WARNING, "Shortcodes", arena_printf(&w->o.a, "{{< %.*s >}}", STR(name)), i,
           CLAIMED_NOT);
    }
    i = after - 1;
  }
  if (changed) {
    buf_str(&out, str_sub(s, kept_to, s.n));
    old_article_body(&w->o, buf_dup(&out, &w->o.a));
  }
  buf_free(&out);
}

/* -- the whole -- */

static bool place(Work *w) {
  Hugo *h = w->h;
  Importer *im = h->im;
  settle_dates(w);
  bool draft = value_bool(value_getc(w->o.front, "draft"), false);
  Str url = hugo_address(h, w->place, w->o.front, w->has_date ? &w->date : NULL, &w->o.a);
  settle_series(w);
  old_article_layout(&w->o);
  tell_fields(w);
  /* A page of the site: the date that history gives it is none that readers know. */
  if (!w->has_date && !w->place->branch && !w->place->folder.n && !front_has(w->o.text, "listed"))
    old_article_set(&w->o, "listed", S("false"));
  if (!rendered(w)) {
    w->o.text = front_set(&w->o.a, w->o.text, "draft", S("true"));
    tell(w, DIAG_WARNING, "Content without a page", S("headless"), 0, "it is a draft now");
    draft = true;
  }
  w->o.text = front_single(&w->o.a, w->o.text, w->o.front, im->left, &w->o.source);
  shortcodes(w);
  old_article_emails(&w->o);
  if (!draft) take_menus(w, url);
  if (!draft) hugo_page_at(h, url);
  if (draft)
    im->drafts++;
  else
    im->articles++;
  bool home = w->place->branch && !w->place->folder.n;
  if (home && !(w->place->language && w->place->language->path.n)) {
    importer_exclude(im, w->place->to);
    tell(w, DIAG_WARNING, "Pages that publish makes itself", url, 0,
         "templates/home.html changes what is on it; the old text is in `exclude:`");
  }
  bool listed =
      value_truthy(value_getc(w->o.front, "title")) || w->o.kind.body < w->o.source.text.n;
  if (!draft && !w->future && !home && listed)
    im->address(im->context, url, w->place->branch ? S("") : w->place->to, "article");
  return old_article_put(&w->o);
}

bool hugo_article(Hugo *h, const HugoPlace *where) {
  Work w = { .h = h, .place = where };
  bool usable;
  w.o = (OldArticle){ .im = h->im,
                      .step = h->changed,
                      .index = where->index,
                      .from = where->from,
                      .to = where->to,
                      .zone = h->zone };
  bool ok = old_article_read(&w.o, &usable) && (!usable || place(&w));
  arena_free(&w.o.a);
  return ok;
}
