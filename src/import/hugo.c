/* hugo.c -- what each file of a Hugo site is, and where it goes. */
#include "import/hugo.h"

#include "import/hugo_parts.h"

static const OldFile *file_at(const Hugo *h, size_t index) {
  size_t count;
  return &old_files(h->im->old, &count)[index];
}

static void tell(Hugo *h, Severity severity, const char *topic, Str name, Str path,
                 const char *advice) {
  importer_tell(h->im, severity, topic, name, path, advice);
}

static bool below(Str path, Str folder, Str *rest) {
  if (!folder.n || !str_starts(path, folder) || path.n <= folder.n || path.p[folder.n] != '/')
    return false;
  *rest = str_sub(path, folder.n + 1, path.n);
  return true;
}

/* -- articles -- */

static const HugoLanguage *language_named(const Hugo *h, Str key) {
  for (size_t i = 0; i < h->language_count; i++)
    if (str_eq_nocase(h->languages[i].key, key)) return &h->languages[i];
  return NULL;
}

/* Which language's folder holds the path; *rest is below it. */
static bool content_place(const Hugo *h, Str path, const HugoLanguage **language, Str *rest) {
  bool found = false;
  size_t most = 0;
  Str inside;
  *language = language_named(h, h->language);
  for (size_t i = 0; i < h->language_count; i++) {
    const HugoLanguage *l = &h->languages[i];
    if (!below(path, l->folder, &inside) || l->folder.n < most) continue;
    *language = l;
    *rest = inside;
    most = l->folder.n;
    found = true;
  }
  return found || below(path, h->content, rest);
}

static bool is_content(Str path) {
  return path_is_markdown(path) || path_is_html(path);
}

static void add_article(Hugo *h, size_t index, const HugoLanguage *language, Str rest) {
  Arena *a = h->im->arena;
  HugoPlace *p = ARENA_NEW(a, HugoPlace);
  Str path = file_at(h, index)->path, stem = path_stem(rest), folder = str_dir(rest);
  long dot = str_rchr(stem, '.');
  const HugoLanguage *named =
      dot > 0 ? language_named(h, str_sub(stem, (size_t)dot + 1, stem.n)) : NULL;
  if (named) {
    language = named;
    stem = str_sub(stem, 0, (size_t)dot);
  }
  *p = (HugoPlace){ .index = index,
                    .from = path,
                    .to = old_path(h->im->old, path, a),
                    .below = rest,
                    .language = language,
                    .folder = folder,
                    .name = stem };
  p->bundle = str_eqc(stem, "index");
  p->branch = str_eqc(stem, "_index");
  if (p->bundle && folder.n) {
    p->name = str_base(folder);
    p->folder = str_dir(folder);
  }
  long slash = str_chr(p->folder, '/');
  p->section = slash < 0 ? p->folder : str_sub(p->folder, 0, (size_t)slash);
  map_put(&h->articles, path, p);
  Str name = str_base(path);
  if (!map_has(&h->names, name)) map_put(&h->names, name, p);
}

static bool content(Hugo *h, size_t index, const HugoLanguage *language, Str rest) {
  Str path = file_at(h, index)->path, ext = path_extension(path);
  Arena a = { 0 };
  bool ok = true;
  if (is_content(path)) {
    if (language && (language->off || !language->tag.n)) {
      tell(h, DIAG_WARNING, "Languages that are not carried over", language->key, path,
           language->off ? "it is turned off" : "the name is no language tag");
      importer_exclude(h->im, old_path(h->im->old, path, h->im->arena));
    } else {
      add_article(h, index, language, rest);
      return true;
    }
  }
  if (str_eqc(ext, "adoc") || str_eqc(ext, "org") || str_eqc(ext, "rst") ||
      str_eqc(ext, "asciidoc"))
    tell(h, DIAG_WARNING, "Articles in other formats", ext, path,
         "convert them to Markdown, such as with pandoc");
  /* Beside an article. */
  if (!old_here(h->im->old)) ok = importer_put(h->im, h->changed, index, path, NULL);
  if (!is_content(path)) h->im->statics++;
  arena_free(&a);
  return ok;
}

/* -- data -- */

static bool data(Hugo *h, size_t index, Str rest) {
  Importer *im = h->im;
  Str path = file_at(h, index)->path, ext = path_extension(path), stem = path_stem(path);
  Arena a = { 0 };
  bool ok = true, csv = str_eqc(ext, "csv");
  Str to = arena_printf(&a, "data/%.*s", STR(rest)), bytes;
  if (!csv && !str_eqc(ext, "yaml") && !str_eqc(ext, "yml") && !str_eqc(ext, "toml") &&
      !str_eqc(ext, "json")) {
    tell(h, DIAG_WARNING, "Data files", ext.n ? ext : path, path,
         "data/ holds YAML, TOML and JSON");
    goto done;
  }
  if (str_chr(rest, '/') < 0 && path_is_known_data(stem)) {
    tell(h, DIAG_NOTE, "Data files with a name that means something else here", stem, path,
         "it is data/old_NAME now");
    to = arena_printf(&a, "data/old_%.*s", STR(rest));
  }
  if (str_eqc(ext, "yml")) to = arena_printf(&a, "%.*s.yaml", STR(str_sub(to, 0, to.n - 4)));
  if (!csv) {
    ok = importer_put(im, h->data, index, to, NULL);
  } else if (importer_read(im, index, &bytes, &a)) {
    Str text;
    Diags quiet = { 0 };
    Source s = { .path = path, .text = bytes };
    if (csv_as_yaml(&text, &a, &s, ',', &quiet)) {
      to = arena_printf(&a, "%.*s.yaml", STR(str_sub(to, 0, to.n - 4)));
      ok = importer_put(im, h->data, index, to, &text);
    } else {
      tell(h, DIAG_WARNING, "Data files that cannot be read", quiet.items[0].message, path, NULL);
    }
    diags_free(&quiet);
  }
  im->statics++;
done:
  arena_free(&a);
  return ok;
}

/* -- the walk -- */

static bool machinery(Hugo *h, Str path) {
  static const OldMachinery known[] = {
    { "layouts/", "Layouts", "templates/ holds replacements for the theme's templates" },
    { "themes/", "Themes", "the site has publish's own theme; templates/ replaces its parts" },
    { "archetypes/", "Archetypes",
      "`publish new` makes articles; `new: {template: FILE}` says how they begin" },
    { "assets/", "Assets that Hugo processes", "put what pages need into static/" },
    { "i18n/", "Words of the interface", "templates/i18n/LANG.yaml replaces words of the theme" },
    { "resources/", "Files that Hugo made", NULL },
  };
  return importer_machinery(h->im, path, known, sizeof known / sizeof *known);
}

/* Is it in a folder of files that are published as they are? */
static bool is_static(const Hugo *h, Str path) {
  Str rest;
  for (size_t i = 0; i < h->static_count; i++)
    if (below(path, h->static_folders[i], &rest)) return true;
  return false;
}

static bool sort_file(Hugo *h, size_t index) {
  Str path = file_at(h, index)->path, rest;
  const HugoLanguage *language;
  if (str_starts(path, S("public/"))) return true;
  if (content_place(h, path, &language, &rest)) return content(h, index, language, rest);
  if (below(path, h->data_folder, &rest)) return data(h, index, rest);
  if (is_static(h, path)) {
    h->im->statics++;
    return importer_put(h->im, h->statics, index, old_path(h->im->old, path, h->im->arena), NULL);
  }
  machinery(h, path);
  return true;
}

bool hugo_import(Importer *im) {
  Hugo h = { .im = im };
  size_t count;
  if (!hugo_config(&h)) return false;
  h.settings = plan_step(im->plan, S("Settings of the Hugo site"));
  h.data = plan_step(im->plan, S("Data of the Hugo site"));
  h.statics = plan_step(im->plan, S("Files that are published as they are"));
  h.changed = plan_step(im->plan, S("Articles of the Hugo site"));
  old_files(im->old, &count);
  bool ok = true;
  for (size_t i = 0; ok && i < count; i++) ok = sort_file(&h, i);
  for (size_t i = 0; ok && i < h.articles.count; i++)
    ok = hugo_article(&h, h.articles.items[i].value);
  ok = ok && hugo_settings(&h);
  map_free(&h.articles);
  map_free(&h.names);
  return ok;
}
