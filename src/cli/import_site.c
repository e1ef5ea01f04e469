/* import_site.c -- `publish import jekyll` and `publish import hugo`: a site of another generator
 * becomes an article repository. */
#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/import_run.h"
#include "import/hugo.h"
#include "import/importer.h"
#include "import/jekyll.h"

static void note_address(void *context, Str url, Str path, const char *mark) {
  import_address(context, url, path, mark);
}

static bool import_site(Cli *c, const char *kind, bool (*fill)(Importer *im)) {
  ImportRun run;
  Importer im = {
    .arena = &c->arena, .d = &c->diags, .now = clock_now(), .address = note_address, .context = &run
  };
  Str path = c->options.arg_count ? c->options.args[0] : S("");
  bool ok = import_begin(&run, c, kind) &&
            old_open(&im.old, path, run.repo, run.has_base ? &run.base : NULL, &c->diags);
  if (ok) {
    im.plan = run.plan;
    im.left = &run.left;
    im.text = text_open(&c->diags);
    ok = im.text && fill(&im);
    run.articles = im.articles;
    run.drafts = im.drafts;
    run.statics = im.statics > im.unread ? im.statics - im.unread : 0;
  }
  ok = ok && import_end(&run);
  text_close(im.text);
  old_close(im.old);
  import_free(&run);
  return ok;
}

bool command_import_jekyll(Cli *c) {
  return import_site(c, "jekyll", jekyll_import);
}

bool command_import_hugo(Cli *c) {
  return import_site(c, "hugo", hugo_import);
}
