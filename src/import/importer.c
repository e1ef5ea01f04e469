/* importer.c -- putting files, and judging paths. */
#include "import/importer.h"

#include "doc/links.h"

bool importer_put(Importer *im, size_t step, size_t index, Str to, const Str *bytes) {
  size_t count;
  const OldFile *f = &old_files(im->old, &count)[index];
  Arena a = { 0 };
  bool ok = true;
  if (old_here(im->old)) {
    Str from = old_path(im->old, f->path, &a);
    bool moved = !str_eq(from, to);
    if (bytes)
      ok = plan_edit(im->plan, step, to, *bytes, im->d);
    else if (moved)
      ok = plan_place(im->plan, step, to, f->mode, &f->id, im->d);
    if (ok && moved) plan_remove(im->plan, step, from);
  } else {
    Str own;
    bool there = bytes || importer_read(im, index, &own, &a);
    if (!there)
      im->unread++;
    else
      ok = plan_add(im->plan, step, to, bytes ? *bytes : own, im->d);
  }
  arena_free(&a);
  return ok;
}

bool importer_read(Importer *im, size_t index, Str *out, Arena *a) {
  Diags d = { 0 };
  size_t count;
  *out = S("");
  bool ok = old_read(out, im->old, index, a, &d);
  if (!ok) {
    Source where = { .path = old_files(im->old, &count)[index].path };
    left_add(im->left, DIAG_WARNING, "Files that cannot be read",
             d.count ? d.items[0].message : S("?"), &where, 0, NULL);
  }
  diags_free(&d);
  return ok;
}

void importer_exclude(Importer *im, Str path) {
  im->excluded =
      arena_grow(im->arena, im->excluded, im->excluded_count, &im->excluded_cap, sizeof(Str));
  im->excluded[im->excluded_count++] = arena_str(im->arena, path);
}

void importer_tell(Importer *im, Severity severity, const char *topic, Str name, Str path,
                   const char *advice) {
  Source where = { .path = path };
  left_add(im->left, severity, topic, name, &where, 0, advice ? "%s" : NULL, advice);
}

bool importer_machinery(Importer *im, Str path, const OldMachinery *known, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (!str_starts(path, str_c(known[i].folder))) continue;
    importer_tell(im, known[i].advice ? DIAG_WARNING : DIAG_NOTE, known[i].topic,
                  str_c(known[i].folder), path, known[i].advice);
    return true;
  }
  return false;
}

bool importer_menu_url(Str url) {
  static const char *const known[] = { "http", "https", "mailto" };
  url = str_trim(url);
  Str scheme = url_scheme(url);
  if (!url_allowed(url, false)) return false;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (str_eq_nocase(scheme, str_c(known[i]))) return true;
  return !scheme.n && !str_starts(url, S("//"));
}

bool path_has_part(Str path, const char *first) {
  Str rest = path, part;
  while (str_split(&rest, '/', &part))
    if (part.n && strchr(first, part.p[0])) return true;
  return false;
}

Str path_stem(Str path) {
  Str name = str_base(path);
  long dot = str_rchr(name, '.');
  return dot > 0 ? str_sub(name, 0, (size_t)dot) : name;
}

Str path_extension(Str path) {
  Str name = str_base(path);
  long dot = str_rchr(name, '.');
  return dot > 0 ? str_sub(name, (size_t)dot + 1, name.n) : S("");
}

bool path_is_markdown(Str path) {
  Str ext = path_extension(path);
  static const char *const known[] = { "md", "markdown", "mkd", "mkdn", "mkdown" };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (str_eqc(ext, known[i])) return true;
  return false;
}

bool path_is_html(Str path) {
  Str ext = path_extension(path);
  return str_eqc(ext, "html") || str_eqc(ext, "htm");
}

bool path_is_known_data(Str stem) {
  static const char *const names[] = { "tags",       "sources", "images", "counts", "comments",
                                       "categories", "series",  "theme",  "imports" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eqc(stem, names[i])) return true;
  return false;
}
