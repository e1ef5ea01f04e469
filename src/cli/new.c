/* new.c -- `publish new TITLE`: the file of a new article, ready to be written in.
 *
 *   settings -> slug -> path (new.path, or the habit of the articles there) -> front
 *   matter -> a file that was not there before
 *
 * Settings, data and the list of files come from the work tree, by the ordinary workers.
 * What is wrong elsewhere in the repository does not keep anybody from writing. */
#include "base/file.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/new_path.h"
#include "cli/report.h"
#include "cli/site.h"
#include "cli/table.h"
#include "data/yaml_write.h"
#include "text/lang.h"
#include "text/romanize.h"
#include "text/slug.h"
#include "text/zone.h"

enum { TITLE_MOST = 1000, TEMPLATE_MOST = 1 << 20, NAMES_TRIED = 1000, MISSING_MOST = 64 };

typedef struct {
  Cli *c;
  Site site;
  const Value *settings; /* the normalised whole */
  Str title, slug, language, date, author;
  bool other_language; /* than the site's */
  Str path;            /* of the file, from the root of the repository */
  Str missing[MISSING_MOST];
  size_t missing_count;
} New;

static bool wrong_use(New *n, const char *help, const char *what, Str value) {
  usage_error(&n->c->diags, P_USAGE_VALUE, help, "%s, found '%.*s'", what, STR(value));
  return false;
}

static bool check_title(New *n) {
  Str title = str_trim(n->c->options.args[0]);
  bool ok = title.n > 0 && title.n <= TITLE_MOST && utf8_check(title) == title.n;
  for (size_t i = 0; i < title.n && ok;) {
    uint32_t c = utf8_next(title, &i);
    ok = c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c != 0x2028 && c != 0x2029 && c != 0xFEFF;
  }
  if (!ok)
    return wrong_use(n, "publish new 'Rain on the moor'",
                     "a title is one line of text (UTF-8) of at most 1000 bytes", title);
  n->title = title;
  return true;
}

static bool settle_language(New *n) {
  Str site = value_strc(n->site.settings.settings, "language"), given = n->c->options.lang;
  n->language = site;
  if (!given.n) return true;
  if (!lang_valid(given))
    return wrong_use(n, "such as en, de-AT or zh-Hans", "--lang takes the tag of a language",
                     given);
  n->language = lang_canonical(&n->c->arena, given);
  n->other_language = !str_eq(n->language, site);
  return true;
}

/* Now, as clocks show it where the site is. */
static bool settle_date(New *n, Civil *day) {
  TextTools *tools = text_open(&n->c->diags);
  if (!tools) return false;
  int64_t now = n->site.how.now;
  int32_t offset = zone_offset(tools, value_strc(n->site.settings.settings, "timezone"), now);
  *day = civil_at(now, offset);
  n->date = civil_rfc3339(&n->c->arena, now, offset, true);
  text_close(tools);
  return true;
}

/* -- who writes -- */

/* The key in data/authors whose e-mail address or name is that of git's user. */
static void settle_author(New *n) {
  Arena *a = &n->c->arena;
  Str name, email;
  bool configured;
  repo_identity(&name, &email, &configured, n->site.repo, a);
  const World *w = build_world(&n->site.result);
  const Value *authors = w ? value_getc(world_data(w).v, "authors") : NULL;
  if (!authors || authors->kind != VALUE_MAP) return;
  for (int by_name = 0; by_name < 2 && !n->author.n; by_name++)
    for (size_t i = 0; i < authors->map.count && !n->author.n; i++) {
      const Field *f = &authors->map.fields[i];
      Str mail = value_strc(f->value, "email"), called = value_strc(f->value, "name");
      if (!called.n) called = f->key;
      if (by_name ? str_eq(called, name) : mail.n && str_eq_nocase(mail, email)) n->author = f->key;
    }
}

/* -- where -- */

static Str slug_for(New *n) {
  Arena *a = &n->c->arena;
  Str name = n->c->options.name, text = name.n ? name : n->title;
  bool ascii = str_eqc(value_strc(value_getc(n->settings, "new"), "slug"), "ascii");
  Str slug = slug_of(a, ascii ? romanize(a, text) : text);
  return slug.n ? slug : S("article");
}

static bool no_place(New *n, const char *help, const char *why, Str what) {
  Diag *r = diag_file(&n->c->diags, DIAG_ERROR, P_NEW, S("publish.yaml"), help, "new.path %s: %.*s",
                      why, STR(what));
  r->blame = EXIT_USAGE;
  return false;
}

static Str habit(New *n, Str folder) {
  Arena *a = &n->c->arena;
  const Site *s = &n->site;
  Str *paths = ARENA_ARRAY(a, s->build.count, Str);
  size_t count = 0;
  for (size_t i = 0; i < s->build.count; i++)
    if (build_source_kind(&s->settings, s->entries[i].path) == SOURCE_ARTICLE)
      paths[count++] = s->entries[i].path;
  return new_path_guess(a, folder, paths, count, n->language,
                        value_strc(s->settings.settings, "language"));
}

/* Where the article goes; `free` also gets the first name that is free. */
static bool settle_path(New *n, Str pattern, const NewPathFacts *facts, Str *path) {
  Arena *a = &n->c->arena;
  const char *problem = new_path_fill(path, a, pattern, facts);
  if (problem) return no_place(n, "such as articles/:year/:slug.md", problem, pattern);
  if (build_source_kind(&n->site.settings, *path) != SOURCE_ARTICLE)
    return no_place(n, "it must lie in a folder that `articles:` names, and end in .md",
                    "leads to a file that is no article here", *path);
  return true;
}

static bool there(const New *n, Str path) {
  Arena a = { 0 };
  bool yes =
      file_exists(arena_printf(&a, "%.*s%.*s", STR(repo_workdir(n->site.repo)), STR(path)).p);
  arena_free(&a);
  return yes;
}

/* Nothing is overwritten; what would be free is said. */
static bool taken(New *n, Str pattern, NewPathFacts facts) {
  Arena *a = &n->c->arena;
  Str slug = n->slug, path, free_name = S("");
  for (int i = 2; i < NAMES_TRIED && !free_name.n; i++) {
    facts.slug = arena_printf(a, "%.*s-%d", STR(slug), i);
    if (!new_path_fill(&path, a, pattern, &facts) && !there(n, path)) free_name = facts.slug;
  }
  Diag *r = diag_machine(&n->c->diags, P_NEW, NULL,
                         "%.*s is there already, and nothing is overwritten", STR(n->path));
  r->blame = EXIT_USAGE;
  if (free_name.n)
    diag_help(&n->c->diags, r, "edit it, choose another title, or add --name %.*s, which is free",
              STR(free_name));
  return false;
}

/* -- what stands in it -- */

static void line(Buf *out, const char *key, Str text) {
  buf_printf(out, "%s: ", key);
  yaml_write_text(out, text);
  buf_byte(out, '\n');
}

/* "region: one of north, south" of a field of the site's own that must be given. */
static void required_field(New *n, Buf *out, const Field *f) {
  const Value *of = value_getc(f->value, "values");
  buf_c(out, "# ");
  buf_str(out, f->key);
  buf_c(out, ":  # needed: ");
  if (value_strc(f->value, "doc").n) buf_printf(out, "%.*s; ", STR(value_strc(f->value, "doc")));
  buf_str(out, value_strc(f->value, "type").n ? value_strc(f->value, "type") : S("text"));
  for (size_t i = 0; i < value_count(of); i++)
    buf_printf(out, "%s%.*s", i ? ", " : " ", STR(value_str(value_at(of, i), &n->c->arena)));
  buf_byte(out, '\n');
  if (n->missing_count < MISSING_MOST) n->missing[n->missing_count++] = f->key;
}

static void required_fields(New *n, Buf *out) {
  const Value *fields = value_getc(n->settings, "fields");
  for (size_t i = 0; fields && fields->kind == VALUE_MAP && i < fields->map.count; i++) {
    const Field *f = &fields->map.fields[i];
    if (value_bool(value_getc(f->value, "required"), false) && !value_getc(f->value, "default"))
      required_field(n, out, f);
  }
}

static void default_article(New *n, Buf *out) {
  buf_c(out, "---\n");
  line(out, "title", n->title);
  buf_printf(out, "date: %.*s\n", STR(n->date));
  if (n->other_language) line(out, "language", n->language);
  if (n->author.n) line(out, "authors", n->author);
  buf_c(out, "tags: []\n");
  required_fields(n, out);
  buf_c(out, "# draft: true\n---\n\n");
}

/* The value of a placeholder of the template; false: none has this name. */
static bool value_named(const New *n, Str name, Str *out) {
  const struct {
    const char *name;
    Str value;
  } values[] = { { "title", n->title },
                 { "date", n->date },
                 { "slug", n->slug },
                 { "language", n->language },
                 { "author", n->author } };
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    if (!str_eqc(name, values[i].name)) continue;
    *out = values[i].value;
    return true;
  }
  return false;
}

/* Lines of the template with {{ name }} filled in. In front matter a value is written as
 * YAML, and a line whose value is not known is left out. Whatever else stands in braces
 * stays as it is: the article may use it. */
static void fill_line(const New *n, Buf *out, Str text, bool front) {
  Buf b = { 0 };
  bool drop = false;
  for (Str rest = text; rest.n;) {
    long open = str_find(rest, S("{{")), close = open < 0 ? -1 : str_find(rest, S("}}"));
    Str value;
    if (open < 0 || close < open ||
        !value_named(n, str_trim(str_sub(rest, (size_t)open + 2, (size_t)close)), &value)) {
      size_t past = open < 0 ? rest.n : (size_t)open + 2;
      buf_str(&b, str_sub(rest, 0, past));
      rest = str_sub(rest, past, rest.n);
      continue;
    }
    buf_str(&b, str_sub(rest, 0, (size_t)open));
    if (front && value.n && !str_eq(value, n->date))
      yaml_write_text(&b, value);
    else
      buf_str(&b, value);
    drop = drop || (front && !value.n);
    rest = str_sub(rest, (size_t)close + 2, rest.n);
  }
  if (!drop) buf_str(out, buf_view(&b));
  buf_free(&b);
}

static bool template_article(New *n, Str template, Buf *out) {
  Arena *a = &n->c->arena;
  Str root = repo_workdir(n->site.repo), text;
  Str path = arena_printf(a, "%.*s%.*s", STR(root), STR(template));
  if (!file_stays(root, template, &n->c->diags) ||
      !file_read(&text, a, path.p, TEMPLATE_MOST, &n->c->diags))
    return false;
  size_t fences = 0;
  for (size_t i = 0; i < text.n;) {
    size_t end = i;
    while (end < text.n && text.p[end] != '\n') end++;
    if (end < text.n) end++;
    Str one = str_sub(text, i, end);
    bool fence = str_eqc(str_trim(one), "---") && (fences == 1 || (fences == 0 && i == 0));
    fences += fence;
    fill_line(n, out, one, fences == 1 && !fence);
    i = end;
  }
  return true;
}

static bool write_article(New *n, Str pattern, const NewPathFacts *facts) {
  Arena *a = &n->c->arena;
  Str template = value_strc(value_getc(n->settings, "new"), "template");
  Str root = repo_workdir(n->site.repo);
  Buf text = { 0 };
  bool exists = false, ok = true;
  if (template.n)
    ok = template_article(n, template, &text);
  else
    default_article(n, &text);
  ok = ok && file_stays(root, n->path, &n->c->diags);
  if (ok && n->c->options.dry_run)
    exists = there(n, n->path);
  else if (ok)
    ok = file_create(arena_printf(a, "%.*s%.*s", STR(root), STR(n->path)).p, buf_view(&text),
                     &exists, &n->c->diags);
  buf_free(&text);
  return ok && (!exists || taken(n, pattern, *facts));
}

/* -- telling -- */

/* The path as it leads there from where the command was started. */
static Str path_from_here(const New *n) {
  Arena *a = &n->c->arena;
  Str prefix = repo_prefix(n->site.repo), dir = n->c->options.dir;
  Buf out = { 0 };
  buf_str(&out, dir);
  if (dir.n && dir.p[dir.n - 1] != '/') buf_byte(&out, '/');
  for (size_t i = 0; i < prefix.n; i++)
    if (prefix.p[i] == '/') buf_c(&out, "../");
  buf_str(&out, n->path);
  Str path = buf_dup(&out, a);
  buf_free(&out);
  return path;
}

static void tell(New *n) {
  Buf *out = &n->c->out;
  if (n->missing_count) {
    Buf names = { 0 };
    for (size_t i = 0; i < n->missing_count; i++)
      buf_printf(&names, "%s%.*s", i ? ", " : "", STR(n->missing[i]));
    diag_file(&n->c->diags, DIAG_NOTE, P_NEW, n->path, "fill in the lines that begin with '# '",
              "before it can be published it needs: %.*s", STR(buf_view(&names)));
    buf_free(&names);
  }
  if (!n->c->json) {
    show(out, path_from_here(n));
    buf_byte(out, '\n');
    return;
  }
  json_open(out, "article");
  json_text(out, "path", n->path);
  json_text(out, "file", path_from_here(n));
  json_text(out, "title", n->title);
  json_text(out, "slug", n->slug);
  json_text(out, "language", n->language);
  json_text(out, "date", n->date);
  if (n->author.n) json_text(out, "author", n->author);
  json_texts(out, "needs", n->missing, n->missing_count);
  json_close(out);
  json_open(out, "summary");
  json_text(out, "result", n->c->options.dry_run ? S("dry-run") : S("created"));
  json_number(out, "status", EXIT_DONE);
  json_close(out);
}

static bool run(New *n) {
  Cli *c = n->c;
  const SiteHow how = site_how(c);
  if (!check_title(n) || !site_open(&n->site, &how, &c->diags)) return false;
  if (repo_bare(n->site.repo)) {
    diag_machine(&c->diags, P_REPO_BARE, "run in a clone with a work tree",
                 "a bare repository has no folder for an article");
    return false;
  }
  if (!site_settings(&n->site, &c->diags)) return false;
  n->settings = value_getc(n->site.settings.settings, "all");
  Diags quiet = { 0 }; /* wrong data or plugins: then nothing is known of authors */
  if (site_build(&n->site, BUILD_HEADERS, &quiet)) settle_author(n);
  diags_free(&quiet);
  NewPathFacts facts;
  if (!settle_language(n) || !settle_date(n, &facts.day)) return false;
  facts.slug = n->slug = slug_for(n);
  facts.language = n->language;
  const Value *folders = value_getc(n->site.settings.settings, "articles");
  Str pattern = value_strc(value_getc(n->settings, "new"), "path");
  if (!pattern.n) pattern = habit(n, value_count(folders) ? value_at(folders, 0)->str : S(""));
  if (!settle_path(n, pattern, &facts, &n->path) || !write_article(n, pattern, &facts))
    return false;
  tell(n);
  return true;
}

bool command_new(Cli *c) {
  New n = { .c = c };
  bool ok = run(&n);
  site_close(&n.site);
  return ok;
}
