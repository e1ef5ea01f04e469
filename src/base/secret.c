/* secret.c -- a key file, made once, and HMAC-SHA-256 under it. */
#include "base/secret.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/hmac.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RANDOM_BYTES = 32, FILE_MOST = 4096 };

static bool failed(Diags *d, const char *what, const char *path) {
  diag_machine(d, P_FILE_IO, NULL, "cannot %s %s: %s", what, path, strerror(errno));
  return false;
}

static Str hex_of(Arena *a, const uint8_t *p, size_t n) {
  char *out = arena_alloc(a, 2 * n + 1);
  for (size_t i = 0; i < n; i++) snprintf(out + 2 * i, 3, "%02x", p[i]);
  return str_n(out, 2 * n);
}

bool secret_random(Str *key, Arena *a, Diags *d) {
  uint8_t bytes[RANDOM_BYTES];
  int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  bool ok = fd >= 0 && fd_read_all(fd, bytes, sizeof bytes);
  if (!ok) failed(d, "read", "/dev/urandom");
  if (fd >= 0) close(fd);
  if (ok) *key = hex_of(a, bytes, sizeof bytes);
  return ok;
}

bool secret_read(Str *key, Arena *a, const char *path, Diags *d) {
  struct stat st;
  if (!file_read(key, a, path, FILE_MOST, d)) return false;
  *key = str_trim(*key);
  if (key->n < SECRET_LEAST) {
    diag_machine(d, P_FILE_IO, "remove it, and a new one is made",
                 "the key in %s is too short: %zu bytes, at least %d are needed", path, key->n,
                 SECRET_LEAST);
    return false;
  }
  if (stat(path, &st) == 0 && (st.st_mode & 077)) {
    Diag *r =
        diag_file(d, DIAG_WARNING, P_SECRET, S(""), NULL, "others may read the key in %s", path);
    diag_help(d, r, "chmod 600 '%s'", path);
  }
  return true;
}

bool secret_make(Str *key, Arena *a, const char *path, Diags *d) {
  if (file_exists(path)) return secret_read(key, a, path, d);
  Str folder = str_dir(str_c(path));
  if (folder.n && !file_mkdirs(arena_cstr(a, folder), d)) return false;
  if (!secret_random(key, a, d)) return false;
  /* Written beside it and linked into place: nobody ever reads half a key. */
  Str draft = arena_printf(a, "%s.%ld.new", path, (long)getpid());
  int fd = open(draft.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return failed(d, "write", draft.p);
  bool ok = fd_write_all(fd, key->p, key->n) && fd_write_all(fd, "\n", 1) && fsync(fd) == 0;
  if (!ok) failed(d, "write", draft.p);
  close(fd);
  bool ours = ok && link(draft.p, path) == 0;
  if (ok && !ours && errno != EEXIST) ok = failed(d, "make", path);
  unlink(draft.p);
  return ok && (ours || secret_read(key, a, path, d));
}

void secret_digest(char out[65], Str key, Str message) {
  struct hmac_sha256_ctx c;
  uint8_t digest[SHA256_DIGEST_SIZE];
  hmac_sha256_set_key(&c, key.n, (const uint8_t *)key.p);
  hmac_sha256_update(&c, message.n, (const uint8_t *)message.p);
  hmac_sha256_digest(&c, sizeof digest, digest);
  for (size_t i = 0; i < sizeof digest; i++) snprintf(out + 2 * i, 3, "%02x", digest[i]);
}
