/* scan.c -- front matter and facts of every article.
 *
 * An article whose date (or, when asked for, date of change) must come from
 * history is scanned twice: once to find that out, and again when the one walk
 * over history has answered. Its job's name carries the date, so that a kept
 * result is never taken for another date. */
#include "build/beside.h"
#include "build/images.h"

#include "base/utf8.h"
#include "doc/links.h"
#include "doc/outline.h"
#include "doc/plain.h"
#include "text/graphemes.h"
#include "text/words.h"
#include <stdlib.h>

enum { EXCERPT_WIDTH = 200 }; /* a hundred wide characters */

typedef struct {
  Built *b;
  size_t *jobs; /* which drafts */
  size_t count;
} Scan;

static Str scan_item(void *context, size_t job) {
  Scan *s = context;
  const Draft *d = &s->b->drafts[s->jobs[job]];
  if (!d->has_date && !d->has_updated) return d->path;
  return arena_printf(s->b->arena, "%.*s %lld %lld", STR(d->path), (long long)d->date.seconds,
                      (long long)d->updated.seconds);
}

static void scan_start(void *context, Progress *progress) {
  worker_plugins(((Scan *)context)->b, progress);
}

/* What of the settings decides how an article is read. */
static void record_settings(Built *b, Reads *reads) {
  static const char *const names[] = { "language", "timezone", "permalink", "fields", "markdown",
                                       "articles", "author",   "base",      "checks", "categories",
                                       "limits",   "exclude",  "languages" };
  if (!reads) return;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    ref_deep(&b->world, reads,
             ref_get(&b->world, reads, world_settings(&b->world), str_c(names[i])));
}

/* Line ends become blanks, or nothing between two wide characters. */
static Str one_line(Arena *a, Str text) {
  char *flat = arena_dup(a, text.p, text.n);
  size_t n = 0;
  for (size_t i = 0; i < text.n;) {
    size_t end = i, before = i;
    while (end < text.n && strchr("\n\t", text.p[end])) end++;
    if (end == i) {
      flat[n++] = text.p[i++];
      continue;
    }
    bool wide = i > 0 && end < text.n && utf8_wide(utf8_prev(text, &before));
    i = end;
    if (!wide || !utf8_wide(utf8_next(text, &end))) flat[n++] = ' ';
  }
  return str_n(flat, n);
}

/* The author's summary, or the beginning of the text; a card has the title already. */
static Str excerpt_of(Arena *a, const Doc *doc, Str description, Str title) {
  description = str_trim(excerpt_after_title(description, title));
  if (description.n) return excerpt(a, description, EXCERPT_WIDTH, S("…"));
  const PlainOptions plain = { .skip_blocks = true, /* a name in `code` belongs to its sentence */
                               .skip_footnotes = true,
                               .skip_headings = true,
                               .skip_tables = true,
                               .skip_images = true,
                               .limit = 4000 };
  Str text = plain_text(a, doc->root, &plain);
  text = excerpt_after_title(str_trim(text), title);
  return excerpt(a, one_line(a, str_trim(text)), EXCERPT_WIDTH, S("…"));
}

static const Value *anchors_of(Arena *a, Node *root) {
  Outline outline;
  outline_build(&outline, a, root);
  ListBuilder list = list_begin(a);
  for (const Node *n = root; n; n = node_next(n, root))
    if (n->id.n) list_add(&list, value_of_str(a, n->id));
  return list_end(&list, (Span){ 0 });
}

/* Where a front matter's image is published; "" = as written. */
static Str image_url(Built *b, Arena *a, const Article *article, Str file, Reads *reads,
                     const char **asset) {
  *asset = NULL;
  const Value *src = value_path(article->fields, "image.src");
  if (!src || src->kind != VALUE_STR || !url_is_local(src->str)) return S("");
  if (str_starts(src->str, S("/"))) return with_base(b, a, src->str);
  Str path = resolve_path(a, article->source.path, src->str);
  Str link = world_link(&b->world, reads, path);
  if (!link.n) return S("");
  if (!str_eqc(link, LINK_ASSET)) return link;
  *asset = arena_cstr(a, path);
  Str out = asset_path(a, file, article->source.path, path);
  Str parts[] = { S("/"), url_path(a, out) };
  return with_base(b, a, arena_concat(a, parts, 2));
}

static Str image_src(const Article *article) {
  const Value *src = value_path(article->fields, "image.src");
  return src && src->kind == VALUE_STR ? src->str : S("");
}

/* The image files that the article shows: in its text, and that of its front matter. */
static const Value *shown_images(Built *b, Arena *a, Reads *reads, const Article *article,
                                 Node *root, Str front) {
  ListBuilder list = list_begin(a);
  if (front.n) list_add(&list, value_of_str(a, front));
  find_images(b, a, reads, article->source.path, root);
  for (const Node *n = root; n; n = node_next(n, root))
    if (n->type == NODE_IMAGE && n->file.n) list_add(&list, value_of_str(a, n->file));
  return list_end(&list, (Span){ 0 });
}

static const Value *date_value(Arena *a, bool has, Date date) {
  return has ? value_of_date(a, date) : value_null(a);
}

/* What an article is called that does not say: as its file, or its folder if it is the page
 * of that; the first of those as the site in its language. */
static Str name_title(Built *b, Arena *a, const Article *article) {
  Str name = str_base(str_sub(article->place, 0, article->place.n - 3));
  const SiteLanguage *language = settings_language(&b->settings, article->language);
  if (!name.n) return language && language->title.n ? language->title : b->settings.title;
  char *words = arena_dup(a, name.p, name.n);
  for (size_t i = 0; i < name.n; i++)
    if (words[i] == '-' || words[i] == '_') words[i] = ' ';
  if (words[0] >= 'a' && words[0] <= 'z') words[0] = (char)(words[0] - 'a' + 'A');
  return str_n(words, name.n);
}

static bool report_untitled(Built *b, Arena *a, const Article *article, const Value *row, Str title,
                            Diags *d) {
  CheckLevel level = settings_check(&b->settings, a, S("titles"), row, CHECK_ERROR);
  if (level == CHECK_ERROR)
    diag_file(d, DIAG_ERROR, P_NO_TITLE, article->source.path,
              "add `title: ...` to the front matter, or begin with a heading",
              "the article has no title");
  else if (level == CHECK_WARNING)
    diag_file(d, DIAG_WARNING, P_NO_TITLE, article->source.path,
              "add `title: ...` to the front matter, or begin with a heading",
              "the article has no title; it is called as its file is, \"%.*s\"", STR(title));
  return level != CHECK_ERROR;
}

static bool scan_article(Built *b, Draft *draft, Arena *a, Reads *reads, Diags *d, Buf *payload) {
  Article article;
  if (!article_read(&article, a, &draft->source, draft->below, &b->settings, &b->zone, d))
    return false;
  bool ok = article_resolve(&article, a, &b->world, reads, d);
  const Value *options;
  ok = article_options(&options, b, a, &article, reads, d) && ok;
  Str title = article.title;
  Doc doc;
  if (!article_document(b, &doc, a, &draft->source, article.parts.body, &title, reads, d))
    return false;
  bool untitled = !title.n && !article.section_page && !article.untranslated;
  if (!title.n) title = name_title(b, a, &article);
  bool has_date = article.has_date || draft->has_date;
  Date date = article.has_date ? article.date : draft->date;
  bool need_date = !has_date && !article.section_page && !article.untranslated;
  MapBuilder m = map_begin(a);
  PagePath place = { S(""), S("") };
  if (ok && !need_date)
    ok = article_place(&place, a, &article, &b->settings, has_date ? &date : NULL, title, d);
  const PlainOptions plain = { .skip_footnotes = false };
  Str text = plain_text(a, doc.root, &plain);
  const char *asset;
  Str image = image_file(b, a, reads, article.source.path, image_src(&article));
  article_image(&article, a, &b->world, reads, image);
  ArticleRest rest = { .url = with_base(b, a, place.url),
                       .title = title,
                       .has_date = has_date,
                       .date = date,
                       .has_updated = article.has_updated || draft->has_updated,
                       .updated = article.has_updated ? article.updated : draft->updated,
                       .image_file = image,
                       .options = options,
                       .words = (int64_t)text_count(b->tools, text) };
  rest.excerpt = excerpt_of(a, &doc, article.description, title);
  rest.image_url = image_url(b, a, &article, place.file, reads, &asset);
  const Value *row = article_row(a, &article, &rest), *facts = NULL;
  ok = article_layout_check(b, a, reads, &article, row, d) && ok;
  if (untitled) ok = report_untitled(b, a, &article, row, title, d) && ok;
  HostJob job = { .reads = reads,
                  .diags = d,
                  .arena = a,
                  .source = &draft->source,
                  .row = row,
                  .article = ref_covered(row),
                  .language = article.language,
                  .interface = b->settings.language };
  const Value *anchors = anchors_of(a, doc.root);
  const Value *images = shown_images(b, a, reads, &article, doc.root, image);
  const Value *files = shown_files(b, a, reads, article.source.path, doc.root);
  if (ok && !need_date) ok = host_scan(b->host, &job, &doc, &facts);
  mapb_putc(&m, "row", row);
  mapb_putc(&m, "file", value_of_str(a, place.file));
  mapb_putc(&m, "need_date", value_of_bool(a, need_date));
  mapb_putc(&m, "need_updated", value_of_bool(a, !article.has_updated));
  mapb_putc(&m, "untranslated", value_of_bool(a, article.untranslated));
  mapb_putc(&m, "draft", value_of_bool(a, article.draft));
  mapb_putc(&m, "date", date_value(a, has_date, date));
  mapb_putc(&m, "expires", date_value(a, article.has_expires, article.expires));
  if (article.has_withdrawn) mapb_putc(&m, "withdrawn", value_of_date(a, article.withdrawn));
  const Value *from = value_getc(article.fields, "source"), *until = value_getc(from, "until");
  if (until && until->kind == VALUE_DATE) {
    mapb_putc(&m, "until", until);
    mapb_putc(&m, "source_at", value_of_int(a, from->span.offset));
    mapb_putc(&m, "source_length", value_of_int(a, from->span.length));
  }
  const Value *guid = value_getc(article.fields, "guid");
  if (guid) {
    mapb_putc(&m, "guid_at", value_of_int(a, guid->span.offset));
    mapb_putc(&m, "guid_length", value_of_int(a, guid->span.length));
  }
  mapb_putc(&m, "headed", value_of_bool(a, !article.has_title));
  mapb_putc(&m, "body", value_of_int(a, (int64_t)article.parts.body));
  if (asset) mapb_putc(&m, "asset", value_of_str(a, str_c(asset)));
  const Value *src = value_path(article.fields, "image.src");
  if (src) {
    mapb_putc(&m, "image_at", value_of_int(a, src->span.offset));
    mapb_putc(&m, "image_length", value_of_int(a, src->span.length));
  }
  mapb_putc(&m, "images", images);
  mapb_putc(&m, "files", files);
  mapb_putc(&m, "anchors", anchors);
  if (facts) mapb_putc(&m, "facts", facts);
  if (ok) value_encode(payload, map_end(&m, (Span){ 0 }));
  return ok;
}

static bool scan_run(void *context, size_t job, Reads *reads, Diags *d, Buf *payload) {
  Scan *s = context;
  Built *b = s->b;
  Draft *draft = &b->drafts[s->jobs[job]];
  Arena a = { 0 };
  Source ignored;
  progress_job(b->progress, job, draft->path);
  world_use_engine(&b->world, reads);
  world_source(&b->world, reads, draft->path, &ignored);
  record_settings(b, reads);
  d->article = draft->path;
  bool ok = scan_article(b, draft, &a, reads, d, payload);
  d->article = S("");
  arena_free(&a);
  return ok;
}

static bool scan_accept(void *context, size_t job, Str payload) {
  Scan *s = context;
  Draft *draft = &s->b->drafts[s->jobs[job]];
  Reader in = { payload, false };
  const Value *v = value_decode(s->b->arena, &in);
  if (!v || in.bad || !is_map(value_getc(v, "row"))) return false;
  draft->scanned = true;
  draft->rest = v;
  draft->row = value_getc(v, "row");
  draft->facts = value_getc(v, "facts");
  draft->anchors = value_getc(v, "anchors");
  draft->file = value_strc(v, "file");
  draft->need_date = value_bool(value_getc(v, "need_date"), false);
  draft->need_updated = value_bool(value_getc(v, "need_updated"), false);
  return draft->need_date || output_path_problem(s->b->arena, draft->file) == NULL;
}

static bool run_scan(Built *b, size_t *jobs, size_t count) {
  Scan s = { b, jobs, count };
  const Stage stage = { .name = "scan",
                        .jobs = count,
                        .context = &s,
                        .item = scan_item,
                        .start = scan_start,
                        .run = scan_run,
                        .accept = scan_accept,
                        /* It is parsed once more to be rendered: half of its time. */
                        .seconds = b->seconds / 2 };
  return stage_run(&b->run, &stage, b->d);
}

/* -- dates from history -- */

/* Commits may hold any number; years that people write are dates. */
static bool history_date(Date *out, CommitTime at) {
  *out = (Date){ at.time, at.offset * 60, true };
  return at.time >= -62135596800 && at.time < 253402300800;
}

static bool settle_date(Built *b, Draft *draft, const FileHistory *h) {
  if (h->has_created && history_date(&draft->date, h->created)) {
    draft->has_date = true;
    return true;
  }
  if (h->created_cut)
    diag_file(
        b->d, DIAG_ERROR, P_SHALLOW_DATE, draft->path,
        "--fetch gets the whole history (as do actions/checkout with `fetch-depth: 0`, and git "
        "fetch --unshallow); or write `date:` into the front matter",
        "the date must come from history, but this clone is shallow");
  else
    diag_file(
        b->d, DIAG_ERROR, P_NO_DATE, draft->path,
        "write `date: YYYY-MM-DD` into the front matter, or name the file YYYY-MM-DD-title.md",
        h->has_created ? "the article has no date, and that of its commit is none"
                       : "the article has no date and no history to take one from");
  return false;
}

/* The commit that brought an article is no update of it. */
static bool settle_updated(Draft *draft, const FileHistory *h) {
  bool first = h->has_created && oid_eq(&h->created_by, &h->updated_by);
  if (!h->has_updated || first) return false;
  draft->has_updated = history_date(&draft->updated, h->updated);
  return draft->has_updated;
}

/* One walk for all. Only `updated: history` in publish.yaml asks for dates of change. */
static bool dates_from_history(Built *b) {
  bool updates = str_eqc(value_strc(b->world.settings, "updated"), "history");
  size_t *jobs = ARENA_ARRAY(b->arena, b->draft_count, size_t), count = 0, cut = 0, again = 0;
  HistoryQuery *queries = ARENA_ARRAY(b->arena, b->draft_count, HistoryQuery);
  for (size_t i = 0; i < b->draft_count; i++) {
    const Draft *draft = &b->drafts[i];
    bool updated = updates && draft->need_updated;
    if (!draft->scanned || !(draft->need_date || updated)) continue;
    queries[count] = (HistoryQuery){ draft->path, HISTORY_CREATED };
    if (updated) queries[count].want |= HISTORY_UPDATED;
    jobs[count++] = i;
  }
  if (count == 0) return true;
  FileHistory *found = ARENA_ARRAY(b->arena, count, FileHistory);
  if (b->in->history && !b->in->history(b->in->context, queries, count, found, b->d)) return false;
  for (size_t i = 0; i < count; i++) {
    Draft *draft = &b->drafts[jobs[i]];
    bool updated = settle_updated(draft, &found[i]);
    cut += found[i].updated_cut;
    if (!draft->need_date && !updated) continue;
    draft->scanned = false;
    if (!draft->need_date || settle_date(b, draft, &found[i])) jobs[again++] = jobs[i];
  }
  if (cut)
    diag_file(b->d, DIAG_NOTE, P_SHALLOW_UPDATED, S("publish.yaml"),
              "--fetch gets the whole history (as does actions/checkout with `fetch-depth: 0`)",
              "%zu article%s without `updated`: this clone is shallow", cut, cut == 1 ? "" : "s");
  return run_scan(b, jobs, again);
}

bool scan_articles(Built *b) {
  size_t *all = ARENA_ARRAY(b->arena, b->draft_count, size_t);
  size_t count = 0;
  for (size_t i = 0; i < b->draft_count; i++)
    if (!hold_has(b, b->drafts[i].path)) all[count++] = i;
  return find_files(b) && run_scan(b, all, count) && dates_from_history(b);
}
