/* init.c -- `publish init DIR`: a repository that can be published at once, from
 * the files inside the binary. */
#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/report.h"
#include "cli/table.h"
#include "embed/embed.h"
#include "repo/create.h"

bool command_init(Cli *c) {
  Str dir = c->options.args[0];
  Str from = c->options.demo ? S("site/") : S("src/embed/minimal/");
  MemoryFile *files = ARENA_ARRAY(&c->arena, embed_count_files(), MemoryFile);
  size_t count = 0, articles = 0;
  for (size_t i = 0; i < embed_count_files(); i++) {
    EmbedFile f = embed_file(i);
    Str path = str_starts(f.path, from) ? str_sub(f.path, from.n, f.path.n) : S("");
    if (!path.n || str_eqc(path, "try")) continue;
    files[count++] = (MemoryFile){ path, f.bytes };
    if (str_starts(path, S("articles/")) && str_ends(path, S(".md"))) articles++;
  }
  int64_t now = clock_now();
  const CommitTime when = { .time = now, .offset = clock_zone(now), .known = true };
  Oid commit;
  if (!dir.n) {
    usage_error(&c->diags, P_USAGE, "publish init my-site", "the folder's name is empty");
    return false;
  }
  if (!create_repository(&commit, dir.p, files, count, S("Begin the site\n"), when, &c->diags))
    return false;
  Buf *out = &c->out;
  if (c->options.format == FORMAT_JSON) {
    char hex[41];
    oid_hex(hex, &commit);
    json_open(out, "summary");
    json_text(out, "result", S("created"));
    json_number(out, "status", EXIT_DONE);
    json_text(out, "directory", dir);
    json_text(out, "commit", str_c(hex));
    json_number(out, "articles", articles);
    json_close(out);
  } else if (!c->options.quiet) {
    buf_c(out, "made ");
    show(out, dir);
    buf_c(out, " with ");
    show_count(out, articles, "article");
    buf_c(out, " and a first commit; next:\n\n  cd ");
    show(out, dir);
    buf_c(out, "\n  publish                               commit the site to the branch 'pages'\n"
               "  publish --to ../public                write it as files instead\n"
               "  python3 -m http.server -d ../public   and look at them: http://localhost:8000/\n"
               "\nThen change publish.yaml, write articles/*.md, commit, and publish again.\n");
  }
  return true;
}
