/* Notices: what a file's name says, which versions follow each other, and which one
 * readers of a language get. */
#include "check.h"

#include "build/load.h"

static Arena arena;
static Diags diags;
static Built built;
static SourceFile files[16];
static size_t file_count;

static void begin(void) {
  map_free(&built.world.sources);
  diags_free(&diags);
  arena_free(&arena);
  built = (Built){ .arena = &arena, .d = &diags };
  built.settings.language = built.world.language = S("en");
  built.world.notices = ARENA_ARRAY(&arena, 16, Notice);
  file_count = 0;
}

static const Value *add(const char *path, const char *front) {
  SourceFile *f = &files[file_count++];
  f->source = (Source){ str_c(path), arena_printf(&arena, "%s%s%sText.\n", *front ? "---\n" : "",
                                                  front, *front ? "\n---\n" : "") };
  map_put(&built.world.sources, f->source.path, f);
  const Value *row = NULL;
  if (!notice_row(&built, &arena, &f->source, &row, &diags)) return NULL;
  notice_add(&built, f, row);
  return row;
}

static Str name_of(const char *path) {
  begin();
  const Value *row = add(path, "");
  return arena_printf(&arena, "%.*s|%.*s|%.*s", STR(value_strc(row, "id")),
                      STR(value_strc(row, "language")), STR(value_strc(row, "version")));
}

static void names(void) {
  CHECK_STR(name_of("notices/republished.md"), "republished|en|");
  CHECK_STR(name_of("notices/republished.zh-Hans.md"), "republished|zh-Hans|");
  CHECK_STR(name_of("notices/archive/republished.en.2023.md"), "republished|en|2023");
  CHECK_STR(name_of("notices/republished.2023.md"), "republished|en|2023");
  CHECK_STR(name_of("notices/republished.en.2023-05.final.markdown"),
            "republished|en|2023-05.final");
  CHECK_STR(name_of("notices/republished.v2.md"), "republished|en|v2");
  CHECK_STR(name_of("notices/old.paper.en.md"), "old.paper|en|");
  CHECK_STR(name_of("notices/en.md"), "en|en|");
  CHECK_STR(name_of("notices/x.en.de.md"), "x|en|de");
}

static void front_matter_goes_before_the_name(void) {
  begin();
  const Value *row =
      add("notices/a.de.1.md", "id: b\nlanguage: ja\nversion: 0123\nrequires: authors");
  CHECK_STR(value_strc(row, "id"), "b");
  CHECK_STR(value_strc(row, "language"), "ja");
  CHECK_STR(value_strc(row, "version"), "0123");
  CHECK_INT(value_count(value_getc(row, "requires")), 1);
}

static Str at(int64_t when, const char *language) {
  built.world.at = when;
  Ref r = world_notice(&built.world, NULL, S("n"), str_c(language));
  return r.v ? value_strc(r.v, "path") : S("");
}

enum { DAY = 86400, Y2024 = 1704067200 };

static void a_version_ends_when_the_next_begins(void) {
  begin();
  add("notices/n.en.3.md", "from: 2024-03-01\nuntil: 2024-04-01");
  add("notices/n.en.1.md", "");
  add("notices/n.en.2.md", "from: 2024-02-01");
  notices_finish(&built);
  CHECK_INT(diags.count, 0);
  CHECK_STR(at(0, "en"), "notices/n.en.1.md");
  CHECK_STR(at(Y2024 + 31 * DAY - 1, "en"), "notices/n.en.1.md");
  CHECK_STR(at(Y2024 + 31 * DAY, "en"), "notices/n.en.2.md");
  CHECK_STR(at(Y2024 + 60 * DAY, "en"), "notices/n.en.3.md");
  CHECK_STR(at(Y2024 + 91 * DAY - 1, "en"), "notices/n.en.3.md");
  /* The last says that it ends: until then the one before would hold again. */
  CHECK_STR(at(Y2024 + 91 * DAY, "en"), "");
  const char *ends[] = { "2024-02-01", "2024-03-01", "2024-04-01" };
  for (size_t i = 0; i < 3; i++)
    CHECK_STR(value_str(value_getc(built.world.notices[i].row, "ends"), &arena), ends[i]);
  CHECK_STR(world_notice_problem(&built.world, NULL, S("n"), &arena),
            "the notice 'n' is no longer in force: notices/n.en.3.md ended on 2024-04-01");
}

static void languages(void) {
  begin();
  add("notices/n.en.md", "");
  add("notices/n.zh-Hans.md", "");
  add("notices/n.pt-BR.md", "");
  notices_finish(&built);
  CHECK_STR(at(0, "en"), "notices/n.en.md");
  CHECK_STR(at(0, "en-GB"), "notices/n.en.md");
  CHECK_STR(at(0, "zh-CN"), "notices/n.zh-Hans.md");
  CHECK_STR(at(0, "zh"), "notices/n.zh-Hans.md");
  CHECK_STR(at(0, "zh-Hant"), "notices/n.en.md");
  CHECK_STR(at(0, "zh-HK"), "notices/n.en.md");
  CHECK_STR(at(0, "pt"), "notices/n.pt-BR.md");
  CHECK_STR(at(0, "fr"), "notices/n.en.md");
  built.world.language = S("fr");
  CHECK_STR(at(0, "de"), "notices/n.en.md"); /* better than none */
}

CHECKS_MAIN({ "a file's name says id, language and version", names },
            { "front matter goes before the name", front_matter_goes_before_the_name },
            { "a version ends when the next begins", a_version_ends_when_the_next_begins },
            { "who reads what", languages })
