/* unpack.c -- reading, and inflating what is compressed. */
#include "intake/unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

enum { CHUNK = 65536 };

struct Unpack {
  int fd;
  bool owned; /* close it */
  char *name;
  const char *lost;
  bool started;      /* the first bytes were looked at */
  bool gzip, member; /* compressed; inside a member */
  z_stream z;
  uint8_t in[CHUNK];
  size_t in_at, in_n;
  bool in_end;
};

/* Behind what is there already. */
static bool read_some(Unpack *u, Diags *d) {
  ssize_t n;
  do n = read(u->fd, u->in + u->in_n, sizeof u->in - u->in_n);
  while (n < 0 && errno == EINTR);
  if (n < 0) {
    diag_machine(d, P_INTAKE_FILE, NULL, "cannot read %s: %s", u->name, strerror(errno));
    return false;
  }
  u->in_n += (size_t)n;
  u->in_end = n == 0;
  return true;
}

static bool fill_in(Unpack *u, Diags *d) {
  if (u->in_at < u->in_n || u->in_end) return true;
  u->in_at = u->in_n = 0;
  return read_some(u, d);
}

/* Is there a gzip header? A second byte may come with a later read. */
static bool look(Unpack *u, Diags *d) {
  u->started = true;
  while (u->in_n < 2 && !u->in_end)
    if (!read_some(u, d)) return false;
  u->gzip = u->in_n >= 2 && u->in[0] == 0x1F && u->in[1] == 0x8B;
  if (!u->gzip) return true;
  u->member = true;
  if (inflateInit2(&u->z, 15 + 16) == Z_OK) return true;
  u->gzip = false;
  diag_machine(d, P_INTAKE_FILE, NULL, "cannot unpack %s: out of memory", u->name);
  return false;
}

static bool damaged(Unpack *u, const char *what, Diags *d) {
  Diag *r =
      diag_machine(d, P_INTAKE_FILE, u->lost, "%s is compressed with gzip and %s", u->name, what);
  r->blame = EXIT_CONTENT;
  return false;
}

/* Some unpacked bytes; 0 at the end. */
static bool unpack(Unpack *u, char *p, size_t room, size_t *got, Diags *d) {
  while (!*got) {
    if (!fill_in(u, d)) return false;
    if (u->in_at == u->in_n) return !u->member || damaged(u, "cut short", d);
    if (!u->member) {
      /* Another member, or padding, which counts for nothing. */
      if (u->in[u->in_at] != 0x1F) {
        u->in_at = u->in_n;
        u->in_end = true;
        return true;
      }
      if (inflateReset(&u->z) != Z_OK) return damaged(u, "damaged", d);
      u->member = true;
    }
    u->z.next_in = u->in + u->in_at;
    u->z.avail_in = (uInt)(u->in_n - u->in_at);
    u->z.next_out = (Bytef *)p;
    u->z.avail_out = (uInt)room;
    int status = inflate(&u->z, Z_NO_FLUSH);
    u->in_at = u->in_n - u->z.avail_in;
    *got = room - u->z.avail_out;
    if (status == Z_STREAM_END)
      u->member = false;
    else if (status != Z_OK && status != Z_BUF_ERROR)
      return damaged(u, "damaged", d);
  }
  return true;
}

bool unpack_read(Unpack *u, char *p, size_t room, size_t *got, Diags *d) {
  *got = 0;
  if (!u->started && !look(u, d)) return false;
  if (u->gzip) return unpack(u, p, room, got, d);
  if (!fill_in(u, d)) return false;
  *got = u->in_n - u->in_at < room ? u->in_n - u->in_at : room;
  memcpy(p, u->in + u->in_at, *got);
  u->in_at += *got;
  return true;
}

/* -- the handle -- */

Unpack *unpack_from(int fd, Str name, const char *lost) {
  Unpack *u = mem_calloc(1, sizeof *u);
  u->fd = fd;
  u->lost = lost;
  u->name = mem_calloc(1, name.n + 1);
  if (name.n) memcpy(u->name, name.p, name.n);
  return u;
}

bool unpack_open(Unpack **out, const char *path, const char *lost, Diags *d) {
  *out = NULL;
  if (strcmp(path, "-") == 0) {
    *out = unpack_from(STDIN_FILENO, S("standard input"), lost);
    return true;
  }
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) {
    bool absent = errno == ENOENT || errno == ENOTDIR;
    Diag *r = diag_machine(d, P_INTAKE_FILE, NULL, "cannot open %s: %s", path, strerror(errno));
    if (absent) r->blame = EXIT_USAGE;
    return false;
  }
  *out = unpack_from(fd, str_c(path), lost);
  (*out)->owned = true;
  return true;
}

void unpack_close(Unpack *u) {
  if (!u) return;
  if (u->gzip) inflateEnd(&u->z);
  if (u->owned) close(u->fd);
  free(u->name);
  free(u);
}
