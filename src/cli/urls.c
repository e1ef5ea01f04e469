/* urls.c -- `publish urls`: every address of the site, or what becomes of an old site's.
 *
 * The site is built whole, because only then all its files are known, and nothing of it is
 * kept. Old addresses are answered as a static host would (url_match.h). */
#include "cli/commands.h"
#include "cli/report.h"
#include "cli/site.h"
#include "cli/table.h"
#include "cli/url_match.h"
#include "data/yaml_write.h"
#include "import/sitemap.h"

#include <stdlib.h>

typedef struct {
  const OldAddress *old;
  UrlAnswer answer;
  const SiteUrl *found, *near;
  Str alias;
} Answer;

typedef struct {
  Cli *c;
  Site site;
  SiteUrls urls;
  OldAddresses old;
  Answer *answers;
  size_t pages, redirects, files, missing, others;
} Urls;

/* -- without --against -- */

static void list_all(Urls *u) {
  Buf *out = &u->c->out;
  for (size_t i = 0; i < u->urls.count; i++) {
    const SiteUrl *url = &u->urls.items[i];
    if (u->c->json) {
      json_open(out, "url");
      json_text(out, "url", url->url);
      json_text(out, "kind", str_c(url_kind_name(url->kind)));
      json_text(out, "file", url->file);
      if (url->to.n) json_text(out, "to", url->to);
      if (url->article.n) json_text(out, "article", url->article);
      json_close(out);
      continue;
    }
    if (!u->c->options.quiet) buf_printf(out, "%-9s", url_kind_name(url->kind));
    show(out, url->url);
    if (url->to.n && !u->c->options.quiet) {
      buf_c(out, "  ->  ");
      show(out, url->to);
    }
    buf_byte(out, '\n');
  }
}

/* -- whose addresses -- */

typedef struct {
  Str host;
  size_t count;
} HostCount;

/* An old site may have had another host. Where none of the addresses is of this site's, those of
 * the host that has most of them are taken for it. */
static void settle_host(Urls *u) {
  Arena *a = &u->c->arena;
  HostCount *hosts = ARENA_ARRAY(a, u->old.count + 1, HostCount);
  Map seen = { 0 };
  size_t count = 0, best = 0;
  bool ours = !u->urls.host.n;
  for (size_t i = 0; i < u->old.count && !ours; i++) {
    Str host = url_host(a, u->old.items[i].address);
    ours = !host.n || str_eq(host, u->urls.host);
    HostCount *h = map_get(&seen, host);
    if (!h) {
      h = &hosts[count++];
      h->host = host;
      map_put(&seen, host, h);
    }
    h->count++;
  }
  map_free(&seen);
  if (ours || !count) return;
  for (size_t i = 1; i < count; i++)
    if (hosts[i].count > hosts[best].count) best = i;
  diag_file(&u->c->diags, DIAG_NOTE, P_SITEMAP, str_c(u->c->options.against.p), NULL,
            "its addresses are of %.*s, this site's of %.*s: compared without the host",
            STR(hosts[best].host), STR(u->urls.host));
  u->urls.host = hosts[best].host;
}

/* -- answers -- */

static void answer_all(Urls *u) {
  Arena *a = &u->c->arena;
  u->answers = ARENA_ARRAY(a, u->old.count + 1, Answer);
  for (size_t i = 0; i < u->old.count; i++) {
    Answer *x = &u->answers[i];
    x->old = &u->old.items[i];
    x->answer = url_match(&x->found, &u->urls, a, x->old->address);
    u->others += x->answer == MATCH_OTHER;
    if (x->found) {
      u->pages += x->found->kind == URL_PAGE;
      u->redirects += x->found->kind == URL_REDIRECT;
      u->files += x->found->kind == URL_FEED || x->found->kind == URL_FILE;
    } else if (x->answer != MATCH_OTHER) {
      u->missing++;
      x->near = url_closest(&u->urls, a, x->old->address, &x->alias);
    }
  }
}

static const char *why(const Answer *x) {
  return x->answer == MATCH_QUERY     ? "a static host ignores what stands behind '?'"
         : x->answer == MATCH_OUTSIDE ? "outside of this site's base path"
                                      : NULL;
}

static const char *answer_name(const Answer *x) {
  return x->found ? url_kind_name(x->found->kind) : x->answer == MATCH_OTHER ? "other" : "missing";
}

static void answer_json(Urls *u, const Answer *x) {
  Buf *out = &u->c->out;
  json_open(out, "address");
  json_text(out, "address", x->old->address);
  json_text(out, "answer", str_c(answer_name(x)));
  if (x->found) json_text(out, "url", x->found->url);
  if (x->found && x->found->to.n) json_text(out, "to", x->found->to);
  if (why(x)) json_text(out, "why", str_c(why(x)));
  if (x->near) {
    json_text(out, "near", x->near->url);
    if (x->near->article.n) json_text(out, "article", x->near->article);
    if (x->near->article.n && x->alias.n) json_text(out, "alias", x->alias);
  }
  json_close(out);
}

static void answer_text(Urls *u, const Answer *x) {
  Buf *out = &u->c->out;
  bool missing = !x->found && x->answer != MATCH_OTHER;
  if (u->c->options.quiet) {
    if (missing) show(out, x->old->address), buf_byte(out, '\n');
    return;
  }
  buf_printf(out, "%-9s", answer_name(x));
  show(out, x->old->address);
  if (x->found && x->found->to.n) {
    buf_c(out, "  ->  ");
    show(out, x->found->to);
  }
  if (x->near) {
    buf_c(out, "  near: ");
    show(out, x->near->url);
  }
  if (why(x)) buf_printf(out, "  (%s)", why(x));
  buf_byte(out, '\n');
}

/* -- what would keep them -- */

static int by_article(const void *pa, const void *pb) {
  const Answer *const *a = pa, *const *b = pb;
  int c = str_cmp((*a)->near->article, (*b)->near->article);
  return c ? c : str_cmp((*a)->alias, (*b)->alias);
}

static void propose(Urls *u) {
  Buf *out = &u->c->out;
  const Answer **list = ARENA_ARRAY(&u->c->arena, u->missing + 1, const Answer *);
  size_t count = 0;
  for (size_t i = 0; i < u->old.count; i++) {
    const Answer *x = &u->answers[i];
    if (x->near && x->near->article.n && x->alias.n && !str_eqc(x->alias, "/")) list[count++] = x;
  }
  if (!count) return;
  qsort(list, count, sizeof *list, by_article);
  buf_c(out,
        "\nIf these are the same articles, keep their addresses by these lines of front matter:\n");
  for (size_t i = 0; i < count; i++) {
    bool first = i == 0 || !str_eq(list[i]->near->article, list[i - 1]->near->article);
    if (!first && str_eq(list[i]->alias, list[i - 1]->alias)) continue;
    if (first) {
      buf_c(out, "\n# ");
      show(out, list[i]->near->article);
      buf_c(out, "\naliases:\n");
    }
    Buf text = { 0 };
    yaml_write_text(&text, list[i]->alias);
    buf_c(out, "  - ");
    show(out, buf_view(&text));
    buf_byte(out, '\n');
    buf_free(&text);
  }
}

/* What is missing is an error, of which report.h makes the summary. */
static void done(Urls *u) {
  json_open(&u->c->out, "summary");
  json_text(&u->c->out, "result", S("done"));
  json_number(&u->c->out, "status", EXIT_DONE);
  json_close(&u->c->out);
}

static void total(Urls *u) {
  Buf *out = &u->c->out;
  if (u->c->json) {
    json_open(out, "totals");
    json_number(out, "addresses", u->old.count);
    json_number(out, "pages", u->pages);
    json_number(out, "redirects", u->redirects);
    json_number(out, "files", u->files);
    json_number(out, "missing", u->missing);
    json_number(out, "other", u->others);
    json_close(out);
    if (!u->missing) done(u);
  } else if (!u->c->options.quiet) {
    if (u->old.count) buf_byte(out, '\n');
    buf_printf(out, "%zu address%s: %zu lead to pages, %zu to redirects, %zu to files, %zu nowhere",
               u->old.count, u->old.count == 1 ? "" : "es", u->pages, u->redirects, u->files,
               u->missing);
    if (u->others) buf_printf(out, "; %zu are of other hosts", u->others);
    buf_byte(out, '\n');
  }
}

/* What is wrong with articles would drown the answer; `publish check` tells it. */
static void forget_warnings(Diags *d) {
  size_t kept = 0;
  for (size_t i = 0; i < d->count; i++)
    if (d->items[i].severity == DIAG_ERROR) d->items[kept++] = d->items[i];
  d->count = kept;
  d->warnings = 0;
}

/* The old addresses are read before the site is built: a name with a slip costs nothing. */
static bool run(Urls *u) {
  Cli *c = u->c;
  SiteHow how = site_how(c);
  if (!site_open(&u->site, &how, &c->diags)) return false;
  if (c->options.against.n && !old_addresses_read(&u->old, c->options.against.p, &c->diags))
    return false;
  if (!site_settings(&u->site, &c->diags) || !site_build(&u->site, BUILD_ALL, &c->diags))
    return false;
  if (!c->options.verbose) forget_warnings(&c->diags);
  site_urls(&u->urls, &c->arena, &u->site.result);
  if (!c->options.against.n) {
    list_all(u);
    if (c->json) done(u);
    return true;
  }
  settle_host(u);
  answer_all(u);
  for (size_t i = 0; i < u->old.count; i++) {
    if (c->json)
      answer_json(u, &u->answers[i]);
    else
      answer_text(u, &u->answers[i]);
  }
  if (!c->json && !c->options.quiet) propose(u);
  total(u);
  if (!u->missing) return true;
  Diag *r = diag_file(&c->diags, DIAG_ERROR, P_URLS_MISSING, S(""), NULL,
                      "%zu of %zu old addresses lead nowhere", u->missing, u->old.count);
  r->blame = EXIT_CONTENT;
  return false;
}

bool command_urls(Cli *c) {
  Urls u = { .c = c };
  bool ok = run(&u);
  url_match_free(&u.urls);
  old_addresses_free(&u.old);
  site_close(&u.site);
  return ok;
}
