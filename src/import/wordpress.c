/* wordpress.c -- the two readings, and files of the uploads. */
#include "import/wp_private.h"

#include "base/file.h"
#include "intake/unpack.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { MEDIA_MOST = 256 << 20, PROGRESS = 200 };

/* -- files of the uploads -- */

/* What stands behind wp-content/uploads/ in an address; "" when it could lead elsewhere. */
static Str below_uploads(Str address) {
  static const char *const roots[] = { "/wp-content/uploads/", "/files/" };
  for (size_t i = 0; i < 2; i++) {
    long at = str_find(address, str_c(roots[i]));
    if (at < 0) continue;
    Str below = str_sub(address, (size_t)at + str_c(roots[i]).n, address.n), rest = below, part;
    if (!below.n) return S("");
    while (str_split(&rest, '/', &part))
      if (!part.n || part.p[0] == '.' || str_chr(part, '\\') >= 0 || memchr(part.p, '\0', part.n))
        return S("");
    return below;
  }
  return S("");
}

/* Programs are no pictures, whatever folder they lie in. */
static bool is_program(Str name) {
  static const char *const endings[] = { ".php", ".phtml", ".phar",    ".php5",
                                         ".cgi", ".pl",    ".htaccess" };
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
    Str e = str_c(endings[i]);
    if (name.n >= e.n && str_eq_nocase(str_sub(name, name.n - e.n, name.n), e)) return true;
  }
  return false;
}

Str wp_upload(void *ctx, Arena *a, Str address) {
  WordPress *w = ctx;
  Str none = S(""), below = below_uploads(address);
  if (!w->how->media.n || !below.n || is_program(below)) return none;
  if (map_has(&w->copied, address)) return map_get(&w->copied, address) ? address : none;
  Str key = arena_str(&w->names, address), bytes;
  Str from = arena_printf(a, "%.*s/%.*s", STR(w->how->media), STR(below));
  Str to = arena_printf(a, "static%.*s", STR(address));
  struct stat st;
  Arena file = { 0 };
  Diags quiet = { 0 };
  Str root = arena_printf(a, "%.*s/", STR(w->how->media));
  bool here = file_stays(root, below, &quiet) && lstat(from.p, &st) == 0 && S_ISREG(st.st_mode) &&
              file_read(&bytes, &file, from.p, MEDIA_MOST, &quiet) &&
              plan_add(w->how->plan, w->media_step, to, bytes, &quiet);
  diags_free(&quiet);
  arena_free(&file);
  map_put(&w->copied, key, here ? w : NULL);
  w->done->copied += here;
  return here ? key : none;
}

/* -- reading -- */

static bool read_export(void *ctx, char *p, size_t room, size_t *got, Diags *d) {
  return unpack_read(ctx, p, room, got, d);
}

static bool read_file(WordPress *w, size_t number, const WxrSink *sink, bool quiet) {
  static const char lost[] = "nothing of it was imported; copy it again";
  Unpack *bytes;
  WxrCounts counts;
  w->file = w->how->files[number];
  if (!unpack_open(&bytes, w->file.p, lost, w->d)) return false;
  XmlText *text = xml_text_open((XmlSource){ read_export, bytes });
  bool ok = wxr_read(&counts, w->file, text, sink, quiet, w->d);
  if (!quiet) w->done->lost += counts.lost;
  xml_text_close(text);
  unpack_close(bytes);
  return ok;
}

static bool article_item(const WpEntry *e) {
  return e && e->path.n;
}

static void tell_item(WordPress *w, const WxrItem *item) {
  static const char other[] = "Things that are no articles";
  w->text.line = item->line;
  w->text.place = (Source){ .path = w->file };
  Arena *a = &w->how->left->arena;
  if (str_eqc(item->status, "trash") || str_eqc(item->status, "auto-draft"))
    wp_left(&w->text, DIAG_NOTE, other,
            str_eqc(item->status, "trash") ? S("in the trash") : S("begun and never saved"),
            "left out");
  else if (wp_is_technical(item->type) && item->type.n && !str_eqc(item->type, "revision"))
    wp_left(&w->text, DIAG_NOTE, other, arena_str(a, item->type),
            "WordPress, or a plugin, keeps it for itself: readers had no page of it");
  else if (wp_type(&w->site, item->type) && wp_type(&w->site, item->type)->shown)
    wp_left(&w->text, DIAG_WARNING, other,
            arena_printf(a, "%.*s, %.*s", STR(item->type), STR(item->status)),
            "a state that its plugin knows; publish does not");
  else if (!str_eqc(item->type, "revision"))
    wp_left(&w->text, DIAG_WARNING, other, arena_str(a, item->type.n ? item->type : S("(no type)")),
            "it had no address of its own, so readers had no page of it");
}

static bool second_item(void *ctx, const WxrItem *item) {
  WordPress *w = ctx;
  const WpEntry *e = wp_entry(&w->site, item->id);
  if (item->id.n && !map_put(&w->seen, e ? e->id : item->id, w)) return true;
  if (w->how->progress && w->seen.count % PROGRESS == 0)
    w->how->progress(w->how->ctx, "articles", w->seen.count);
  WpKind kind = e ? e->kind : WP_OTHER;
  bool ok = true;
  if (article_item(e)) {
    ok = wp_write_article(w, e, item);
  } else if (kind == WP_ATTACHMENT) {
    w->done->attachments++;
    w->text.entry = NULL;
    if (e->url.n) wp_file_address(&w->text, &w->arena, e->url);
  } else if (kind != WP_MENU_ITEM && kind != WP_BLOCK) {
    tell_item(w, item);
  }
  arena_reset(&w->arena);
  w->failed = !ok;
  return ok;
}

/* -- steps -- */

static int by_year(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

static void make_steps(WordPress *w) {
  Arena *a = &w->names;
  Plan *plan = w->how->plan;
  int64_t *years = ARENA_ARRAY(a, w->site.entry_count + 1, int64_t);
  size_t count = 0;
  w->settings_step = plan_step(plan, S("Settings of the old site"));
  w->people_step = plan_step(plan, S("Authors and taxonomies"));
  for (size_t i = 0; i < w->site.entry_count; i++)
    if (w->site.entries[i].path.n && w->site.entries[i].kind == WP_POST)
      years[count++] = w->site.entries[i].year;
  if (count) qsort(years, count, sizeof *years, by_year);
  for (size_t i = 0; i < count; i++) {
    if (i && years[i] == years[i - 1]) continue;
    size_t n = 1;
    while (i + n < count && years[i + n] == years[i]) n++;
    Str key = arena_printf(a, "%04d", (int)years[i]);
    Str message =
        years[i] ? arena_printf(a, "Articles of %.*s", STR(key)) : S("Articles without a date");
    map_put(&w->years, key, (void *)(uintptr_t)(plan_step(plan, message) + 1));
  }
  for (size_t i = 0; i < w->site.type_count; i++) {
    WpType *t = &w->site.types[i];
    if (t->shown)
      t->step = plan_step(plan, arena_printf(a, "Articles of the type %.*s", STR(t->name)));
  }
  w->pages_step = plan_step(plan, S("Pages"));
  w->comments_step = plan_step(plan, S("Comments"));
  w->media_step = plan_step(plan, S("Pictures and other files"));
  w->redirects_step = plan_step(plan, S("Addresses that need a redirect"));
}

static bool survey(WordPress *w) {
  bool ok = true;
  for (size_t i = 0; i < w->how->file_count; i++) {
    WxrSink sink = wp_survey;
    sink.ctx = &w->site;
    ok = read_file(w, i, &sink, false) && ok;
    if (w->how->progress) w->how->progress(w->how->ctx, "reading", i + 1);
  }
  return ok;
}

static bool convert(WordPress *w) {
  const WxrSink sink = { .ctx = w, .item = second_item };
  for (size_t i = 0; i < w->how->file_count; i++)
    if (!read_file(w, i, &sink, true)) return false;
  return true;
}

/* Every old address of the uploads' files is worth fetching. */
static void tell_media(WordPress *w) {
  w->text.line = 0;
  if (!w->wanted.count) return;
  wp_left(
      &w->text, DIAG_WARNING, "Pictures and other files",
      w->how->media.n ? S("files that the folder of uploads does not have")
                      : S("files that stay at their old addresses"),
      "import/attachments.txt has their addresses; fetch them and import again with --media DIR");
}

bool wordpress_import(WordPressDone *out, const WordPressHow *how, Diags *d) {
  WordPress w = { .how = how, .done = out, .d = d };
  *out = (WordPressDone){ 0 };
  bool ok = survey(&w);
  if (ok) {
    wp_site_settle(&w.site);
    w.text = (WpText){ .site = &w.site,
                       .left = how->left,
                       .upload = wp_upload,
                       .upload_ctx = &w,
                       .place = { .path = how->files[0] },
                       .wanted = &w.wanted,
                       .wanted_arena = &w.names };
    make_steps(&w);
    ok = wp_write_settings(&w) && wp_write_types(&w) && convert(&w) && wp_write_lists(&w);
  }
  if (ok) {
    tell_media(&w);
    out->restored = w.text.restored;
  }
  map_free(&w.wanted);
  map_free(&w.copied);
  map_free(&w.seen);
  map_free(&w.years);
  arena_free(&w.arena);
  arena_free(&w.names);
  wp_site_free(&w.site);
  return ok;
}
