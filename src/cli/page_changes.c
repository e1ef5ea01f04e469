/* page_changes.c -- merge two lists of files, and look into those that differ. */
#include "cli/page_changes.h"

#include "cli/diff.h"
#include "cli/page_text.h"

const char *page_change_name(PageChangeKind what) {
  static const char *const names[] = { "added", "changed", "removed", "redirected" };
  return names[what];
}

const SnapshotFile *page_change_file(const PageChange *c) {
  return c->new ? c->new : c->old;
}

static void because(PageChange *c, Str why) {
  for (size_t i = 0; i < c->why_count; i++)
    if (str_eq(c->why[i], why)) return;
  if (c->why_count < WHY_MOST) c->why[c->why_count++] = why;
}

/* -- pages that come or go -- */

static const SnapshotArticle *same_article(const Snapshot *there, const SnapshotArticle *here) {
  const SnapshotArticle *same = here && here->id.n ? map_get(&there->by_id, here->id) : NULL;
  return same || !here ? same : snapshot_article(there, here->path);
}

static void why_added(PageChanges *out, PageChange *c, const Snapshot *old, const Snapshot *new) {
  Str path = c->new->at.article;
  if (c->new->at.kind == URL_REDIRECT) {
    because(c, arena_printf(&out->arena, "leads to %.*s", STR(c->new->at.to)));
  } else if (path.n) {
    const SnapshotArticle *was = same_article(old, snapshot_article(new, path));
    if (was && !str_eq(was->url, c->new->at.url))
      because(c, arena_printf(&out->arena, "moved from %.*s", STR(was->url)));
    else
      because(c, snapshot_has_source(old, path) ? S("published now") : S("new article"));
  }
}

static void why_removed(PageChanges *out, PageChange *c, const Snapshot *old, const Snapshot *new) {
  Str path = c->old->at.article;
  if (c->old->at.kind == URL_REDIRECT) {
    because(c, arena_printf(&out->arena, "led to %.*s", STR(c->old->at.to)));
  } else if (path.n) {
    const SnapshotArticle *now = same_article(new, snapshot_article(old, path));
    if (now && !str_eq(now->url, c->old->at.url))
      because(c,
              arena_printf(&out->arena, "moved to %.*s, and nothing leads there", STR(now->url)));
    else
      because(c, snapshot_has_source(new, path) ? S("no longer published") : S("article removed"));
  }
}

/* -- pages that change -- */

/* The words of a part for people; "" for what is the page's own text. */
static Str part_words(Arena *a, Str label) {
  static const struct {
    const char *in;
    Str words;
  } known[] = { { "related", { "related list", 12 } },
                { "notice", { "notice", 6 } },
                { "nearby", { "neighbouring articles", 21 } },
                { "translations", { "translations", 12 } },
                { ".tags", { "tags", 4 } },
                { "comment", { "comments", 8 } } };
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (str_find(label, str_c(known[i].in)) >= 0) return known[i].words;
  bool own = str_eqc(label, "page") || str_eqc(label, "section") || str_starts(label, S("main")) ||
             str_starts(label, S("article")) || str_find(label, S("footnotes")) >= 0 ||
             str_find(label, S("-head")) >= 0;
  return own ? S("") : arena_printf(a, "<%.*s>", STR(label));
}

/* The name in front of the tab: "opinion 2". */
static Str notice_name(Str line) {
  long tab = str_chr(line, '\t');
  return tab < 0 ? line : str_sub(line, 0, (size_t)tab);
}

/* For each line that the other list has not: is its notice there with another text? */
static void why_notices(PageChanges *out, PageChange *c, Str here, Str other, const char *what) {
  Str rest = here, line;
  while (rest.n && str_split(&rest, '\n', &line)) {
    Str seen = other, one;
    bool same = !line.n, known = false;
    while (seen.n && str_split(&seen, '\n', &one)) {
      same = same || str_eq(one, line);
      known = known || str_eq(notice_name(one), notice_name(line));
    }
    if (!same)
      because(c, arena_printf(&out->arena, "notice %.*s %s", STR(notice_name(line)),
                              known ? "changed" : what));
  }
}

static void why_article(PageChanges *out, PageChange *c, const Snapshot *old, const Snapshot *new) {
  const SnapshotArticle *was = snapshot_article(old, c->old->at.article);
  const SnapshotArticle *is = snapshot_article(new, c->new->at.article);
  if (!was || !is) return;
  if (!oid_eq(&was->blob, &is->blob) || !str_eq(was->path, is->path)) because(c, S("article"));
  why_notices(out, c, is->notices, was->notices, "added");
  why_notices(out, c, was->notices, is->notices, "removed");
}

static bool named(const PageChange *c, const char *begin) {
  for (size_t i = 0; i < c->why_count; i++)
    if (str_starts(c->why[i], str_c(begin))) return true;
  return false;
}

static void why_part(PageChanges *out, PageChange *c, Str label, bool *markup, const PagePart *x,
                     const PagePart *y) {
  if (x && y && digest_eq(x->html, y->html)) return;
  if (!x || !y || !digest_eq(x->text, y->text)) *markup = false;
  bool article = named(c, "article");
  Str words = part_words(&out->arena, label);
  if (str_eqc(words, "notice") && named(c, "notice ")) return;
  if (str_eqc(label, "head")) {
    if (!article) because(c, S("metadata"));
  } else if (words.n) {
    /* Share links and the like follow the article, if nothing but articles changed. */
    if (!article || out->source_count || words.p[0] != '<') because(c, words);
  } else if (!article) {
    because(c, c->new->at.article.n ? S("made otherwise") : S("list"));
  }
}

/* Metadata follow from everything; alone they are worth a word. */
static void tidy(PageChange *c) {
  size_t n = 0;
  for (size_t i = 0; i < c->why_count; i++)
    if (c->why_count == 1 || !str_eqc(c->why[i], "metadata")) c->why[n++] = c->why[i];
  c->why_count = n;
}

/* The diff without its names and line numbers, by which pages that change alike are known. */
static Digest body_digest(Str diff) {
  Buf body = { 0 };
  Str rest = diff, line;
  for (size_t i = 0; rest.n && str_split(&rest, '\n', &line); i++)
    if (i >= 2 && line.n && (line.p[0] == '+' || line.p[0] == '-'))
      buf_str(&body, line), buf_byte(&body, '\n');
  Digest d = digest_of(buf_view(&body));
  buf_free(&body);
  return d;
}

/* Tags one a line, for a change that no reader sees. */
static Str tags_apart(Arena *a, Str html) {
  Buf out = { 0 };
  for (size_t i = 0; i < html.n; i++) {
    if (html.p[i] == '<' && i && html.p[i - 1] != '\n') buf_byte(&out, '\n');
    buf_byte(&out, html.p[i]);
  }
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}

static void render(PageChanges *out, PageChange *c, const Snapshot *old, const Snapshot *new,
                   Str was, Str is, Str old_html, Str new_html) {
  Arena scratch = { 0 };
  Buf diff = { 0 };
  const SiteUrl *x = &page_change_file(c)->at;
  Str before = c->old ? arena_printf(&scratch, "%.*s (%.*s)", STR(c->old->at.url), STR(old->name))
                      : S("/dev/null");
  Str after =
      c->new ? arena_printf(&scratch, "%.*s (%.*s)", STR(x->url), STR(new->name)) : S("/dev/null");
  diff_unified(&diff, before, after, was, is);
  if (!diff.n && !str_eq(old_html, new_html))
    diff_unified(&diff, before, after, tags_apart(&scratch, old_html),
                 tags_apart(&scratch, new_html));
  c->diff = buf_dup(&diff, &out->arena);
  buf_free(&diff);
  arena_free(&scratch);
}

static bool is_page(const SnapshotFile *f) {
  return f && (f->at.kind == URL_PAGE || f->at.kind == URL_REDIRECT);
}

static void look_inside(PageChanges *out, PageChange *c, const Snapshot *old, const Snapshot *new,
                        bool rendered) {
  Arena a = { 0 };
  Str was = S(""), is = S("");
  PageText x = { 0 }, y = { 0 };
  if (is_page(c->old) && snapshot_bytes(&was, c->old, &a)) page_text(&x, &a, was);
  if (is_page(c->new) && snapshot_bytes(&is, c->new, &a)) page_text(&y, &a, is);
  if (c->what == PAGE_CHANGED && was.n && is.n) {
    bool markup = true;
    why_article(out, c, old, new);
    for (size_t i = 0; i < y.count; i++)
      why_part(out, c, arena_str(&out->arena, y.parts[i].label), &markup,
               page_part(&x, y.parts[i].label), &y.parts[i]);
    for (size_t i = 0; i < x.count; i++)
      if (!page_part(&y, x.parts[i].label))
        why_part(out, c, arena_str(&out->arena, x.parts[i].label), &markup, &x.parts[i], NULL);
    tidy(c);
    if (markup && !named(c, "article")) because(c, S("markup only"));
  }
  if (rendered) render(out, c, old, new, x.text, y.text, was, is);
  arena_free(&a);
}

/* -- all of them -- */

static void settle(PageChanges *out, PageChange *c, const Snapshot *old, const Snapshot *new,
                   bool rendered) {
  if (!is_page(c->old) && !is_page(c->new)) {
    out->feeds += page_change_file(c)->at.kind == URL_FEED;
    out->files += page_change_file(c)->at.kind == URL_FILE;
    return;
  }
  bool leads = c->new && c->new->at.kind == URL_REDIRECT;
  if (c->what == PAGE_CHANGED && leads && c->old->at.kind != URL_REDIRECT)
    c->what = PAGE_REDIRECTED;
  if (c->what == PAGE_REDIRECTED)
    because(c, arena_printf(&out->arena, "leads to %.*s", STR(c->new->at.to)));
  else if (c->what == PAGE_ADDED)
    why_added(out, c, old, new);
  else if (c->what == PAGE_REMOVED)
    why_removed(out, c, old, new);
  else if (leads && !str_eq(c->new->at.to, c->old->at.to))
    because(c, arena_printf(&out->arena, "leads to %.*s, before to %.*s", STR(c->new->at.to),
                            STR(c->old->at.to)));
  look_inside(out, c, old, new, rendered);
  out->totals[c->what]++;
}

static void number_groups(PageChanges *out) {
  Map seen = { 0 };
  for (size_t i = 0; i < out->count; i++) {
    PageChange *c = &out->items[i];
    if (!c->diff.n) continue;
    Digest d = body_digest(c->diff);
    Str key = arena_str(&out->arena, str_n((const char *)&d, sizeof d));
    uintptr_t n = (uintptr_t)map_get(&seen, key);
    if (!n) {
      n = ++out->groups;
      map_put(&seen, key, (void *)n);
    }
    c->group = n - 1;
  }
  map_free(&seen);
}

static void compare_sources(PageChanges *out, const Snapshot *old, const Snapshot *new) {
  out->sources = ARENA_ARRAY(&out->arena, old->source_count + new->source_count + 1, Str);
  for (size_t i = 0, k = 0; i < old->source_count || k < new->source_count;) {
    const SnapshotSource *o = i < old->source_count ? &old->sources[i] : NULL;
    const SnapshotSource *n = k < new->source_count ? &new->sources[k] : NULL;
    int c = !o ? 1 : !n ? -1 : str_cmp(o->path, n->path);
    i += c <= 0;
    k += c >= 0;
    if (c || !oid_eq(&o->id, &n->id)) out->sources[out->source_count++] = c < 0 ? o->path : n->path;
  }
}

void page_changes(PageChanges *out, const Snapshot *old, const Snapshot *new, bool rendered) {
  *out = (PageChanges){ 0 };
  compare_sources(out, old, new);
  for (size_t i = 0, k = 0; i < old->count || k < new->count;) {
    const SnapshotFile *o = i < old->count ? &old->files[i] : NULL;
    const SnapshotFile *n = k < new->count ? &new->files[k] : NULL;
    int c = !o ? 1 : !n ? -1 : str_cmp(o->at.file, n->at.file);
    i += c <= 0;
    k += c >= 0;
    if (c == 0 && oid_eq(&o->id, &n->id) && o->mode == n->mode) continue;
    out->items = arena_grow(&out->arena, out->items, out->count, &out->cap, sizeof *out->items);
    PageChange *change = &out->items[out->count++];
    *change = (PageChange){ .what = c > 0   ? PAGE_ADDED
                                    : c < 0 ? PAGE_REMOVED
                                            : PAGE_CHANGED,
                            .old = c <= 0 ? o : NULL,
                            .new = c >= 0 ? n : NULL };
    settle(out, change, old, new, rendered);
  }
  number_groups(out);
}

void page_changes_free(PageChanges *c) {
  arena_free(&c->arena);
  *c = (PageChanges){ 0 };
}
