/* jekyll.c -- what each file of a Jekyll site is, and where it goes. */
#include "import/jekyll.h"

#include "data/yaml.h"
#include "import/front.h"
#include "import/jekyll_parts.h"
#include "import/liquid.h"

enum { FRONT_LOOK = 1 << 20, DATA_MOST = 16 << 20 };

static const OldFile *file_at(const Jekyll *j, size_t index) {
  size_t count;
  return &old_files(j->im->old, &count)[index];
}

static void tell(Jekyll *j, Severity severity, const char *topic, Str name, Str path,
                 const char *advice) {
  importer_tell(j->im, severity, topic, name, path, advice);
}

/* -- places -- */

/* "2024-1-2-name.md": the length of the date and the hyphen behind it, or 0. */
static size_t date_length(Str name) {
  static const size_t least[] = { 2, 1, 1 }, most[] = { 4, 2, 2 };
  size_t i = 0;
  for (int k = 0; k < 3; k++) {
    size_t from = i;
    while (i < name.n && name.p[i] >= '0' && name.p[i] <= '9') i++;
    if (i - from < least[k] || i - from > most[k] || i >= name.n || name.p[i] != '-') return 0;
    i++;
  }
  return i;
}

static Str full_date(Arena *a, Str written) {
  int n[3] = { 0 };
  size_t k = 0;
  for (size_t i = 0; i < written.n && k < 3; i++) {
    if (written.p[i] == '-')
      k++;
    else
      n[k] = n[k] * 10 + (written.p[i] - '0');
  }
  if (n[0] < 100) n[0] += 2000;
  return arena_printf(a, "%04d-%02d-%02d", n[0], n[1], n[2]);
}

/* The part of the path that is exactly this folder: "a/_posts/b/c.md" -> a, b/c.md. */
static bool inside(Str path, const char *folder, Str *above, Str *below) {
  Str name = str_c(folder);
  for (size_t i = 0; i + name.n < path.n; i++) {
    if ((i && path.p[i - 1] != '/') || !str_starts(str_sub(path, i, path.n), name) ||
        path.p[i + name.n] != '/')
      continue;
    *above = str_sub(path, 0, i ? i - 1 : 0);
    *below = str_sub(path, i + name.n + 1, path.n);
    return true;
  }
  return false;
}

static JekyllPlace *new_place(Jekyll *j, JekyllKind kind, size_t index, Str below) {
  JekyllPlace *p = ARENA_NEW(j->im->arena, JekyllPlace);
  *p = (JekyllPlace){
    .kind = kind, .index = index, .from = file_at(j, index)->path, .below = below
  };
  p->to = old_path(j->im->old, p->from, j->im->arena);
  map_put(&j->places, p->from, p);
  return p;
}

static Str folder_of(const JekyllPlace *p) {
  return str_sub(p->to, 0, p->to.n - p->below.n - 1);
}

static void add_post(Jekyll *j, size_t index, Str above, Str below) {
  Arena *a = j->im->arena;
  Str name = str_base(below), folder = str_dir(below);
  size_t n = date_length(name);
  if (!n || !(path_is_markdown(name) || path_is_html(name))) {
    tell(j, DIAG_WARNING, "Files in _posts that Jekyll does not publish", path_extension(name),
         file_at(j, index)->path, "their names are not DATE-NAME.md or .html");
    if (path_is_markdown(name) || path_is_html(name)) {
      importer_exclude(j->im, old_path(j->im->old, file_at(j, index)->path, a));
    }
    return;
  }
  JekyllPlace *p = new_place(j, JEKYLL_POST, index, below);
  jekyll_folder(j, folder_of(p));
  p->name_date = full_date(a, str_sub(name, 0, n - 1));
  p->folder =
      arena_printf(a, "%.*s%s%.*s", STR(above), above.n && folder.n ? "/" : "", STR(folder));
  p->below = str_sub(name, n, name.n);
  Str key = str_sub(name, 0, name.n - path_extension(name).n - 1);
  map_put(&j->posts, key, p);
  if (folder.n) map_put(&j->posts, arena_printf(a, "%.*s/%.*s", STR(folder), STR(key)), p);
}

static const JekyllCollection *collection_of(const Jekyll *j, Str path) {
  for (size_t i = 0; i < j->collection_count; i++) {
    Str name = j->collections[i].name;
    if (path.n > name.n + 2 && path.p[0] == '_' && str_starts(str_sub(path, 1, path.n), name) &&
        path.p[name.n + 1] == '/')
      return &j->collections[i];
  }
  return NULL;
}

static void add_document(Jekyll *j, size_t index, const JekyllCollection *c) {
  Str path = file_at(j, index)->path, below = str_sub(path, c->name.n + 2, path.n);
  if (!path_is_markdown(path) && !path_is_html(path)) {
    tell(j, DIAG_WARNING, "Files of collections", c->name, path,
         "publish takes articles from there only");
    return;
  }
  if (!c->output) {
    tell(j, DIAG_WARNING, "Collections without pages of their own", c->name, path,
         "put what templates need into data/");
    return;
  }
  JekyllPlace *p = new_place(j, JEKYLL_DOCUMENT, index, below);
  p->collection = c;
  jekyll_folder(j, folder_of(p));
}

/* -- everything else -- */

static bool has_front(Jekyll *j, size_t index, Str *bytes, Arena *a) {
  return importer_read(j->im, index, bytes, a) && str_starts(*bytes, S("---")) &&
         front_find(*bytes).kind == FRONT_YAML;
}

static bool put_static(Jekyll *j, size_t index, const Str *bytes) {
  Arena a = { 0 };
  Str to = arena_printf(&a, "static/%.*s", STR(file_at(j, index)->path));
  bool ok = importer_put(j->im, j->statics, index, to, bytes);
  j->im->statics++;
  arena_free(&a);
  return ok;
}

/* A text file that begins with front matter is filled in by Jekyll. */
static bool put_processed(Jekyll *j, size_t index, Str bytes) {
  Str path = file_at(j, index)->path, body = str_sub(bytes, front_find(bytes).body, bytes.n);
  Str ext = path_extension(path);
  if (str_eqc(ext, "scss") || str_eqc(ext, "sass") || str_eqc(ext, "coffee") ||
      str_eqc(ext, "less")) {
    tell(j, DIAG_WARNING, "Style sheets and scripts that Jekyll compiles", ext, path,
         "put the compiled file into static/");
    return true;
  }
  if (liquid_has(body)) {
    Str url = arena_printf(j->im->arena, "/%.*s", STR(path));
    bool ours =
        str_eqc(url, "/feed.xml") || str_eqc(url, "/sitemap.xml") || str_eqc(url, "/robots.txt");
    tell(j, ours ? DIAG_NOTE : DIAG_WARNING,
         ours ? "Pages that publish makes itself" : "Pages made by Liquid", url, path,
         ours ? NULL : "write it as a template or plugin");
    return true;
  }
  return put_static(j, index, &body);
}

static bool by_name(Str path, const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (str_eqc(path, names[i])) return true;
  return false;
}

static bool other(Jekyll *j, size_t index) {
  static const char *const texts[] = { "md",     "markdown", "mkd",  "mkdn",        "mkdown",
                                       "html",   "htm",      "xml",  "json",        "css",
                                       "scss",   "sass",     "less", "js",          "txt",
                                       "coffee", "yml",      "svg",  "webmanifest", "csv",
                                       "textile" };
  static const char *const own[] = {
    "README.md",         "LICENSE",         "LICENSE.md",         "LICENSE.txt",
    "Rakefile",          "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "package.json",
    "package-lock.json", "publish.yaml",    "IMPORT.md",          "Dockerfile",
    "Makefile"
  };
  Arena a = { 0 };
  Str path = file_at(j, index)->path, bytes = S("");
  bool text = by_name(path_extension(path), texts, sizeof texts / sizeof *texts), ok;
  bool front = text && has_front(j, index, &bytes, &a);
  if (front && (path_is_markdown(path) || path_is_html(path))) {
    JekyllPlace *p = new_place(j, JEKYLL_PAGE, index, path);
    p->to = arena_printf(j->im->arena, "pages/%.*s", STR(path));
    ok = true;
  } else if (front) {
    ok = put_processed(j, index, bytes);
  } else if (by_name(path, own, sizeof own / sizeof *own) || str_ends(path, S(".gemspec"))) {
    ok = true; /* of the project, not of the site */
  } else {
    ok = put_static(j, index, NULL);
  }
  arena_free(&a);
  return ok;
}

/* -- data -- */

static bool data(Jekyll *j, size_t index) {
  Importer *im = j->im;
  Arena a = { 0 };
  Str path = file_at(j, index)->path, ext = path_extension(path), stem = path_stem(path);
  Str below = str_sub(path, 6, path.n), bytes;
  Str folder = str_dir(below), text = S("");
  if (!importer_read(im, index, &bytes, &a)) return true;
  Source s = { .path = path, .text = bytes };
  const Value *v = NULL;
  Diags quiet = { 0 };
  bool yaml = str_eqc(ext, "yml") || str_eqc(ext, "yaml") || str_eqc(ext, "json");
  bool csv = str_eqc(ext, "csv") || str_eqc(ext, "tsv"), ok = true;
  if (bytes.n > DATA_MOST || !(yaml || csv)) {
    tell(j, DIAG_WARNING, "Data files", ext.n ? ext : path, path, "data/ holds YAML");
    goto done;
  }
  bool fine = yaml ? yaml_parse(&v, &a, &s, 0, bytes.n, &quiet)
                   : csv_as_yaml(&text, &a, &s, ext.p[0] == 't' ? '\t' : ',', &quiet);
  if (!fine) {
    tell(j, DIAG_WARNING, "Data files that cannot be read",
         quiet.count ? quiet.items[0].message : path, path, "mend it and put it into data/");
    goto done;
  }
  if (!folder.n && path_is_known_data(stem)) {
    tell(j, DIAG_NOTE, "Data files with a name that means something else here", stem, path,
         "it is data/old_NAME.yaml now");
    stem = arena_printf(&a, "old_%.*s", STR(stem));
  }
  Str to = arena_printf(&a, "data/%.*s%s%.*s.yaml", STR(folder), folder.n ? "/" : "", STR(stem));
  ok = importer_put(im, j->data, index, to, csv ? &text : NULL);
  im->statics++;
done:
  diags_free(&quiet);
  arena_free(&a);
  return ok;
}

/* -- the walk -- */

/* Folders of Jekyll's own that have no counterpart. */
static bool machinery(Jekyll *j, Str path) {
  static const OldMachinery known[] = {
    { "_layouts/", "Layouts and includes",
      "templates/ holds replacements for the theme's templates" },
    { "_includes/", "Layouts and includes",
      "templates/ holds replacements for the theme's templates" },
    { "_sass/", "Style sheets and scripts that Jekyll compiles",
      "`stylesheet: /site.css` in data/theme.yaml, and the rules in static/site.css" },
    { "_plugins/", "Plugins of Jekyll", "plugins/ holds plugins in Lua: publish plugin new NAME" },
  };
  return importer_machinery(j->im, path, known, sizeof known / sizeof *known);
}

static bool sort_file(Jekyll *j, size_t index) {
  Str path = file_at(j, index)->path, above, below;
  const JekyllCollection *c = collection_of(j, path);
  if (str_starts(path, S("_site/")) || str_starts(path, S(".git/")) || jekyll_excluded(j, path))
    return true;
  if (str_starts(path, S("_data/"))) return data(j, index);
  if (inside(path, "_posts", &above, &below)) {
    add_post(j, index, above, below);
    return true;
  }
  if (inside(path, "_drafts", &above, &below)) {
    if (path_is_markdown(path) || path_is_html(path))
      jekyll_folder(j, folder_of(new_place(j, JEKYLL_DRAFT, index, below)));
    return true;
  }
  if (c) {
    add_document(j, index, c);
    return true;
  }
  if (machinery(j, path)) return true;
  bool wanted = !path_has_part(path, "._#~") && !str_ends(path, S("~"));
  if (!wanted && !jekyll_included(j, path) && !str_eqc(path, ".nojekyll")) return true;
  if (str_eqc(path, ".nojekyll")) return true;
  return other(j, index);
}

static bool place_articles(Jekyll *j) {
  bool pages = false;
  for (size_t i = 0; i < j->places.count; i++) {
    const JekyllPlace *p = j->places.items[i].value;
    if (!jekyll_article(j, p)) return false;
    pages = pages || (p->kind == JEKYLL_PAGE && plan_has(j->im->plan, p->to));
  }
  if (pages) jekyll_folder(j, S("pages"));
  return true;
}

bool jekyll_import(Importer *im) {
  Jekyll j = { .im = im };
  size_t count;
  if (!jekyll_config(&j)) return false;
  j.settings = plan_step(im->plan, S("Settings of the Jekyll site"));
  j.data = plan_step(im->plan, S("Data of the Jekyll site"));
  j.statics = plan_step(im->plan, S("Files that are published as they are"));
  j.articles = plan_step(im->plan, S("Articles and pages of the Jekyll site"));
  old_files(im->old, &count);
  bool ok = true;
  for (size_t i = 0; ok && i < count; i++) ok = sort_file(&j, i);
  ok = ok && place_articles(&j) && jekyll_write_settings(&j);
  map_free(&j.posts);
  map_free(&j.places);
  return ok;
}
