/* hugo_article.c -- one article, bundle or section page: what must change, and nothing else. */
#include "base/utf8.h"
#include "data/date.h"
#include "data/toml.h"
#include "data/yaml.h"
#include "import/front.h"
#include "import/hugo_parts.h"
#include "text/zone.h"

typedef struct {
  Hugo *h;
  const HugoPlace *place;
  Arena a;
  Source source;
  Str text;
  const Value *front;
  Front kind;
  Civil date;
  bool has_date, future;
} Work;

static void tell(Work *w, Severity severity, const char *topic, Str name, size_t at,
                 const char *advice) {
  left_add(w->h->im->left, severity, topic, name, &w->source, at, advice ? "%s" : NULL, advice);
}

static bool leave_out(Work *w, const char *topic, Str why) {
  Hugo *h = w->h;
  tell(w, DIAG_WARNING, topic, why, 0, "mend it and take it out of `exclude:` in publish.yaml");
  h->excluded =
      arena_grow(h->im->arena, h->excluded, h->excluded_count, &h->excluded_cap, sizeof(Str));
  h->excluded[h->excluded_count++] = w->place->to;
  return importer_put(h->im, h->changed, w->place->index, w->place->to, NULL);
}

static Str text_of(Work *w, const char *key) {
  const Value *v = value_getc(w->front, key);
  return v && v->kind != VALUE_LIST && v->kind != VALUE_MAP ? value_str(v, &w->a) : S("");
}

/* -- dates -- */

typedef struct {
  TextTools *text;
  Str zone;
} ZoneOf;

static int64_t zone_of(void *context, const Civil *local, int32_t *offset) {
  const ZoneOf *z = context;
  return zone_instant(z->text, z->zone, local, offset);
}

/* Reads a field; mends what publish would refuse. */
static bool read_date(Work *w, const char *key, Date *date) {
  Hugo *h = w->h;
  ZoneOf zone = { h->im->text, h->zone.n ? h->zone : S("UTC") };
  const DateZone reader = { zone_of, &zone };
  const Field *f = value_field(w->front, str_c(key));
  Str text = str_trim(text_of(w, key));
  if (!text.n) return false;
  if (!date_parse(date, &w->a, text, &reader)) return true;
  Str better = old_date(&w->a, text);
  if (better.n) {
    w->text = front_set(&w->a, w->text, key, front_quote(&w->a, better));
    tell(w, DIAG_NOTE, "Dates written anew", text, f->key_span.offset, NULL);
    return !date_parse(date, &w->a, better, &reader);
  }
  w->text = front_remove(&w->a, w->text, key);
  tell(w, DIAG_WARNING, "Dates that cannot be read", text, f->key_span.offset,
       "write one such as 2024-01-31");
  return false;
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
  const Field *f = value_field(w->front, S("series"));
  if (!f || f->value->kind != VALUE_LIST) return;
  size_t n = value_count(f->value);
  w->text = n ? front_set(&w->a, w->text, "series",
                          front_quote(&w->a, value_str(value_at(f->value, 0), &w->a)))
              : front_remove(&w->a, w->text, "series");
  if (n > 1)
    tell(w, DIAG_WARNING, "Articles in several series", value_str(value_at(f->value, 1), &w->a),
         f->key_span.offset, "an article is in one series here: the first of them");
}

static void settle_layout(Work *w) {
  static const char *const usual[] = { "post", "page", "default", "single" };
  const Field *f = value_field(w->front, S("layout"));
  if (!f) return;
  Str name = text_of(w, "layout");
  for (size_t i = 0; i < 4; i++)
    if (str_eqc(name, usual[i])) return;
  w->text = front_remove(&w->a, w->text, "layout");
  tell(w, DIAG_WARNING, "Layouts", name, f->key_span.offset,
       "`layout: NAME` wants templates/NAME.html; the line was taken out");
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
    const Field *f = value_field(w->front, str_c(fields[i].name));
    if (f)
      tell(w, DIAG_WARNING, "Front matter without a counterpart", f->key, f->key_span.offset,
           fields[i].advice);
  }
}

/* `menu: main`, `menu: [main, footer]`, `menu: {main: {weight, name}}` */
static void take_menus(Work *w, Str url) {
  const Value *menu = value_getc(w->front, "menu");
  if (!menu) menu = value_getc(w->front, "menus");
  const HugoLanguage *l = w->place->language;
  Str language = S(""), title = text_of(w, "linkTitle");
  if (!title.n) title = text_of(w, "title");
  if (!menu || !title.n || (l && !str_eq_nocase(l->key, w->h->language))) return;
  int64_t weight = value_int(value_getc(w->front, "weight"), 0);
  if (menu->kind == VALUE_STR) hugo_menu_entry(w->h, menu->str, language, title, url, weight);
  for (size_t i = 0; i < value_count(menu); i++) {
    if (menu->kind == VALUE_LIST) {
      hugo_menu_entry(w->h, value_str(value_at(menu, i), &w->a), language, title, url, weight);
      continue;
    }
    const Value *how = menu->map.fields[i].value;
    Str name = value_str(hugo_get(how, "name"), &w->a);
    if (hugo_get(how, "parent")) continue; /* menus have one level */
    hugo_menu_entry(w->h, menu->map.fields[i].key, language, name.n ? name : title, url,
                    value_int(hugo_get(how, "weight"), weight));
  }
}

/* Is it rendered at all? `_build` or `build`: {render: never}; headless bundles. */
static bool rendered(Work *w) {
  const Value *build = value_getc(w->front, "_build");
  if (!build) build = value_getc(w->front, "build");
  const Value *render = hugo_get(build, "render");
  Str how = render ? value_str(render, &w->a) : S("");
  return !value_bool(value_getc(w->front, "headless"), false) && !str_eqc(how, "never") &&
         !str_eqc(how, "false");
}

/* -- shortcodes -- */

/* What plugins of publish claim (plugins/directives), and what is done here. */
static bool claimed(Str name) {
  static const char *const known[] = { "note",    "info",   "tip",       "important", "warning",
                                       "caution", "danger", "highlight", "ref",       "relref",
                                       "comment", "raw",    "youtube",   "vimeo",     "gist",
                                       "figure",  "image",  "quote",     "embed",     "table" };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (str_eqc(name, known[i])) return true;
  return false;
}

static void relative(Buf *b, Str from, Str to) {
  Str folder = str_dir(from);
  size_t common = 0;
  for (size_t i = 0; i < folder.n && i < to.n && folder.p[i] == to.p[i]; i++)
    if (folder.p[i] == '/') common = i + 1;
  if (folder.n && str_starts(to, folder) && to.n > folder.n && to.p[folder.n] == '/')
    common = folder.n + 1;
  if (common <= folder.n) {
    Str up = str_sub(folder, common, folder.n), part;
    while (up.n && str_split(&up, '/', &part)) buf_c(b, "../");
  }
  for (size_t i = common; i < to.n; i++) {
    if (strchr(" ()<>%#?", to.p[i]))
      buf_printf(b, "%%%02X", (unsigned char)to.p[i]);
    else
      buf_byte(b, to.p[i]);
  }
}

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
  const HugoPlace *p = to.n ? referred(w, to, &w->a) : w->place;
  if (!p) return false;
  if (to.n) relative(out, w->place->to, p->to);
  buf_str(out, anchor);
  return true;
}

static void shortcodes(Work *w) {
  Str s = w->source.text;
  Buf out = { 0 };
  size_t from = w->kind.body, kept_to = from;
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
    } else if (!claimed(name)) {
      tell(w, DIAG_WARNING, "Shortcodes", arena_printf(&w->a, "{{< %.*s >}}", STR(name)), i,
           "a plugin can claim the name as a directive; unclaimed it prints nothing");
    }
    i = after - 1;
  }
  if (changed) {
    buf_str(&out, str_sub(s, kept_to, s.n));
    Str parts[] = { str_sub(w->text, 0, front_find(w->text).body), buf_dup(&out, &w->a) };
    w->text = arena_concat(&w->a, parts, 2);
  }
  buf_free(&out);
}

/* -- the whole -- */

static bool place(Work *w) {
  Hugo *h = w->h;
  Importer *im = h->im;
  settle_dates(w);
  bool draft = value_bool(value_getc(w->front, "draft"), false);
  Str url = hugo_address(h, w->place, w->front, w->has_date ? &w->date : NULL, &w->a);
  settle_series(w);
  settle_layout(w);
  tell_fields(w);
  if (!rendered(w)) {
    w->text = front_set(&w->a, w->text, "draft", S("true"));
    tell(w, DIAG_WARNING, "Content without a page", S("headless"), 0, "it is a draft now");
    draft = true;
  }
  w->text = front_single(&w->a, w->text, w->front, im->left, &w->source);
  shortcodes(w);
  take_menus(w, url);
  if (draft)
    im->drafts++;
  else
    im->articles++;
  bool home = w->place->branch && !w->place->folder.n;
  if (home && !(w->place->language && w->place->language->path.n)) {
    h->excluded =
        arena_grow(im->arena, h->excluded, h->excluded_count, &h->excluded_cap, sizeof(Str));
    h->excluded[h->excluded_count++] = w->place->to;
    tell(w, DIAG_WARNING, "Pages that publish makes itself", url, 0,
         "templates/home.html changes what is on it; the old text is in `exclude:`");
  }
  bool listed = value_truthy(value_getc(w->front, "title")) || w->kind.body < w->source.text.n;
  if (!draft && !w->future && !home && listed)
    im->address(im->context, url, w->place->branch ? S("") : w->place->to, "article");
  bool changed = !str_eq(w->text, w->source.text);
  return importer_put(im, h->changed, w->place->index, w->place->to, changed ? &w->text : NULL);
}

bool hugo_article(Hugo *h, const HugoPlace *where) {
  Work w = { .h = h, .place = where };
  Importer *im = h->im;
  Str bytes;
  bool ok = true, fine = true;
  if (!importer_read(im, where->index, &bytes, &w.a)) goto done;
  w.source = (Source){ .path = old_path(im->old, where->from, &w.a), .text = bytes };
  w.text = bytes;
  if (utf8_check(bytes) < bytes.n) {
    ok = leave_out(&w, "Articles that are not UTF-8", S("other encodings"));
    goto done;
  }
  w.kind = front_find(bytes);
  w.front = value_null(&w.a);
  Diags quiet = { 0 };
  size_t length = w.kind.to - w.kind.from;
  if (w.kind.kind == FRONT_TOML)
    fine = toml_parse(&w.front, &w.a, &w.source, w.kind.from, length, &quiet);
  else if (w.kind.kind != FRONT_NONE)
    fine = yaml_parse(&w.front, &w.a, &w.source, w.kind.from, length, &quiet);
  Str why = arena_str(&w.a, quiet.count ? quiet.items[0].message : S(""));
  diags_free(&quiet);
  if (fine && w.front->kind != VALUE_MAP && w.front->kind != VALUE_NULL) {
    fine = false;
    why = S("it is not a map");
  }
  ok = fine ? place(&w) : leave_out(&w, "Front matter that cannot be read", why);
done:
  arena_free(&w.a);
  return ok;
}
