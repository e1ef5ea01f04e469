/* wp_comments.c -- comments of one item as files of the intake's format. */
#include "import/wp_private.h"

#include "base/secret.h"
#include "base/utf8.h"
#include "intake/comment.h"
#include "text/civil.h"

enum { HASH_DIGITS = 32, DEPTH_MOST = 10000 };

static bool kind_of_comment(Str type) {
  return !type.n || str_eqc(type, "comment") || str_eqc(type, "pingback") ||
         str_eqc(type, "trackback");
}

static bool approved(const WxrComment *c) {
  return str_eqc(str_trim(c->approved), "1") && kind_of_comment(str_trim(c->type));
}

size_t wp_approved(const WxrItem *item) {
  size_t n = 0;
  for (size_t i = 0; i < item->comment_count; i++) n += approved(&item->comments[i]);
  return n;
}

/* What XML holds and YAML or a reader does not: control characters, turned text. */
static Str one_line(Arena *a, Str s, size_t most) {
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0, count = 0;
  for (size_t i = 0; i < s.n && count < most;) {
    uint32_t cp = utf8_next(s, &i);
    if (cp == '\n' || cp == '\r' || cp == '\t') cp = ' ';
    if (cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || (cp >= 0x202A && cp <= 0x202E) ||
        (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF || cp >= 0x110000)
      continue;
    n += utf8_put(out + n, cp);
    count++;
  }
  return str_trim(str_n(out, n));
}

static Str web_address(Arena *a, Str s) {
  s = one_line(a, s, 500);
  bool web = str_starts(s, S("http://")) || str_starts(s, S("https://"));
  for (size_t i = 0; i < s.n; i++)
    if (strchr(" \"<>\\", s.p[i])) web = false;
  return web && s.n > 8 ? s : S("");
}

static Str email_hash(WordPress *w, Str email) {
  Arena *a = &w->arena;
  email = str_trim(email);
  if (str_chr(email, '@') <= 0 || email.n > 254) return S("");
  char *lower = arena_dup(a, email.p, email.n), hex[65];
  for (size_t i = 0; i < email.n; i++)
    if (lower[i] >= 'A' && lower[i] <= 'Z') lower[i] = (char)(lower[i] + 32);
  secret_digest(hex, w->how->key, str_n(lower, email.n));
  return arena_str(a, str_n(hex, HASH_DIGITS));
}

typedef struct {
  const WxrItem *item;
  Map numbers; /* old id -> number + 1 */
  Str *ids;    /* new ids; "" = not made yet, or not published */
  Comment *made;
  Str article;
} Thread;

static size_t number_in(const Thread *t, Str id) {
  return (size_t)(uintptr_t)map_get(&t->numbers, str_trim(id));
}

static void make(WordPress *w, Thread *t, size_t i) {
  Arena *a = &w->arena;
  const WxrComment *from = &t->item->comments[i];
  Comment *c = &t->made[i];
  int64_t gmt = 0;
  *c = (Comment){ .name = one_line(a, wp_plain(a, from->author), 100),
                  .url = web_address(a, from->url),
                  .text = wp_comment_text(a, &w->text, from->content) };
  c->has_date = wp_time(&gmt, from->date_gmt) || wp_time(&gmt, from->date);
  c->date = gmt;
  if (!c->text.n) c->text = S("(no text)");
  size_t above = number_in(t, from->parent);
  if (above) c->reply_to = t->ids[above - 1];
  t->ids[i] = comment_id(a, c, t->article);
}

/* What a comment answers is made before it, since its id is a part of the answer's. A circle,
 * which only a damaged export has, is cut where it is met. */
static void make_thread(WordPress *w, Thread *t, size_t i, bool *busy) {
  size_t chain[DEPTH_MOST], n = 0;
  for (size_t at = i; !t->ids[at].n && !busy[at] && n < DEPTH_MOST;) {
    busy[at] = true;
    chain[n++] = at;
    size_t above = number_in(t, t->item->comments[at].parent);
    if (!above) break;
    at = above - 1;
  }
  while (n) make(w, t, chain[--n]);
}

static bool write_one(WordPress *w, Thread *t, size_t i, Str folder, Map *taken) {
  Arena *a = &w->arena;
  const WxrComment *from = &t->item->comments[i];
  Str path = arena_printf(a, "data/comments/%.*s/%.*s.yaml", STR(folder), STR(t->ids[i]));
  CommentSigns signs = { 0 };
  if (!map_put(taken, t->ids[i], w)) return true; /* said twice: the same comment */
  w->done->comments++;
  return plan_add(w->how->plan, w->comments_step, path,
                  comment_yaml(a, &t->made[i], email_hash(w, from->email), &signs), w->d);
}

bool wp_write_comments(WordPress *w, const WpEntry *e, const WxrItem *item, Str id) {
  Arena *a = &w->arena;
  (void)e;
  size_t count = item->comment_count;
  if (item->comments_lost)
    wp_left(&w->text, DIAG_WARNING, "Comments for which there was no room", w->text.label, NULL);
  if (!count) return true;
  Str folder = comment_folder(a, id);
  bool ok = true, *busy = ARENA_ARRAY(a, count, bool);
  Thread t = { .item = item,
               .ids = ARENA_ARRAY(a, count, Str),
               .made = ARENA_ARRAY(a, count, Comment),
               .article = id };
  Map taken = { 0 };
  for (size_t i = 0; i < count; i++) {
    const WxrComment *c = &item->comments[i];
    if (approved(c))
      map_put(&t.numbers, str_trim(c->id), (void *)(uintptr_t)(i + 1));
    else {
      static const char topic[] = "Comments that were not published";
      bool known = kind_of_comment(str_trim(c->type));
      Str what = !known ? one_line(&w->how->left->arena, c->type, 40)
                 : str_eqc(str_trim(c->approved), "spam")  ? S("spam")
                 : str_eqc(str_trim(c->approved), "trash") ? S("in the trash")
                                                           : S("not approved");
      w->done->comments_left++;
      wp_left(&w->text, DIAG_NOTE, topic, what, "left out");
    }
  }
  if (!folder.n && t.numbers.count)
    wp_left(&w->text, DIAG_WARNING, "Comments whose article cannot have a folder", id, NULL);
  for (size_t i = 0; folder.n && ok && i < count; i++) {
    if (!approved(&item->comments[i])) continue;
    if (!t.ids[i].n) make_thread(w, &t, i, busy);
    ok = write_one(w, &t, i, folder, &taken);
  }
  map_free(&t.numbers);
  map_free(&taken);
  return ok;
}
