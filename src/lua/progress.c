/* progress.c -- the shared page: plain stores into fixed fields, cheap enough
 * for the count hook. See progress.h. */
#include "lua/progress.h"

#include <sys/mman.h>
#include <unistd.h>

Progress *progress_map(void) {
  void *p = mmap(NULL, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? NULL : p;
}

void progress_unmap(Progress *p) {
  if (p) munmap(p, sizeof *p);
}

static void set(char *field, size_t size, Str s) {
  size_t n = s.n < size - 1 ? s.n : size - 1;
  if (n) memcpy(field, s.p, n);
  field[n] = '\0';
}

void progress_job(Progress *p, uint64_t job, Str article) {
  if (!p) return;
  p->verdict = PROGRESS_RUNNING;
  p->line = 0;
  p->job = job;
  p->plugin[0] = p->hook[0] = p->file[0] = p->message[0] = '\0';
  set(p->article, sizeof p->article, article);
}

void progress_done(Progress *p) {
  if (!p) return;
  p->jobs_done++;
  p->line = 0;
  p->plugin[0] = p->hook[0] = p->file[0] = p->article[0] = '\0';
}

void progress_hook(Progress *p, Str plugin, Str hook) {
  if (!p) return;
  set(p->plugin, sizeof p->plugin, plugin);
  set(p->hook, sizeof p->hook, hook);
  p->line = 0;
  p->file[0] = '\0';
}

void progress_line(Progress *p, const char *file, uint32_t line) {
  if (!p) return;
  if (strncmp(p->file, file, sizeof p->file - 1) != 0) set(p->file, sizeof p->file, str_c(file));
  p->line = line;
}

_Noreturn void progress_stop(Progress *p, ProgressVerdict verdict, const char *message) {
  if (p) {
    set(p->message, sizeof p->message, str_c(message));
    p->verdict = (uint32_t)verdict;
  }
  _exit(PROGRESS_EXIT);
}

Str progress_str(const char *field, size_t size) {
  return str_n(field, strnlen(field, size));
}

void progress_diag(const Progress *p, const char *how, const Source *source, Diags *d) {
  static const struct {
    Code code;
    const char *help;
  } verdicts[] = {
    [PROGRESS_RUNNING] = { P_PLUGIN_KILLED, "the line is the last one known" },
    [PROGRESS_INSTRUCTIONS] = { P_PLUGIN_BUDGET,
                                "look for a loop that never ends, or do the work once per site" },
    [PROGRESS_MEMORY] = { P_PLUGIN_MEMORY, "look for a table or string that only grows" },
    [PROGRESS_BROKEN] = { P_PLUGIN_KILLED, NULL },
    [PROGRESS_PATTERN] = { P_PLUGIN_BUDGET,
                           "each *, + and - of a pattern takes every length in turn: use fewer, or "
                           "a set that cannot run past its end, such as [^,]* instead of .-" },
  };
  uint32_t verdict = p->verdict <= PROGRESS_PATTERN ? p->verdict : PROGRESS_RUNNING;
  Str plugin = PROGRESS_STR(p, plugin), hook = PROGRESS_STR(p, hook);
  Str article = PROGRESS_STR(p, article), file = PROGRESS_STR(p, file);
  Str what = verdict ? PROGRESS_STR(p, message) : str_c(how);
  Arena a = { 0 };
  Str who = plugin.n ? arena_printf(&a, "plugin '%.*s'", STR(plugin))
            : hook.n ? arena_printf(&a, "%.*s", STR(hook))
            : file.n ? S("template")
                     : S("worker");
  Str in = plugin.n && hook.n ? arena_printf(&a, " (%.*s)", STR(hook)) : S("");
  const char *help = plugin.n || file.n ? verdicts[verdict].help : NULL;
  Diag *r;
  if (file.n && p->line) {
    Source unknown = { file, S("") };
    r = diag_line(d, DIAG_ERROR, verdicts[verdict].code, source ? source : &unknown, p->line, 1, 1,
                  help, "%.*s%.*s %.*s", STR(who), STR(in), STR(what));
  } else {
    r = diag_file(d, DIAG_ERROR, verdicts[verdict].code, article, help, "%.*s%.*s %.*s", STR(who),
                  STR(in), STR(what));
  }
  r->plugin = arena_str(&d->arena, plugin);
  r->article = arena_str(&d->arena, article);
  arena_free(&a);
}
