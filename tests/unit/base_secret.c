/* base_secret.c -- a key is made once, kept to its owner, and digests by it. */
#include "check.h"

#include "base/file.h"
#include "base/secret.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/publish-secret-XXXXXX";

static const char *in_folder(Arena *a, const char *name) {
  return arena_printf(a, "%s/%s", folder, name).p;
}

/* RFC 4231, cases 1 and 2. */
static void known_digests(void) {
  char hex[65];
  secret_digest(
      hex, S("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"),
      S("Hi There"));
  CHECK_STR(str_c(hex), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  secret_digest(hex, S("Jefe"), S("what do ya want for nothing?"));
  CHECK_STR(str_c(hex), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void made_once(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Str first, second;
  struct stat st;
  const char *path = in_folder(&a, "deep/er/key");
  CHECK(secret_make(&first, &a, path, &d) && first.n == 64);
  CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
  CHECK(secret_make(&second, &a, path, &d) && str_eq(first, second));
  CHECK(secret_read(&second, &a, path, &d) && str_eq(first, second));
  CHECK_INT(d.count, 0);
  Str other;
  CHECK(secret_random(&other, &a, &d) && !str_eq(first, other));
  chmod(path, 0644);
  CHECK(secret_read(&second, &a, path, &d) && d.warnings == 1 && d.items[0].code == P_SECRET);
  diags_free(&d);
  arena_free(&a);
}

static void not_a_key(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Str key;
  const char *path = in_folder(&a, "short");
  CHECK(!secret_read(&key, &a, path, &d) && d.errors == 1);
  CHECK(file_write(path, S("abc\n"), &d));
  CHECK(!secret_read(&key, &a, path, &d) && d.errors == 2);
  CHECK(!secret_make(&key, &a, path, &d) && d.errors == 3);
  CHECK(symlink("short", in_folder(&a, "link")) == 0);
  CHECK(!secret_make(&key, &a, in_folder(&a, "link"), &d));
  diags_free(&d);
  arena_free(&a);
}

int main(void) {
  static const CheckCase cases[] = { { "digests of RFC 4231", known_digests },
                                     { "made once", made_once },
                                     { "not a key", not_a_key } };
  int failed = 0;
  if (!mkdtemp(folder)) return 1;
  for (size_t i = 0; i < 3; i++) {
    check_failed_here = 0;
    cases[i].run();
    printf("%s %s\n", check_failed_here ? "FAILED" : "ok", cases[i].name);
    failed += check_failed_here;
  }
  char command[80];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  if (system(command)) failed++;
  printf("%d passed, %d failed\n", 3 - failed, failed);
  return failed ? 1 : 0;
}
