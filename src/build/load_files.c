/* load_files.c -- which files of the source tree the build uses, and as what. */
#include "build/load.h"

#include "embed/embed.h"
#include "media/image.h"

static bool regular(const BuildEntry *e) {
  return e->mode == MODE_FILE || e->mode == MODE_EXEC;
}

/* Test cases of a plugin are its author's business. */
static bool plugin_tests(Str path) {
  Str rest;
  return below(path, S("plugins")) && plugin_part(path, &rest).n && below(rest, S("tests"));
}

bool build_reads(const BuildResult *r, Str path) {
  const Built *b = r->inside;
  Str rest;
  if (settings_article(&b->settings, path, &rest)) return true;
  for (size_t i = 0; i < b->static_count; i++)
    if (below(path, b->statics[i])) return true;
  for (size_t i = 0; i < b->article_folders; i++)
    if (below(path, b->articles[i])) return !settings_excludes(&b->settings, path);
  return str_eqc(path, "publish.yaml") || below(path, S("data")) || below(path, S("notices")) ||
         below(path, S("templates")) || (below(path, S("plugins")) && !plugin_tests(path));
}

/* Folders that mean something wherever `articles` points: only of data/ may a part be
 * articles, for nothing else reads Markdown there. */
static bool of_the_site(const Built *b, Str path) {
  static const Str fixed[] = { { "notices", 7 }, { "templates", 9 }, { "plugins", 7 } };
  for (size_t i = 0; i < b->static_count; i++)
    if (str_eq(path, b->statics[i]) || below(path, b->statics[i])) return true;
  for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
    if (str_eq(path, fixed[i]) || below(path, fixed[i])) return true;
  return str_eqc(path, "publish.yaml");
}

SourceKind build_source_kind(const BuildResult *r, Str path) {
  const Built *b = r->inside;
  Str rest;
  if (of_the_site(b, path)) return SOURCE_OTHER;
  if (settings_article(&b->settings, path, &rest)) return SOURCE_ARTICLE;
  bool svg = path.n > 4 && str_eq_nocase(str_sub(path, path.n - 4, path.n), S(".svg"));
  if (svg || !image_named(path) || below(path, S("data"))) return SOURCE_OTHER;
  for (size_t i = 0; i < b->article_folders; i++)
    if (below(path, b->articles[i]))
      return settings_excludes(&b->settings, path) ? SOURCE_OTHER : SOURCE_PICTURE;
  return SOURCE_OTHER;
}

bool build_leads_to_articles(const BuildResult *r, Str folder) {
  const Built *b = r->inside;
  if (of_the_site(b, folder)) return false;
  for (size_t i = 0; i < b->article_folders; i++) {
    Str wanted = b->articles[i];
    if (!wanted.n || str_eq(wanted, folder) || below(folder, wanted) || below(wanted, folder))
      return true;
  }
  return false;
}

static void note_skipped(Built *b, const BuildEntry *e) {
  bool link = e->mode == MODE_SYMLINK;
  diag_file(b->d, DIAG_NOTE, P_SKIPPED_ENTRY, e->path, link ? "put a copy of the file there" : NULL,
            "%s is not followed: left out", link ? "a symbolic link" : "a submodule");
}

static void link_to(Built *b, Str from, Str url) {
  Str *kept = ARENA_NEW(b->arena, Str);
  *kept = url;
  map_put(&b->world.links, from, kept);
}

/* A page in HTML is an article when it has front matter, else a file beside articles. */
static bool is_plain_html(Str path, Str bytes) {
  if (markdown(path)) return false;
  if (str_starts(bytes, S("\xEF\xBB\xBF"))) bytes = str_sub(bytes, 3, bytes.n);
  return !str_starts(bytes, S("---")) && !str_starts(bytes, S("+++")) && !str_starts(bytes, S("{"));
}

static bool add_article(Built *b, size_t index, Str path, Str rest) {
  if (b->draft_count % 1024 == 0) {
    Draft *more = ARENA_ARRAY(b->arena, b->draft_count + 1024, Draft);
    if (b->draft_count) memcpy(more, b->drafts, b->draft_count * sizeof *more);
    b->drafts = more;
  }
  Draft *draft = &b->drafts[b->draft_count];
  *draft = (Draft){ .entry = index, .path = path, .below = rest, .source = { path, S("") } };
  if (!read_entry(b, index, &draft->source.text)) return false;
  if (is_plain_html(path, draft->source.text)) {
    link_to(b, path, S(LINK_ASSET));
    return true;
  }
  if (b->article_bytes && draft->source.text.n > b->article_bytes) {
    diag_file(b->d, DIAG_ERROR, P_ARTICLE_SIZE, path, "split it, or raise limits.bytes",
              "the article has %zu bytes, the limit is %zu", draft->source.text.n,
              b->article_bytes);
    return true;
  }
  b->draft_count++;
  put_source(b, &b->world.sources, path, path, draft->source.text);
  return true;
}

/* A plugin's or template's file: text that hooks or the engine may ask for. */
static bool add_text(Built *b, size_t index, Str path) {
  Str bytes;
  if (!read_entry(b, index, &bytes)) return false;
  put_source(b, &b->world.sources, path, path, bytes);
  if (below(path, S("templates")))
    put_source(b, &b->world.templates, str_sub(path, 10, path.n), path, bytes);
  return true;
}

/* Built-in files, unless the repository has a plugin of that name; templates of
 * plugins, unless templates/ overrides them. */
static void add_built_in(Built *b) {
  for (size_t i = 0; i < embed_count_files(); i++) {
    EmbedFile f = embed_file(i);
    Str rest;
    if (!str_starts(f.path, S("plugins/"))) continue;
    Str name = plugin_part(f.path, &rest);
    if (name.n && !own_plugin(b, name)) put_source(b, &b->world.sources, f.path, f.path, f.bytes);
  }
  for (size_t i = 0; i < b->world.sources.count; i++) {
    const SourceFile *f = b->world.sources.items[i].value;
    Str path = f->source.path, rest;
    if (!str_starts(path, S("plugins/")) || !plugin_part(path, &rest).n) continue;
    if (!str_starts(rest, S("templates/"))) continue;
    Str name = str_sub(rest, 10, rest.n);
    if (!map_has(&b->world.templates, name))
      put_source(b, &b->world.templates, name, path, f->source.text);
  }
}

/* Static files go out by id, unread. */
static void add_static(Built *b, const BuildEntry *e, Str folder) {
  Str path = str_sub(e->path, folder.n + 1, e->path.n);
  const char *problem = output_path_problem(b->arena, path);
  if (problem) {
    diag_file(b->d, DIAG_ERROR, P_OUTPUT_PATH, e->path, "rename the file",
              "cannot be published as '%.*s': %s", STR(path), problem);
    return;
  }
  if (!claim_path(b, path, e->path)) return;
  Str url = with_base(b, b->arena, page_url(b->arena, path));
  link_to(b, e->path, url);
  link_to(b, url, url);
  Str back[] = { S(LINK_FILE), url };
  link_to(b, arena_concat(b->arena, back, 2), e->path);
  add_output(b, (BuildOutput){ .path = path, .maker = e->path, .mode = e->mode, .id = e->id });
}

/* What leads to a file that is left out is not another mistake. */
static void lead_nowhere(Built *b, const BuildEntry *e, Str folder) {
  Str path = str_sub(e->path, folder.n + 1, e->path.n);
  link_to(b, e->path, S(LINK_FAILED));
  link_to(b, with_base(b, b->arena, page_url(b->arena, path)), S(LINK_FAILED));
}

/* *out: this file is left out, and the reader was told. */
static bool kept_elsewhere(Built *b, size_t index, bool *out) {
  *out = false;
  if (!b->in->pointer) return true;
  if (!b->in->pointer(b->in->context, index, out, b->d)) return false;
  if (*out)
    diag_file(b->d, DIAG_WARNING, P_INPUT_LFS, b->in->entries[index].path,
              "'git lfs migrate export' brings it into the repository",
              "a git-lfs pointer, not the file itself: left out");
  return true;
}

static void tell_alike(Built *b, Diag *r, Str path) {
  Str other = alike_path(b, path);
  if (other.n) diag_help(b->d, r, "there is '%.*s'; upper and lower case differ", STR(other));
}

/* The first thing that somebody with an archive does is to add an empty publish.yaml. */
static void tell_foreign(Built *b, Diag *r) {
  Str folder = foreign_folder(b);
  if (folder.n && !b->draft_count)
    diag_help(b->d, r, "there is a folder '%.*s': with `articles: %.*s` its files are articles",
              STR(folder), STR(folder));
}

/* A folder of articles that has none is a slip more often than a wish, and so is
 * a static folder that publish.yaml names and nobody has made. */
static void tell_empty(Built *b) {
  for (size_t k = 0; k < b->article_folders; k++) {
    bool used = false;
    for (size_t i = 0; i < b->draft_count && !used; i++)
      used = !b->articles[k].n || below(b->drafts[i].path, b->articles[k]);
    if (used) continue;
    Diag *r = diag_file(
        b->d, DIAG_WARNING, P_FOLDER_EMPTY, S("publish.yaml"),
        "articles are .md, .markdown and .html files below the folders that 'articles:' names",
        "there is no article in the folder '%.*s'", STR(b->articles[k]));
    tell_foreign(b, r);
    tell_alike(b, r, b->articles[k]);
  }
  for (size_t k = 0; k < b->settings.folder_permalink_count; k++) {
    Str folder = b->settings.folder_permalinks[k].folder;
    bool used = false;
    for (size_t i = 0; i < b->draft_count && !used; i++)
      used = settings_in_folder(b->drafts[i].path, b->drafts[i].below, folder);
    if (!used)
      diag_file(b->d, DIAG_WARNING, P_FOLDER_EMPTY, S("publish.yaml"),
                "`permalink:` names folders as seen from the folders of articles, or `default`",
                "there is no article in the folder '%.*s', which has a permalink", STR(folder));
  }
  for (size_t k = 0; k < b->static_count; k++) {
    bool used = str_eqc(b->statics[k], "static"); /* the default need not be there */
    for (size_t i = 0; i < b->in->count && !used; i++)
      used = below(b->in->entries[i].path, b->statics[k]);
    if (used) continue;
    Diag *r = diag_file(
        b->d, DIAG_WARNING, P_FOLDER_EMPTY, S("publish.yaml"),
        "git keeps no empty folders; 'static:' names folders that are published as they are",
        "there is no file in the folder '%.*s'", STR(b->statics[k]));
    tell_alike(b, r, b->statics[k]);
  }
}

bool load_files(Built *b) {
  for (size_t i = 0; i < b->in->count; i++) {
    const BuildEntry *e = &b->in->entries[i];
    if (!build_reads(b->out, e->path)) continue;
    if (!regular(e)) {
      note_skipped(b, e);
      continue;
    }
    Str rest;
    bool is_static = false, left_out;
    for (size_t k = 0; k < b->static_count && !is_static; k++) {
      is_static = below(e->path, b->statics[k]);
      if (is_static && !kept_elsewhere(b, i, &left_out)) return false;
      if (is_static && left_out)
        lead_nowhere(b, e, b->statics[k]);
      else if (is_static)
        add_static(b, e, b->statics[k]);
    }
    if (is_static || str_eqc(e->path, "publish.yaml")) continue;
    if (settings_article(&b->settings, e->path, &rest)) {
      if (!add_article(b, i, e->path, rest)) return false;
    } else if (below(e->path, S("data")) || below(e->path, S("notices")) ||
               below(e->path, S("templates")) || below(e->path, S("plugins"))) {
      if (!add_text(b, i, e->path)) return false;
    } else if (!markdown(e->path)) { /* a picture beside articles */
      if (!kept_elsewhere(b, i, &left_out)) return false;
      link_to(b, e->path, left_out ? S(LINK_FAILED) : S(LINK_ASSET));
    }
  }
  tell_empty(b);
  add_built_in(b);
  return true;
}
