/* A folder of hostile plugins, run one by one in forked children: none may emit
 * what it must not, crash, hang, or be seen by the plugin after it. Skipped when
 * the folder (../shared/sandbox-attacks) is not there. Attacks on output
 * paths are the output's business and are left to its tests. */
#include "check.h"

#include "base/digest.h"
#include "lua/budget.h"
#include "sandbox_rig.h"
#include <dirent.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const char folder[] = "../shared/sandbox-attacks";
enum { PATHS_FROM = 130, PATHS_TO = 181, PROBE = 900 };

/* What a child tells its parent. */
typedef struct {
  Progress progress;
  bool pwned, named, reached_probe, probe_clean;
  uint8_t digest[16];
} Told;

typedef struct {
  Told *told;
  Digester digester;
  bool probe;
} Harness;

static Str string_arg(lua_State *L, int arg) {
  luaL_argexpected(L, lua_type(L, arg) == LUA_TSTRING, arg, "string");
  Str s;
  s.p = lua_tolstring(L, arg, &s.n);
  return s;
}

static int api_emit(lua_State *L) {
  Harness *h = sandbox_of(L)->host;
  Str path = string_arg(L, 1), bytes = string_arg(L, 2);
  luaL_argcheck(L, path.n > 0 && path.n < 4096, 1, "bad path");
  budget_hold(L, path.n + bytes.n + 64);
  if (str_starts(path, S("PWNED/")) || str_find(bytes, S("PWNED")) >= 0) h->told->pwned = true;
  if (h->probe) {
    h->told->reached_probe = true;
    h->told->probe_clean = str_eq(bytes, S("clean"));
  }
  digester_add(&h->digester, path);
  digester_add(&h->digester, bytes);
  return 0;
}

static int api_log(lua_State *L) {
  Str s = string_arg(L, 1);
  diag_file(sandbox_of(L)->diags, DIAG_NOTE, P_PLUGIN_PRINT, S("log"), NULL, "%.*s", STR(s));
  return 0;
}

typedef struct {
  uint64_t epoch;
} Page;

static void check_page(lua_State *L) {
  Page *p = luaL_checkudata(L, 1, "page");
  sandbox_check_epoch(L, p->epoch, 1, "page");
}

static int page_get(lua_State *L) {
  check_page(L);
  lua_pushliteral(L, "a title");
  return 1;
}

static int page_set(lua_State *L) {
  check_page(L);
  Str key = string_arg(L, 2), value = string_arg(L, 3);
  luaL_argcheck(L, key.n < 256 && memchr(key.p, 0, key.n) == NULL, 2, "bad key");
  budget_hold(L, key.n + value.n + 64);
  return 0;
}

static void push_page(Sandbox *sb) {
  lua_State *L = sb->L;
  Page *p = lua_newuserdatauv(L, sizeof *p, 0);
  p->epoch = sb->epoch;
  if (luaL_newmetatable(L, "page")) {
    static const luaL_Reg methods[] = { { "get", page_get }, { "set", page_set }, { NULL, NULL } };
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
  }
  lua_setmetatable(L, -2);
}

/* One hook of the frozen plugin table kept in the registry. */
static bool run_hook(Sandbox *sb, Str hook, Diags *d) {
  lua_State *L = sb->L;
  CallSite site = { .hook = hook, .article = S("articles/a.md") };
  sandbox_begin(sb, &site, d);
  lua_getfield(L, LUA_REGISTRYINDEX, "plugin");
  freeze_content(L, -1);
  lua_pushlstring(L, hook.p, hook.n);
  bool ok = true;
  if (lua_rawget(L, -2) != LUA_TNIL) {
    if (str_eq(hook, S("on_page")))
      push_page(sb);
    else
      lua_getfield(L, LUA_REGISTRYINDEX, "site");
    ok = sandbox_call(sb, 1, 0, d);
  }
  return sandbox_end(sb) && ok;
}

static bool run_plugin(Harness *h, const Source *source, Diags *d) {
  Sandbox *sb = sandbox_new(&(SandboxOptions){ .plugin = S("attack"),
                                               .instructions = 30000000,
                                               .memory = 96 << 20,
                                               .progress = &h->told->progress,
                                               .host = h });
  lua_State *L = sb->L;
  static const luaL_Reg api[] = { { "emit", api_emit }, { "log", api_log }, { NULL, NULL } };
  static const CallSite load = { .hook = { "load", 4 } };
  sandbox_begin(sb, &load, d);
  bool ok = sandbox_load(sb, source, (Str){ 0 }, d);
  if (ok) {
    luaL_newlib(L, api);
    freeze_value(L, -1);
    ok = sandbox_call(sb, 1, 1, d);
  }
  if (ok && !lua_istable(L, -1)) {
    sandbox_bad_result(sb, "a table", d);
    ok = false;
  }
  ok = ok && freeze_all(sb, -1, d);
  if (ok) lua_setfield(L, LUA_REGISTRYINDEX, "plugin");
  lua_newtable(L);
  lua_pushliteral(L, "a site");
  lua_setfield(L, -2, "title");
  lua_newtable(L);
  lua_setfield(L, -2, "params");
  freeze_value(L, -1);
  lua_setfield(L, LUA_REGISTRYINDEX, "site");
  if (!sandbox_end(sb)) ok = false;
  ok = ok && run_hook(sb, S("on_page"), d) && run_hook(sb, S("on_page"), d) &&
       run_hook(sb, S("on_site"), d);
  sandbox_free(sb);
  return ok;
}

static Source read_source(Arena *a, const char *name) {
  Str path = arena_printf(a, "%s/%s", folder, name);
  Buf b = { 0 };
  FILE *f = fopen(path.p, "rb");
  if (f) {
    char block[8192];
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;) buf_add(&b, block, n);
    fclose(f);
  }
  Source s = { arena_printf(a, "plugins/%s", name), buf_dup(&b, a) };
  buf_free(&b);
  return s;
}

/* Exit status of a child that ran the attack, and then the probe. */
static int attack(Told *told, const char *name, size_t shift) {
  memset(told, 0, sizeof *told);
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    setrlimit(RLIMIT_CPU, &(struct rlimit){ 60, 60 });
    setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 0, 0 });
    alarm(8); /* the watchdog */
    Arena a = { 0 };
    char *moved = mem_alloc(shift * 4096 + 16); /* other addresses */
    Source source = read_source(&a, name), probe = read_source(&a, "900-probe.lua");
    Harness h = { .told = told };
    Diags d = { 0 };
    digester_init(&h.digester);
    progress_job(&told->progress, 1, S("articles/a.md"));
    bool ok = run_plugin(&h, &source, &d);
    for (size_t i = 0; i < d.count; i++) {
      const Diag *r = &d.items[i];
      if (r->severity == DIAG_ERROR && str_starts(r->file, S("plugins/"))) told->named = true;
    }
    Buf shown = { 0 };
    diags_print(&d, DIAG_TEXT, false, true, &shown);
    for (size_t i = 0; i < shown.n; i++)
      if ((unsigned char)shown.p[i] < 32 && shown.p[i] != '\n') told->pwned = true;
    Digest digest = digester_end(&h.digester);
    memcpy(told->digest, digest.b, sizeof told->digest);
    h.probe = true;
    Diags other = { 0 };
    if (!run_plugin(&h, &probe, &other)) told->probe_clean = false;
    diags_free(&d);
    diags_free(&other);
    buf_free(&shown);
    arena_free(&a);
    free(moved);
    _exit(ok ? 0 : 1);
  }
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) != pid) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static int by_name(const void *a, const void *b) {
  return strcmp(a, b);
}

static void attacks_end_as_they_must(void) {
  static char names[400][64];
  size_t count = 0;
  DIR *dir = opendir(folder);
  if (!dir) {
    printf("  skipped: no %s\n", folder);
    return;
  }
  for (struct dirent *e; (e = readdir(dir)) && count < 400;)
    if (strlen(e->d_name) < sizeof names[0] && strstr(e->d_name, ".lua"))
      strcpy(names[count++], e->d_name);
  closedir(dir);
  qsort(names, count, sizeof names[0], by_name);
  Told *told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  CHECK(told != MAP_FAILED);
  size_t ran = 0, refused = 0, stopped = 0, watched = 0;
  for (size_t i = 0; i < count; i++) {
    int number = atoi(names[i]);
    if ((number >= PATHS_FROM && number <= PATHS_TO) || number == PROBE) continue;
    Arena a = { 0 };
    Str text = read_source(&a, names[i]).text;
    long at = str_find(text, S("-- expect: "));
    Str expected = at < 0 ? S("") : str_sub(text, (size_t)at + 11, text.n);
    int status = attack(told, names[i], 1);
    bool by_watchdog = status == 1000 + SIGALRM, stop = status == PROGRESS_EXIT || by_watchdog;
    bool refuse = status == 1 && told->named;
    bool clean = told->reached_probe && told->probe_clean;
    bool right = !told->pwned;
    /* An error instead of a stop is as good, and the other way round. */
    if (str_starts(expected, S("REFUSED")) || str_starts(expected, S("STOPPED")))
      right = right && (stop || (refuse && clean)) && (!stop || told->progress.plugin[0]);
    else if (str_starts(expected, S("CONTAINED")))
      right = right && (stop || ((status == 0 || refuse) && clean));
    else if (str_starts(expected, S("STABLE"))) {
      right = right && (status == 0 || refuse) && clean;
      uint8_t first[16];
      memcpy(first, told->digest, sizeof first);
      right = right && attack(told, names[i], 57) == status &&
              memcmp(first, told->digest, sizeof first) == 0;
    } else {
      right = right && status == 0 && clean; /* the honest plugin */
    }
    if (by_watchdog) printf("  by the watchdog: %s\n", names[i]);
    if (!right) {
      check_failed_here = 1;
      printf("  %s: status %d%s%s%s, %.*s, %s\n    %.*s", names[i], status,
             told->pwned ? ", PWNED" : "", told->named ? ", named" : "",
             clean ? "" : ", probe not clean", STR(PROGRESS_STR(&told->progress, file)),
             told->progress.message, (int)str_chr(expected, '\n') + 1, expected.p);
    }
    ran++;
    refused += refuse;
    stopped += stop;
    watched += by_watchdog;
    arena_free(&a);
  }
  printf("  %zu attacks: %zu refused, %zu stopped (%zu by the watchdog)\n", ran, refused, stopped,
         watched);
  munmap(told, sizeof *told);
}

CHECKS_MAIN({ "attacks end as they must", attacks_end_as_they_must })
