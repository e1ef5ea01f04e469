/* inspect.c -- find the page, run its job with a trace, bring home what it says. */
#include "build/inspect.h"

#include "build/private.h"
#include "doc/plain.h"
#include "text/graphemes.h"
#include "text/similar.h"
#include <string.h>

enum { TEXT_MOST = 60, TERMS_MOST = 8, RELATED_MOST = 20 };

static void put(MapBuilder *m, Arena *a, const char *name, Str text) {
  if (text.n) mapb_putc(m, name, value_of_str(a, text));
}

/* -- what an argument may mean -- */

/* What stands between "://" and the path, or "" where there is no "://". */
static Str host_of(Str address) {
  long scheme = str_find(address, S("://"));
  if (scheme < 0) return S("");
  Str host = str_sub(address, (size_t)scheme + 3, address.n);
  size_t end = 0;
  while (end < host.n && !strchr("/?#", host.p[end])) end++;
  return str_sub(host, 0, end);
}

static bool elsewhere(const Built *b, Str what) {
  Str host = host_of(what);
  return host.n && !str_eq_nocase(host, host_of(value_strc(b->world.settings, "url")));
}

/* The address without scheme and host, query and fragment; "/" in front. */
static Str address_path(Arena *a, Str what) {
  Str host = host_of(what);
  if (host.n) what = str_sub(what, (size_t)(host.p - what.p) + host.n, what.n);
  for (size_t i = 0; i < what.n; i++)
    if (what.p[i] == '?' || what.p[i] == '#') what = str_sub(what, 0, i);
  if (str_ends(what, S("/index.html"))) what = str_sub(what, 0, what.n - 10);
  Str parts[] = { S("/"), what };
  return str_starts(what, S("/")) ? what : arena_concat(a, parts, 2);
}

/* Without the slash at the end: "/a" and "/a/" are one page. */
static Str bare(Str url) {
  return url.n && url.p[url.n - 1] == '/' ? str_sub(url, 0, url.n - 1) : url;
}

static Str base_of(const Built *b) {
  return str_of(value_getc(b->world.settings, "base"));
}

static bool same_address(const Built *b, Arena *a, Str url, Str wanted) {
  Str base = base_of(b), parts[] = { base, wanted };
  if (str_eq(bare(url), bare(wanted))) return true;
  return base.n && str_eq(bare(url), bare(arena_concat(a, parts, 2)));
}

static Str url_of(const Built *b, size_t job) {
  if (job < b->world.row_count) return value_strc(b->world.rows[job].v, "url");
  return b->pages[job - b->world.row_count].url;
}

static bool find_job(const Built *b, Arena *a, Str what, size_t *job) {
  size_t count = b->world.row_count + b->page_count;
  for (size_t i = 0; i < b->world.row_count; i++)
    if (str_eq(b->world.rows[i].path, what)) return *job = i, true;
  if (elsewhere(b, what)) return false;
  Str wanted = address_path(a, what);
  for (size_t i = 0; i < count; i++)
    if (same_address(b, a, url_of(b, i), wanted)) return *job = i, true;
  return false;
}

size_t build_addresses(const BuildResult *r, const Str **out) {
  Built *b = r->inside;
  size_t count = b->world.row_count + b->page_count;
  Str *list = ARENA_ARRAY(b->arena, count + 1, Str);
  for (size_t i = 0; i < count; i++) list[i] = url_of(b, i);
  *out = list;
  return count;
}

Str build_no_page(const BuildResult *r, Str what, Arena *a) {
  const Built *b = r->inside;
  const World *w = &b->world;
  Str wanted = address_path(a, what);
  if (elsewhere(b, what))
    return arena_printf(a, "it is an address of another site; this one is at %.*s",
                        STR(value_strc(w->settings, "url")));
  for (size_t i = 0; i < value_count(w->withdrawn); i++) {
    const Value *gone = value_at(w->withdrawn, i);
    if (str_eq(value_strc(gone, "path"), what))
      return arena_printf(a, "that article is withdrawn; what remains of it is the page %.*s",
                          STR(with_base(b, a, value_strc(gone, "url"))));
  }
  for (size_t i = 0; i < b->draft_count; i++) {
    const Draft *draft = &b->drafts[i];
    if (draft->number || !draft->scanned) continue;
    if (!str_eq(draft->path, what) &&
        !(draft->row && same_address(b, a, value_strc(draft->row, "url"), wanted)))
      continue;
    switch (draft->visibility) {
    case HIDDEN_DRAFT:
      return arena_printf(a, "'%.*s' is a draft; --drafts shows it", STR(draft->path));
    case HIDDEN_UNTRANSLATED:
      return arena_printf(a, "'%.*s' waits for its translation", STR(draft->path));
    case HIDDEN_FUTURE:
      return arena_printf(a, "'%.*s' is dated in the future; --drafts or --at shows it",
                          STR(draft->path));
    case HIDDEN_EXPIRED:
      return arena_printf(a, "'%.*s' has expired; --at shows it as it was", STR(draft->path));
    default:
      return arena_printf(a, "'%.*s' is not published", STR(draft->path));
    }
  }
  size_t entry;
  if (find_entry(b, what, &entry)) return S("that file is no article");
  Str parts[] = { S(LINK_FILE), with_base(b, a, wanted) }, plain[] = { S(LINK_FILE), wanted };
  Str file = world_link(w, NULL, arena_concat(a, plain, 2));
  if (!file.n) file = world_link(w, NULL, arena_concat(a, parts, 2));
  if (file.n)
    return arena_printf(a, "it is a static file, published as it is from '%.*s'", STR(file));
  if (world_link(w, NULL, wanted).n || world_link(w, NULL, with_base(b, a, wanted)).n)
    return S("something is published there, but it is a file and no page");
  return S("");
}

/* -- in the worker -- */

/* The plugins that made something within the block, but not it: each once, in order. */
static const Value *makers_inside(Arena *a, const Node *block) {
  ListBuilder list = list_begin(a);
  for (const Node *n = node_next(block, block); n; n = node_next(n, block)) {
    bool known = !n->origin.n || str_eq(n->origin, block->origin);
    for (size_t i = 0; !known && i < list.count; i++) known = str_eq(list.items[i]->str, n->origin);
    if (!known) list_add(&list, value_of_str(a, n->origin));
  }
  return list_end(&list, (Span){ 0 });
}

const Value *inspect_blocks(Arena *a, const Doc *doc) {
  ListBuilder list = list_begin(a);
  const PlainOptions plain = { .limit = 400 };
  for (const Node *n = doc->root->first; n; n = n->next) {
    MapBuilder m = map_begin(a);
    put(&m, a, "type", node_type_name(n->type));
    if (n->line && n->source == doc->root->source)
      mapb_putc(&m, "line", value_of_int(a, n->line));
    else if (n->line && n->source)
      put(&m, a, "from", n->source->path);
    put(&m, a, "plugin", n->origin);
    if (n->made_at) {
      put(&m, a, "file", n->made_in);
      mapb_putc(&m, "at", value_of_int(a, n->made_at));
    }
    const Value *inside = makers_inside(a, n);
    if (value_count(inside)) mapb_putc(&m, "inside", inside);
    Str text = plain_text(a, n, &plain);
    if (!text.n) text = grapheme_cut(n->literal, plain.limit);
    put(&m, a, "text", excerpt(a, text, TEXT_MOST, S("…")));
    list_add(&list, map_end(&m, (Span){ 0 }));
  }
  return list_end(&list, (Span){ 0 });
}

/* Four digits, exact in decimal: what is told must be the same on any machine. */
static const Value *score_value(Arena *a, Fixed score) {
  int64_t n = (int64_t)(((unsigned __int128)(uint64_t)score * 10000u) >> 32);
  return value_of_float(a, (double)n / 10000);
}

static const Value *one_related(const Built *b, Arena *a, Str index, uint32_t number,
                                const Similar *hit, Str html) {
  const Row *row = &b->world.rows[hit->article - 1];
  SimilarTerm *terms;
  size_t count = world_similar_terms(&b->world, index, number, hit->article, a, &terms);
  ListBuilder list = list_begin(a);
  Fixed rest = hit->score;
  for (size_t i = 0, shown = 0; i < count && shown < TERMS_MOST; i++) {
    if (!terms[i].name.n) continue;
    MapBuilder m = map_begin(a);
    put(&m, a, "term", terms[i].name);
    mapb_putc(&m, "weight", score_value(a, terms[i].weight));
    list_add(&list, map_end(&m, (Span){ 0 }));
    rest -= terms[i].weight;
    shown++;
  }
  MapBuilder m = map_begin(a);
  put(&m, a, "index", index);
  put(&m, a, "article", row->path);
  put(&m, a, "url", value_strc(row->v, "url"));
  put(&m, a, "title", value_strc(row->v, "title"));
  Str link[] = { S("href=\""), value_strc(row->v, "url"), S("\"") };
  mapb_putc(&m, "shown", value_of_bool(a, str_find(html, arena_concat(a, link, 3)) >= 0));
  mapb_putc(&m, "score", score_value(a, hit->score));
  mapb_putc(&m, "terms", list_end(&list, (Span){ 0 }));
  mapb_putc(&m, "rest", score_value(a, rest));
  return map_end(&m, (Span){ 0 });
}

/* The lists of like articles that the job asked for, whichever plugin did. */
static const Value *related(const Built *b, Arena *a, const Reads *reads, Str html) {
  ListBuilder list = list_begin(a);
  for (size_t i = 0; i < reads->count; i++) {
    if (reads->items[i].kind != READ_SIMILAR) continue;
    Str rest = reads->items[i].key, index, number;
    if (!str_split(&rest, '\x1f', &index) || !str_split(&rest, '\x1f', &number)) continue;
    uint32_t article = world_article_by_path(&b->world, NULL, rest);
    size_t most = 0;
    for (size_t k = 0; k < number.n && most < RELATED_MOST; k++)
      most = most * 10 + (size_t)(number.p[k] - '0');
    Similar found[RELATED_MOST];
    if (most > RELATED_MOST) most = RELATED_MOST;
    size_t n = world_similar(&b->world, NULL, a, index, article, found, most);
    for (size_t k = 0; k < n; k++)
      list_add(&list, one_related(b, a, index, article, &found[k], html));
  }
  return list_end(&list, (Span){ 0 });
}

static const Value *read_list(Arena *a, const Reads *reads) {
  ListBuilder list = list_begin(a);
  for (size_t kind = 0; kind < READ_KINDS; kind++) {
    for (size_t i = 0; i < reads->count; i++) {
      if (reads->items[i].kind != (ReadKind)kind) continue;
      MapBuilder m = map_begin(a);
      put(&m, a, "kind", str_c(read_kind_name((ReadKind)kind)));
      mapb_putc(&m, "key", value_of_str(a, reads->items[i].key));
      list_add(&list, map_end(&m, (Span){ 0 }));
    }
  }
  return list_end(&list, (Span){ 0 });
}

static const Value *report(const Built *b, Arena *a, HostTrace *trace, const Reads *reads) {
  const bool article = b->inspect < b->world.row_count;
  const Row *row = article ? &b->world.rows[b->inspect] : NULL;
  static const char *const keys[] = { "url", "kind", "title", "language", "path" };
  MapBuilder m = map_begin(a);
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    const Value *v = value_getc(trace->page, keys[i]);
    if (v && v->kind == VALUE_STR) mapb_putc(&m, keys[i], v);
  }
  put(&m, a, "target", value_strc(value_getc(trace->page, "params"), "to"));
  if (row) put(&m, a, "source", row->path);
  Str layout = value_strc(trace->page, "layout");
  Source file;
  put(&m, a, "layout", layout);
  if (world_template(&b->world, NULL, layout, &file)) put(&m, a, "layout_file", file.path);
  if (!article) put(&m, a, "maker", b->pages[b->inspect - b->world.row_count].maker);
  if (trace->blocks) mapb_putc(&m, "blocks", trace->blocks);
  mapb_putc(&m, "slots", list_end(&trace->slots, (Span){ 0 }));
  static const char *const facts[][2] = { { "notices", "disclaimer.chosen" },
                                          { "missing", "disclaimer.missing" } };
  for (size_t i = 0; row && i < 2; i++) {
    const Value *v = value_path(row->facts, facts[i][1]);
    if (v) mapb_putc(&m, facts[i][0], v);
  }
  mapb_putc(&m, "related", related(b, a, reads, buf_view(&trace->html)));
  mapb_putc(&m, "reads", read_list(a, reads));
  return map_end(&m, (Span){ 0 });
}

static Str inspect_item(void *context, size_t job) {
  const Built *b = context;
  (void)job;
  return render_item(context, b->inspect);
}

/* The job runs for its trace alone, so it always records; the page itself is dropped. */
static bool inspect_run(void *context, size_t job, Reads *outer, Diags *d, Buf *payload) {
  Built *b = context;
  Arena a = { 0 };
  Buf page = { 0 };
  Reads reads = { 0 };
  HostTrace trace = { .slots = list_begin(&a) };
  (void)job;
  (void)outer;
  bool ok = render_job(b, b->inspect, &reads, d, &trace, &a, &page);
  if (ok) value_encode(payload, report(b, &a, &trace, &reads));
  reads_free(&reads);
  buf_free(&page);
  buf_free(&trace.html);
  arena_free(&a);
  return ok;
}

static bool inspect_accept(void *context, size_t job, Str payload) {
  Built *b = context;
  (void)job;
  Reader in = { payload, false };
  b->out->inspected = value_decode(b->arena, &in);
  return is_map(b->out->inspected);
}

bool inspect_page(Built *b) {
  if (!find_job(b, b->arena, b->in->inspect, &b->inspect)) return true;
  const Stage stage = { .name = "inspect",
                        .jobs = 1,
                        .context = b,
                        .item = inspect_item,
                        .start = worker_plugins,
                        .run = inspect_run,
                        .accept = inspect_accept,
                        .seconds = b->seconds };
  /* Never from the store: a kept result has no trace. */
  StageRun run = b->run;
  run.old = NULL;
  run.fresh = NULL;
  return stage_run(&run, &stage, b->d) && !b->d->errors;
}
