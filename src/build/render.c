/* render.c -- every page: document, transforms, links, HTML, slots, layout. */
#include "build/beside.h"
#include "build/external.h"
#include "build/images.h"
#include "build/links.h"
#include "build/private.h"
#include "doc/dump.h"
#include "doc/email.h"

#include <stdlib.h>

/* Jobs are articles by row number, then generated pages. */
Str render_item(void *context, size_t job) {
  const Built *b = context;
  if (job < b->world.row_count) return b->world.rows[job].path;
  return b->pages[job - b->world.row_count].url;
}

void put_object(Built *b, Arena *a, Str bytes, const Value *assets, Buf *payload) {
  Object object;
  object_make(&object, OBJECT_BLOB, bytes, &b->deflater, a);
  value_encode(payload, assets);
  buf_add(payload, object.id.b, sizeof object.id.b);
  buf_uint(payload, object.size);
  buf_bytes(payload, object.deflated);
}

bool hide_emails(Buf *out, Str name, Str bytes) {
  static const struct {
    const char *end;
    EmailFormat format;
  } formats[] = { { ".html", EMAIL_HTML }, { ".htm", EMAIL_HTML },   { ".xml", EMAIL_XML },
                  { ".atom", EMAIL_XML },  { ".rss", EMAIL_XML },    { ".svg", EMAIL_XML },
                  { ".json", EMAIL_JSON }, { ".jsonld", EMAIL_JSON } };
  for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
    if (!str_ends(name, str_c(formats[i].end))) continue;
    email_hide(out, bytes, formats[i].format);
    return true;
  }
  return false;
}

/* The last thing that happens to a page: no address is left for harvesters. Its
 * layout says which format it has. */
static void put_page(Built *b, Arena *a, Str layout, Str bytes, const Value *assets, Buf *payload) {
  Buf hidden = { 0 };
  bool hides = hide_emails(&hidden, layout, bytes);
  put_object(b, a, hides ? buf_view(&hidden) : bytes, assets, payload);
  buf_free(&hidden);
}

bool take_object(Reader *in, Object *object) {
  if (in->bad || in->rest.n < sizeof object->id.b) return false;
  memcpy(object->id.b, in->rest.p, sizeof object->id.b);
  in->rest = str_sub(in->rest, sizeof object->id.b, in->rest.n);
  object->type = OBJECT_BLOB;
  object->size = read_uint(in);
  object->deflated = read_bytes(in);
  if (in->bad) return false;
  /* An id that is not the content's could name anything that the repository holds. */
  Arena scratch = { 0 };
  Str content;
  bool ok = object_content(&content, object, &scratch);
  if (ok) {
    Oid id = object_id(OBJECT_BLOB, content);
    ok = oid_eq(&id, &object->id);
  }
  arena_free(&scratch);
  return ok;
}

static const Value *outline_value(Arena *a, const Outline *outline) {
  ListBuilder list = list_begin(a);
  for (size_t i = 0; i < outline->count; i++) {
    MapBuilder m = map_begin(a);
    mapb_putc(&m, "level", value_of_int(a, outline->items[i].level));
    mapb_putc(&m, "id", value_of_str(a, outline->items[i].id));
    mapb_putc(&m, "text", value_of_str(a, outline->items[i].text));
    list_add(&list, map_end(&m, (Span){ 0 }));
  }
  return list_end(&list, (Span){ 0 });
}

/* What a template and P.page see as `page` on an article's page. */
static const Value *article_page(const Built *b, Arena *a, Reads *reads, const Draft *draft) {
  const Value *row = draft->row;
  static const char *const keys[] = { "url", "title", "language", "description" };
  MapBuilder m = map_begin(a);
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    const Value *v = value_getc(row, keys[i]);
    if (v) mapb_putc(&m, keys[i], v);
  }
  Str layout = value_strc(row, "layout");
  bool section = value_bool(value_getc(row, "section_page"), false);
  if (!layout.n && section) layout = S("section.html");
  if (!layout.n && !value_bool(value_getc(row, "listed"), true)) layout = S("page.html");
  mapb_putc(&m, "layout", value_of_str(a, article_layout(b, a, reads, layout)));
  mapb_putc(&m, "kind", value_of_str(a, section ? S("section") : S("article")));
  mapb_putc(&m, "path", value_of_str(a, draft->file));
  return map_end(&m, (Span){ 0 });
}

static Severity level_severity(CheckLevel level) {
  return level == CHECK_ERROR ? DIAG_ERROR : DIAG_WARNING;
}

/* Raw HTML and unsafe addresses were left out by the parser: say so. */
static bool report_dropped(Built *b, Arena *a, const Draft *draft, const Doc *doc, Diags *d) {
  CheckLevel level = settings_check(&b->settings, a, S("raw_html"), draft->row, CHECK_WARNING);
  size_t before = d->errors;
  if (level != CHECK_OFF) {
    doc_report_dropped(doc, level_severity(level), false, d);
    doc_report_losses(doc, level_severity(level), false, d);
  }
  level = settings_check(&b->settings, a, S("html_attributes"), draft->row, CHECK_WARNING);
  if (level != CHECK_OFF) doc_report_losses(doc, level_severity(level), true, d);
  return d->errors == before;
}

static void article_asset(const Draft *draft, Arena *a, ListBuilder *assets) {
  Str from = value_strc(draft->rest, "asset");
  if (!from.n) return;
  MapBuilder m = map_begin(a);
  mapb_putc(&m, "from", value_of_str(a, from));
  mapb_putc(&m, "to", value_of_str(a, asset_path(a, draft->file, draft->path, from)));
  list_add(assets, map_end(&m, (Span){ 0 }));
}

static Str word_of(Built *b, Reads *reads, Str language, const char *key) {
  const Value *v = world_text(&b->world, reads, language, str_c(key));
  return v && v->kind == VALUE_STR ? v->str : S("");
}

/* Pictures that plugins show by the address that file.url gave. */
static void find_published(const Published *files, Node *root) {
  for (Node *n = root; files->list.count && n; n = node_next(n, root))
    if (n->type == NODE_IMAGE && !n->file.n) n->file = published_as(&files->list, n->url);
}

static bool render_article(Built *b, HostJob *job, const Draft *draft, Buf *payload) {
  Arena *a = job->arena;
  Diags *d = job->diags;
  Str title = value_strc(draft->row, "title");
  /* A title that came from a heading must come from it again. */
  if (value_bool(value_getc(draft->rest, "headed"), false)) title = S("");
  Doc doc;
  size_t body = (size_t)value_int(value_getc(draft->rest, "body"), 0);
  if (!article_document(b, &doc, a, &draft->source, body, &title, job->reads, d)) return false;
  bool ok = report_dropped(b, a, draft, &doc, d);
  find_images(b, a, job->reads, draft->path, doc.root);
  Published files;
  publish_files(&files, b, job);
  CheckLevel level =
      settings_check(&b->settings, a, S("unknown_directive"), draft->row, CHECK_WARNING);
  Severity severity = level_severity(level);
  ok = host_directives_written(b->host, job, &doc, severity, level == CHECK_OFF) && ok;
  if (!host_transform(b->host, job, &doc)) return false;
  ok = host_directives(b->host, job, &doc, severity, level == CHECK_OFF) && ok;
  if (job->trace) job->trace->blocks = inspect_blocks(a, &doc);
  Buf dumped = { 0 };
  if (b->in->documents) doc_dump(&dumped, doc.root, &(DumpOptions){ .origins = true });
  find_images(b, a, job->reads, draft->path, doc.root); /* those that plugins added */
  Outline outline;
  outline_build(&outline, a, doc.root);
  find_published(&files, doc.root);
  article_asset(draft, a, &files.list);
  ok = check_front_image(b, draft, a, job->reads, d) && ok;
  ok = resolve_links(b, draft, doc.root, &outline, a, job->reads, d, &files.list) && ok;
  size_images(b, job->reads, draft, doc.root);
  const Value *external = b->in->external ? external_links(b, a, draft, doc.root) : NULL;
  Buf html = { 0 }, bytes = { 0 };
  HtmlOptions options = { .scrolling = true,
                          .words = { word_of(b, job->reads, job->interface, "footnotes"),
                                     word_of(b, job->reads, job->interface, "footnote_back") } };
  ok = host_html(b->host, job, doc.root, &options, &html) && ok;
  ok = host_check(b->host, job) && ok;
  HostPage page = { .page = article_page(b, a, job->reads, draft),
                    .content = buf_view(&html),
                    .outline = outline_value(a, &outline) };
  if (job->trace) job->trace->page = page.page;
  const EngineField *slots;
  size_t slot_count;
  ok = ok && host_page(b->host, job, &page, &slots, &slot_count, &page.structured) &&
       host_layout(b->host, job, &page, slots, slot_count, &bytes);
  if (ok)
    put_page(b, a, value_strc(page.page, "layout"), buf_view(&bytes),
             list_end(&files.list, (Span){ 0 }), payload);
  if (ok && b->in->documents) buf_bytes(payload, buf_view(&dumped));
  if (ok && external) value_encode(payload, external);
  buf_free(&dumped);
  buf_free(&html);
  buf_free(&bytes);
  return ok;
}

static bool render_generated(Built *b, HostJob *job, const GeneratedPage *g, Buf *payload) {
  Arena *a = job->arena;
  const Value *record = world_page(&b->world, job->reads, g->url);
  const Value *paths = value_getc(record, "rows");
  uint32_t *rows = ARENA_ARRAY(a, value_count(paths), uint32_t);
  size_t count = 0;
  for (size_t i = 0; i < value_count(paths); i++) {
    uint32_t n = world_article_by_path(&b->world, job->reads, str_of(value_at(paths, i)));
    if (n) rows[count++] = n;
  }
  Published files;
  publish_files(&files, b, job);
  HostPage page = { .page = record, .rows = rows, .row_count = count, .content = S("") };
  if (job->trace) job->trace->page = record;
  const EngineField *slots;
  size_t slot_count;
  Buf bytes = { 0 };
  bool ok = host_page(b->host, job, &page, &slots, &slot_count, &page.structured) &&
            host_layout(b->host, job, &page, slots, slot_count, &bytes);
  if (ok)
    put_page(b, a, value_strc(record, "layout"), buf_view(&bytes),
             list_end(&files.list, (Span){ 0 }), payload);
  buf_free(&bytes);
  return ok;
}

/* Settings that C code, not a hook, consults for an article. */
static void record_settings(Built *b, Reads *reads) {
  static const char *const names[] = { "markdown", "checks", "base", "language",
                                       "interface_language" };
  for (size_t i = 0; reads && i < sizeof names / sizeof names[0]; i++)
    ref_deep(&b->world, reads,
             ref_get(&b->world, reads, world_settings(&b->world), str_c(names[i])));
}

/* The words around an article or list: what the page asks for, else as `interface_language` says.
 * What the site itself says (title, menus ...) goes with them where it has that language. */
static void choose_words(const World *w, HostJob *job, Str follows, Str asked) {
  bool declared;
  if (asked.n) {
    job->interface = asked;
  } else if (str_eqc(follows, "article")) {
    job->interface = job->language;
  } else if (str_eqc(follows, "declared")) {
    world_site(w, job->reads, job->language, &declared);
    if (declared) job->interface = job->language;
  }
  world_site(w, job->reads, job->interface, &declared);
  if (declared) job->edition = job->interface;
}

bool render_job(Built *b, size_t index, Reads *reads, Diags *d, HostTrace *trace, Arena *a,
                Buf *payload) {
  World *w = &b->world;
  HostJob job = { .reads = reads,
                  .diags = d,
                  .arena = a,
                  .trace = trace,
                  .article = ref_covered(NULL),
                  .language = b->settings.language,
                  .interface = b->settings.language };
  bool ok;
  Str follows = value_strc(w->settings, "interface_language");
  world_use_engine(w, reads);
  record_settings(b, reads);
  if (index < w->row_count) {
    const Draft *draft = &b->drafts[b->draft_of[index]];
    Source ignored;
    progress_job(b->progress, index, draft->path);
    world_source(w, reads, draft->path, &ignored);
    ref_deep(w, reads, world_article(w, (uint32_t)index + 1));
    d->article = draft->path;
    job.source = &draft->source;
    job.row = draft->row;
    job.number = (uint32_t)index + 1;
    job.article = world_article(w, job.number);
    job.language = value_strc(draft->row, "language");
    choose_words(w, &job, follows, S(""));
    ok = render_article(b, &job, draft, payload);
    d->article = S("");
  } else {
    const GeneratedPage *g = &b->pages[index - w->row_count];
    progress_job(b->progress, index, S(""));
    Str language = value_strc(g->record, "language");
    if (language.n) job.language = language;
    choose_words(w, &job, follows, value_strc(g->record, "interface"));
    d->article = g->url;
    ok = render_generated(b, &job, g, payload);
    d->article = S("");
  }
  return ok;
}

static bool render_run(void *context, size_t index, Reads *reads, Diags *d, Buf *payload) {
  Arena a = { 0 };
  bool ok = render_job(context, index, reads, d, NULL, &a, payload);
  arena_free(&a);
  return ok;
}

/* Pictures shown by an article go out beside its page, by id. */
bool add_assets(Built *b, const Value *assets, Str maker) {
  for (size_t i = 0; i < value_count(assets); i++) {
    Str from = value_strc(value_at(assets, i), "from"), to = value_strc(value_at(assets, i), "to");
    const BuildEntry *e = find_entry(b, from, NULL);
    /* Only what articles may show, whoever asks for it. */
    Str *link = map_get(&b->world.links, from);
    if (!e || !link || !str_eqc(*link, LINK_ASSET)) return false;
    const char *problem = output_path_problem(b->arena, to);
    if (problem)
      diag_file(b->d, DIAG_ERROR, P_OUTPUT_PATH, from, "rename the file",
                "cannot be published as '%.*s': %s", STR(to), problem);
    else if (claim_asset(b, to, from))
      add_output(b, (BuildOutput){ .path = to, .maker = maker, .mode = MODE_FILE, .id = e->id });
  }
  return true;
}

static bool render_accept(void *context, size_t index, Str payload) {
  Built *b = context;
  Reader in = { payload, false };
  const Value *assets = value_decode(b->arena, &in);
  BuildOutput out = { .mode = MODE_FILE, .made = true };
  if (!assets || !take_object(&in, &out.object)) return false;
  if (b->in->documents && index < b->world.row_count) {
    out.document = read_bytes(&in);
    if (in.bad) return false;
  }
  if (b->in->external && index < b->world.row_count) {
    out.external = value_decode(b->arena, &in);
    if (!out.external || in.bad) return false;
  }
  if (index < b->world.row_count) {
    const Draft *draft = &b->drafts[b->draft_of[index]];
    out.path = draft->file;
    out.maker = draft->path;
  } else {
    out.path = b->pages[index - b->world.row_count].file;
    out.maker = b->pages[index - b->world.row_count].maker;
  }
  out.id = out.object.id;
  add_output(b, out);
  b->out->pages++;
  return add_assets(b, assets, out.maker);
}

bool render_pages(Built *b) {
  const Stage stage = { .name = "page",
                        .jobs = b->world.row_count + b->page_count,
                        .context = b,
                        .item = render_item,
                        .start = worker_plugins,
                        .run = render_run,
                        .accept = render_accept,
                        .seconds = b->seconds };
  return stage_run(&b->run, &stage, b->d);
}
