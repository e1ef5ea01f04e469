/* batch.c -- the comments of one import together. */
#include "intake/batch.h"

#include "base/secret.h"
#include "base/utf8.h"
#include "text/graphemes.h"

enum { REPEAT_LEAST = 24, SENDER_MANY = 5, HASH_DIGITS = 32, DAY = 86400, SHOWN = 60 };

static size_t number_in(const Map *m, Str key) {
  return (size_t)(uintptr_t)map_get(m, key);
}

static void count_up(Map *m, Str key) {
  if (key.n) map_put(m, key, (void *)(uintptr_t)(number_in(m, key) + 1));
}

/* -- adding -- */

static void report_article(Batch *b, Str file, const Comment *c, Diags *d) {
  Str said = targets_said(c), near = targets_nearest(b->targets, &b->arena, c);
  if (!said.n) {
    diag_file(
        d, DIAG_ERROR, P_COMMENT_ARTICLE, file,
        "the form needs a field 'article' or 'page', a message the article's title as its subject",
        "the comment does not say what it is about");
    return;
  }
  Diag *r = diag_file(d, DIAG_ERROR, P_COMMENT_ARTICLE, file, NULL,
                      "no published article is '%.*s'", STR(str_sub(said, 0, 200)));
  if (near.n)
    diag_help(d, r, "did you mean '%.*s'?", STR(near));
  else
    diag_help(d, r, "'publish list' shows the articles with their paths and addresses");
}

static bool add_comment(Batch *b, Str file, const Form *f, int64_t date, const char *where,
                        Diags *d) {
  BatchItem item = { 0 };
  const char *problem;
  Comment *c = &item.comment;
  if (!comment_of_form(c, &b->arena, f, &problem)) {
    diag_file(d, DIAG_ERROR, P_COMMENT_FORM, file, NULL, "%s %s", where, problem);
    return false;
  }
  if (!c->has_date || c->date > b->now + DAY) c->date = date;
  c->has_date = true;
  item.article = targets_find(b->targets, &b->arena, c);
  if (!item.article) {
    report_article(b, file, c, d);
    return false;
  }
  Str folder = comment_folder(&b->arena, item.article->id);
  if (!folder.n) {
    diag_file(d, DIAG_ERROR, P_COMMENT_ARTICLE, file, "give the article a shorter 'id'",
              "the id of the article '%.*s' is too long for a folder's name",
              STR(str_sub(item.article->path, 0, 200)));
    return false;
  }
  item.closed = b->closed && b->closed[item.article - b->targets->items];
  item.id = comment_id(&b->arena, c, item.article->id);
  if (map_has(&b->ids, item.id)) return true;
  item.path = arena_printf(&b->arena, "data/comments/%.*s/%.*s.yaml", STR(folder), STR(item.id));
  item.text_key = comment_text_key(&b->arena, c->text);
  if (c->email.n) {
    char hex[65];
    secret_digest(hex, b->key, c->email);
    item.email_hash = arena_str(&b->arena, str_n(hex, HASH_DIGITS));
  }
  count_up(&b->texts, item.text_key);
  count_up(&b->senders, item.email_hash);
  b->items = arena_grow(&b->arena, b->items, b->count, &b->cap, sizeof *b->items);
  b->items[b->count++] = item;
  map_put(&b->ids, item.id, (void *)(uintptr_t)b->count);
  return true;
}

bool batch_add(Batch *b, Str file, Str bytes, int64_t date, Diags *d) {
  Forms forms;
  const char *problem;
  if (!form_read(&forms, &b->arena, bytes, &problem)) {
    diag_file(d, DIAG_ERROR, P_COMMENT_FORM, file, NULL, "the file %s", problem);
    return false;
  }
  bool ok = true;
  for (size_t i = 0; i < forms.count; i++) {
    Str where = forms.count == 1 ? S("the comment")
                                 : arena_printf(&b->arena, "comment %zu of the file", i + 1);
    ok = add_comment(b, file, &forms.items[i], date, where.p, d) && ok;
  }
  return ok;
}

/* A comment has a text; everything else is a folder. */
static void add_published(Batch *b, const Value *v, Str id, int depth) {
  if (!v || v->kind != VALUE_MAP || depth > 64) return;
  const Value *text = value_getc(v, "text");
  if (text && text->kind != VALUE_MAP) {
    if (map_has(&b->ids, id)) return; /* counted among the items */
    count_up(&b->texts, comment_text_key(&b->arena, value_str(text, &b->arena)));
    return;
  }
  for (size_t i = 0; i < value_count(v); i++)
    add_published(b, v->map.fields[i].value, v->map.fields[i].key, depth + 1);
}

void batch_published(Batch *b, const Value *comments) {
  add_published(b, comments, S(""), 0);
}

void batch_known(Batch *b, const Map *now, const Map *ever) {
  for (size_t i = 0; i < b->count; i++) {
    Str name = arena_printf(&b->arena, "%.*s.yaml", STR(b->items[i].id));
    b->items[i].state = map_has(now, name)    ? BATCH_KNOWN
                        : map_has(ever, name) ? BATCH_REJECTED
                                              : BATCH_NEW;
  }
}

void batch_settle(Batch *b) {
  Arena *a = &b->arena;
  for (size_t i = 0; i < b->count; i++) {
    BatchItem *item = &b->items[i];
    if (item->state != BATCH_NEW) continue;
    CommentSigns *s = &item->signs;
    *s = (CommentSigns){ 0 };
    comment_signs(s, a, &item->comment);
    size_t same = number_in(&b->texts, item->text_key);
    size_t sender = item->email_hash.n ? number_in(&b->senders, item->email_hash) : 0;
    if (same > 1 && item->text_key.n >= REPEAT_LEAST)
      comment_sign(s, arena_printf(a, "repeat: the same text %zu times", same));
    if (sender >= SENDER_MANY)
      comment_sign(s, arena_printf(a, "repeat: %zu comments of one sender at once", sender));
    if (item->closed) comment_sign(s, S("closed: the article takes no comments"));
    item->yaml = comment_yaml(a, &item->comment, item->email_hash, s);
  }
}

void batch_free(Batch *b) {
  map_free(&b->ids);
  map_free(&b->texts);
  map_free(&b->senders);
  arena_free(&b->arena);
  *b = (Batch){ 0 };
}

/* -- telling -- */

size_t batch_count(const Batch *b, BatchState state) {
  size_t n = 0;
  for (size_t i = 0; i < b->count; i++) n += b->items[i].state == state;
  return n;
}

size_t batch_marked(const Batch *b) {
  size_t n = 0;
  for (size_t i = 0; i < b->count; i++)
    n += b->items[i].state == BATCH_NEW && b->items[i].signs.count > 0;
  return n;
}

static void tell(Buf *out, Arena *a, const BatchItem *item) {
  Str name = item->comment.name.n ? item->comment.name : S("(no name)");
  Str text = excerpt(a, item->comment.text, SHOWN, S("..."));
  buf_printf(out, "%s %.*s  %.*s: %.*s\n", item->signs.count ? "!" : " ", STR(item->id), STR(name),
             STR(text));
  for (size_t i = 0; i < item->signs.count; i++)
    buf_printf(out, "    %.*s\n", STR(item->signs.items[i]));
}

Str batch_message(const Batch *b, Arena *a) {
  Buf out = { 0 };
  Map told = { 0 };
  size_t new = batch_count(b, BATCH_NEW), marked = batch_marked(b);
  buf_printf(&out, "Comments: %zu new", new);
  if (marked) buf_printf(&out, ", %zu with signs of spam", marked);
  buf_c(&out, "\n");
  for (size_t i = 0; i < b->count; i++) {
    const BatchItem *first = &b->items[i];
    if (first->state != BATCH_NEW || map_has(&told, first->article->id)) continue;
    map_put(&told, first->article->id, b->items);
    buf_printf(&out, "\n%.*s\n", STR(first->article->path));
    for (size_t k = i; k < b->count; k++)
      if (b->items[k].state == BATCH_NEW && b->items[k].article == first->article)
        tell(&out, a, &b->items[k]);
  }
  Str message = buf_dup(&out, a);
  map_free(&told);
  buf_free(&out);
  return message;
}
