/* visible.c -- barrier 1: which of the scanned articles are visible, and the catalog that they
 * make.
 *
 * What depends on time is settled here and nowhere else: drafts, dates that are still to come or
 * have passed, permissions, and articles that wait for their translation. */
#include "build/images.h"

/* -- time: which articles are visible -- */

static void boundary(int64_t *latest, int64_t now, const Value *v) {
  if (v && v->kind == VALUE_DATE && v->date.seconds <= now && v->date.seconds > *latest)
    *latest = v->date.seconds;
}

/* `at` defaults to the latest moment up to now at which anything fell due, so a
 * run at another hour with nothing due in between is the same build. */
static int64_t settle_at(const Built *b) {
  if (b->in->exact_at) return b->in->now;
  int64_t latest = 0;
  for (size_t i = 0; i < b->draft_count; i++) {
    const Draft *draft = &b->drafts[i];
    if (!draft->scanned) continue;
    boundary(&latest, b->in->now, value_getc(draft->rest, "date"));
    boundary(&latest, b->in->now, value_getc(draft->rest, "expires"));
    boundary(&latest, b->in->now, value_getc(draft->rest, "withdrawn"));
    boundary(&latest, b->in->now, value_getc(draft->rest, "until"));
  }
  for (size_t i = 0; i < b->world.notice_count; i++) {
    boundary(&latest, b->in->now, value_getc(b->world.notices[i].row, "from"));
    boundary(&latest, b->in->now, value_getc(b->world.notices[i].row, "until"));
  }
  return latest;
}

static const Date *date_in(const Value *map, const char *key) {
  const Value *v = value_getc(map, key);
  return v && v->kind == VALUE_DATE ? &v->date : NULL;
}

static Visibility visibility(const Draft *draft, int64_t at, bool drafts) {
  const Date *expires = date_in(draft->rest, "expires");
  const Date *withdrawn = date_in(draft->rest, "withdrawn");
  Article article = { .draft = value_bool(value_getc(draft->rest, "draft"), false),
                      .untranslated = value_bool(value_getc(draft->rest, "untranslated"), false),
                      .has_expires = expires != NULL,
                      .has_withdrawn = withdrawn != NULL };
  if (expires) article.expires = *expires;
  if (withdrawn) article.withdrawn = *withdrawn;
  return article_visibility(&article, date_in(draft->rest, "date"), at, drafts);
}

/* A place in the article's source, as its scan told it. */
static Range place_in(const Draft *draft, const char *at, const char *length) {
  Range place = { (size_t)value_int(value_getc(draft->rest, at), 0),
                  (size_t)value_int(value_getc(draft->rest, length), 0) };
  if (place.offset > draft->source.text.n || place.length > draft->source.text.n - place.offset)
    place = (Range){ 0, 0 };
  return place;
}

bool draft_permission_ended(const Draft *draft, int64_t at) {
  const Date *until = date_in(draft->rest, "until");
  return until && until->seconds <= at;
}

Visibility draft_visibility(const Built *b, const Draft *draft, int64_t at) {
  Visibility v = visibility(draft, at, b->in->drafts);
  bool withdraw = str_eqc(value_strc(b->world.settings, "permission_ended"), "withdraw");
  return v == VISIBLE && withdraw && draft_permission_ended(draft, at) ? WITHDRAWN : v;
}

/* The source's permission has ended: an error, a warning, or the end of the article,
 * as `permission_ended` says. */
static Visibility ended(Built *b, const Draft *draft, int64_t at) {
  const Date *until = date_in(draft->rest, "until");
  if (!draft_permission_ended(draft, at)) return VISIBLE;
  Str choice = value_strc(b->world.settings, "permission_ended");
  if (str_eqc(choice, "withdraw")) return WITHDRAWN;
  Range place = place_in(draft, "source_at", "source_length");
  Arena scratch = { 0 };
  diag_at(b->d, str_eqc(choice, "warning") ? DIAG_WARNING : DIAG_ERROR, P_PERMISSION_ENDED,
          &draft->source, place,
          "ask the source again and change `until`, add `withdrawn:` to the article, or let "
          "`permission_ended: withdraw` do it",
          "the permission of '%.*s' ended on %.*s",
          STR(value_strc(value_getc(draft->row, "source"), "name")),
          STR(date_text(&scratch, *until)));
  arena_free(&scratch);
  return VISIBLE;
}

/* What remains of a withdrawn article, for whoever makes its page. */
static const Value *withdrawn_record(Arena *a, const Draft *draft) {
  static const char *const keys[] = { "path", "id", "title", "language", "aliases" };
  const Value *given = value_getc(draft->row, "withdrawn");
  const Date *date = date_in(given, "date"), *until = date_in(draft->rest, "until");
  MapBuilder m = map_begin(a);
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    const Value *v = value_getc(draft->row, keys[i]);
    if (v) mapb_putc(&m, keys[i], v);
  }
  /* Without the site's base: pages are added like that. */
  mapb_putc(&m, "url", value_of_str(a, page_url(a, draft->file)));
  if (!is_map(given)) date = until;
  if (date) mapb_putc(&m, "date", value_of_date(a, *date));
  mapb_putc(&m, "permission", value_of_bool(a, !is_map(given)));
  static const char *const said[] = { "reason", "notice" };
  for (size_t i = 0; i < 2; i++) {
    Str text = value_strc(given, said[i]);
    if (text.n) mapb_putc(&m, said[i], value_of_str(a, text));
  }
  return map_end(&m, (Span){ 0 });
}

/* -- barrier 1: the catalog -- */

static void add_row(Built *b, size_t draft_index) {
  Draft *draft = &b->drafts[draft_index];
  World *w = &b->world;
  draft->number = ++w->row_count;
  Row *row = &w->rows[draft->number - 1];
  draft->row = with_image_facts(b, draft->row);
  *row = (Row){ .path = draft->path, .v = draft->row, .facts = draft->facts };
  row_seal(row);
  b->draft_of[draft->number - 1] = (uint32_t)draft_index;
  map_put(&w->row_numbers, draft->path, (void *)(uintptr_t)draft->number);
}

static bool duplicate_ids(Built *b) {
  Map seen = { 0 };
  bool ok = true;
  for (uint32_t n = 0; n < b->world.row_count; n++) {
    Row *row = &b->world.rows[n];
    Str id = value_strc(row->v, "id");
    const Row *other = id.n ? map_get(&seen, id) : NULL;
    if (other) {
      diag_file(b->d, DIAG_ERROR, P_DUPLICATE_ID, row->path, "give one of them another id",
                "the id '%.*s' is also that of %.*s", STR(id), STR(other->path));
      ok = false;
    }
    if (id.n && !other) map_put(&seen, id, row);
  }
  map_free(&seen);
  return ok;
}

/* "articles/a.md:3" of the line with the article's guid. */
static Str guid_line(Built *b, const Draft *draft) {
  Range place = place_in(draft, "guid_at", "guid_length");
  size_t line = 1;
  for (size_t i = 0; i < place.offset; i++) line += draft->source.text.p[i] == '\n';
  return arena_printf(b->arena, "%.*s:%zu", STR(draft->path), line);
}

static bool duplicate_guids(Built *b) {
  Map seen = { 0 };
  bool ok = true;
  for (uint32_t n = 0; n < b->world.row_count; n++) {
    Draft *draft = &b->drafts[b->draft_of[n]];
    Str guid = value_strc(b->world.rows[n].v, "guid");
    const Draft *other = guid.n ? map_get(&seen, guid) : NULL;
    if (other) {
      diag_at(b->d, DIAG_ERROR, P_GUID, &draft->source, place_in(draft, "guid_at", "guid_length"),
              "one of the two is a copy: give each the id that it had in the old feed, or none",
              "the guid '%.*s' is also that of %.*s", STR(guid), STR(guid_line(b, other)));
      ok = false;
    }
    if (guid.n && !other) map_put(&seen, guid, draft);
  }
  map_free(&seen);
  return ok;
}

/* -- articles that are not translated yet -- */

static void add_alias(Built *b, Draft *draft, Str url) {
  MapBuilder row = map_from(b->arena, draft->row);
  const Value *have = value_getc(draft->row, "aliases");
  ListBuilder list = list_begin(b->arena);
  for (size_t i = 0; have && have->kind == VALUE_LIST && i < have->list.count; i++) {
    if (str_eq(str_of(have->list.items[i]), url)) return;
    list_add(&list, have->list.items[i]);
  }
  list_add(&list, value_of_str(b->arena, url));
  mapb_putc(&row, "aliases", list_end(&list, (Span){ 0 }));
  draft->row = map_end(&row, draft->row->span);
}

/* The address of an article that waits for its translation leads on to the original: the
 * one in the site's language, else the first that has a text. */
static void stand_in(Built *b) {
  Map originals = { 0 };
  for (size_t i = 0; b->out->untranslated && i < b->draft_count; i++) {
    Draft *draft = &b->drafts[i];
    if (!draft->scanned || draft->visibility != VISIBLE) continue;
    Str key = value_strc(draft->row, "translation");
    if (!map_has(&originals, key) ||
        str_eq_nocase(value_strc(draft->row, "language"), b->world.language))
      map_put(&originals, key, draft);
  }
  for (size_t i = 0; b->out->untranslated && i < b->draft_count; i++) {
    Draft *draft = &b->drafts[i];
    if (!draft->scanned || draft->visibility != HIDDEN_UNTRANSLATED) continue;
    Draft *original = map_get(&originals, value_strc(draft->row, "translation"));
    draft->original = original;
    if (original)
      add_alias(b, original, page_url(b->arena, draft->file));
    else
      diag_file(
          b->d, DIAG_WARNING, P_UNTRANSLATED, draft->path,
          "give the original the same path in its language's folder, or the same `translation:`",
          "marked as untranslated, but there is no article in another language to show instead");
  }
  map_free(&originals);
}

bool make_catalog(Built *b) {
  World *w = &b->world;
  w->at = b->out->at = settle_at(b);
  w->rows = ARENA_ARRAY(b->arena, b->draft_count, Row);
  b->draft_of = ARENA_ARRAY(b->arena, b->draft_count, uint32_t);
  ListBuilder withdrawn = list_begin(b->arena);
  for (size_t i = 0; i < b->draft_count; i++) {
    Draft *draft = &b->drafts[i];
    if (!draft->scanned) continue;
    draft->visibility = visibility(draft, w->at, b->in->drafts);
    if (draft->visibility == VISIBLE) draft->visibility = ended(b, draft, w->at);
    if (draft->visibility == HIDDEN_UNTRANSLATED) b->out->untranslated++;
  }
  stand_in(b);
  for (size_t i = 0; i < b->draft_count; i++) {
    const Draft *draft = &b->drafts[i];
    if (!draft->scanned) continue;
    switch (draft->visibility) {
    case HIDDEN_UNTRANSLATED:
      break;
    case VISIBLE:
      add_row(b, i);
      break;
    case HIDDEN_DRAFT:
      b->out->hidden_draft++;
      break;
    case HIDDEN_FUTURE:
      b->out->hidden_future++;
      break;
    case HIDDEN_EXPIRED:
      b->out->hidden_expired++;
      break;
    case WITHDRAWN:
      b->out->withdrawn++;
      list_add(&withdrawn, withdrawn_record(b->arena, draft));
      break;
    }
  }
  w->withdrawn = list_end(&withdrawn, (Span){ 0 });
  b->out->articles = w->row_count;
  const Manifest **plugins = ARENA_ARRAY(b->arena, b->plugin_count, const Manifest *);
  for (size_t i = 0; i < b->plugin_count; i++) plugins[i] = &b->plugins[i];
  indexes_count_terms(w, plugins, b->plugin_count);
  bool unique = duplicate_ids(b);
  return duplicate_guids(b) && unique;
}
