/* find_article.c -- from a word to one article. */
#include "cli/find_article.h"

#include "cli/report.h"
#include "cli/table.h"
#include "text/slug.h"

enum { SHOWN_MOST = 8 }; /* articles named when several match */

/* How well the row answers to the word: 3 its path, id or address; 2 the name of its file;
 * 1 a part of its title; 0 not. */
static int fits(Arena *a, const BuildRow *row, Str word) {
  Str url = value_strc(row->row, "url"), file = str_base(row->path);
  if (str_eq(row->path, word) || str_eq(value_strc(row->row, "id"), word) || str_eq(url, word))
    return 3;
  long dot = str_rchr(file, '.');
  if (str_eq(file, word) || (dot > 0 && str_eq(str_sub(file, 0, (size_t)dot), word))) return 2;
  /* Whatever the case and the Unicode form. */
  return str_find(fold_path(a, value_strc(row->row, "title")), fold_path(a, word)) >= 0;
}

static void not_found(Cli *c, const BuildRow *rows, size_t count, Str word) {
  Str *paths = ARENA_ARRAY(&c->arena, count, Str);
  for (size_t i = 0; i < count; i++) paths[i] = rows[i].path;
  Str near = str_nearest(word, paths, count);
  Diag *r = usage_error(&c->diags, P_USAGE_PATH, NULL, "no published article is '%.*s'", STR(word));
  if (near.n)
    diag_help(&c->diags, r, "did you mean '%.*s'?", STR(near));
  else
    diag_help(&c->diags, r, "'publish list' names them");
}

bool find_article_any(Cli *c, const BuildRow *rows, size_t count, Str word) {
  for (size_t i = 0; word.n && i < count; i++)
    if (fits(&c->arena, &rows[i], word)) return true;
  return false;
}

bool find_article(Str *path, Cli *c, const BuildRow *rows, size_t count, Str word) {
  int best = 0;
  size_t hits = 0;
  Buf found = { 0 };
  for (size_t i = 0; i < count; i++) {
    int fit = fits(&c->arena, &rows[i], word);
    if (!fit || fit < best) continue;
    if (fit > best) {
      best = fit;
      hits = 0;
      found.n = 0;
    }
    if (hits++ < SHOWN_MOST) {
      buf_c(&found, hits > 1 ? ", " : "");
      show(&found, rows[i].path);
    }
    *path = arena_str(&c->arena, rows[i].path);
  }
  if (hits > 1)
    usage_error(&c->diags, P_USAGE_PATH, "name one of them", "'%.*s' may be %zu articles: %.*s%s",
                STR(word), hits, STR(buf_view(&found)), hits > SHOWN_MOST ? " ..." : "");
  else if (!hits)
    not_found(c, rows, count, word);
  buf_free(&found);
  return hits == 1;
}
