/* lines.c -- reading, unpacking, cutting into lines, knowing what was read before. */
#include "intake/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

enum { CHUNK = 65536, BLOCK = 65536 };

struct Lines {
  int fd;
  bool owned; /* close it */
  char *name;
  bool started, ended; /* the first bytes were looked at; there is no more text */
  bool gzip, member;   /* compressed; inside a member */
  bool cutting;        /* the rest of a line that is too long goes by */
  z_stream z;
  uint8_t in[CHUNK];
  size_t in_at, in_n;
  bool in_end;
  char *text; /* LINES_LONGEST + CHUNK bytes */
  size_t from, to;
  uint64_t start, next; /* of the line last given, and of the one behind it */
  const LinesMark *marks;
  size_t mark_count, mark_at;
  uint64_t known, total;
  Digester digester;
  size_t block_n;
  char block[BLOCK];
};

/* -- the digest of the text so far -- */

/* A Digester frames its pieces, so pieces are cut by their place in the text alone. */
static Digest digest_now(const Lines *l) {
  Digester so_far = l->digester;
  digester_add(&so_far, str_n(l->block, l->block_n));
  return digester_end(&so_far);
}

static void digest_bytes(Lines *l, const char *p, size_t n) {
  while (n) {
    size_t part = BLOCK - l->block_n;
    if (part > n) part = n;
    memcpy(l->block + l->block_n, p, part);
    l->block_n += part;
    l->total += part;
    p += part, n -= part;
    if (l->block_n < BLOCK) continue;
    digester_add(&l->digester, str_n(l->block, BLOCK));
    l->block_n = 0;
  }
}

/* Several marks may have one length. */
static void take_text(Lines *l, const char *p, size_t n) {
  while (l->mark_at < l->mark_count && l->marks[l->mark_at].length <= l->total + n) {
    const LinesMark *mark = &l->marks[l->mark_at];
    size_t part = mark->length > l->total ? (size_t)(mark->length - l->total) : 0;
    digest_bytes(l, p, part);
    p += part, n -= part;
    if (mark->length && mark->length == l->total && digest_eq(mark->digest, digest_now(l)))
      l->known = l->total;
    l->mark_at++;
  }
  digest_bytes(l, p, n);
}

/* -- bytes -- */

static bool fill_in(Lines *l, Diags *d) {
  if (l->in_at < l->in_n || l->in_end) return true;
  ssize_t n;
  do n = read(l->fd, l->in, sizeof l->in);
  while (n < 0 && errno == EINTR);
  if (n < 0) {
    diag_machine(d, P_INTAKE_FILE, NULL, "cannot read %s: %s", l->name, strerror(errno));
    return false;
  }
  l->in_at = 0;
  l->in_n = (size_t)n;
  l->in_end = n == 0;
  return true;
}

/* Is there a gzip header? A second byte may come with a later read. */
static bool look(Lines *l, Diags *d) {
  l->started = true;
  while (l->in_n < 2 && !l->in_end) {
    ssize_t n = read(l->fd, l->in + l->in_n, sizeof l->in - l->in_n);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      diag_machine(d, P_INTAKE_FILE, NULL, "cannot read %s: %s", l->name, strerror(errno));
      return false;
    }
    l->in_n += (size_t)n;
    l->in_end = n == 0;
  }
  l->gzip = l->in_n >= 2 && l->in[0] == 0x1F && l->in[1] == 0x8B;
  if (!l->gzip) return true;
  l->member = true;
  if (inflateInit2(&l->z, 15 + 16) == Z_OK) return true;
  l->gzip = false;
  diag_machine(d, P_INTAKE_FILE, NULL, "cannot unpack %s: out of memory", l->name);
  return false;
}

static bool damaged(Lines *l, const char *what, Diags *d) {
  Diag *r = diag_machine(d, P_INTAKE_FILE, "nothing of it was counted; copy it again",
                         "%s is compressed with gzip and %s", l->name, what);
  r->blame = EXIT_CONTENT;
  return false;
}

/* Some unpacked bytes into [p, p+room); 0 at the end. */
static bool unpack(Lines *l, char *p, size_t room, size_t *got, Diags *d) {
  *got = 0;
  while (!*got) {
    if (!fill_in(l, d)) return false;
    if (l->in_at == l->in_n) return !l->member || damaged(l, "cut short", d);
    if (!l->member) {
      /* Another member, or padding, which counts for nothing. */
      if (l->in[l->in_at] != 0x1F) {
        l->in_at = l->in_n;
        l->in_end = true;
        return true;
      }
      if (inflateReset(&l->z) != Z_OK) return damaged(l, "damaged", d);
      l->member = true;
    }
    l->z.next_in = l->in + l->in_at;
    l->z.avail_in = (uInt)(l->in_n - l->in_at);
    l->z.next_out = (Bytef *)p;
    l->z.avail_out = (uInt)room;
    int status = inflate(&l->z, Z_NO_FLUSH);
    l->in_at = l->in_n - l->z.avail_in;
    *got = room - l->z.avail_out;
    if (status == Z_STREAM_END)
      l->member = false;
    else if (status != Z_OK && status != Z_BUF_ERROR)
      return damaged(l, "damaged", d);
  }
  return true;
}

static bool more_text(Lines *l, Diags *d) {
  if (!l->started && !look(l, d)) return false;
  if (l->from) {
    memmove(l->text, l->text + l->from, l->to - l->from);
    l->to -= l->from;
    l->from = 0;
  }
  size_t got = 0;
  char *at = l->text + l->to;
  if (l->gzip) {
    if (!unpack(l, at, CHUNK, &got, d)) return false;
  } else {
    if (!fill_in(l, d)) return false;
    got = l->in_n - l->in_at;
    memcpy(at, l->in + l->in_at, got);
    l->in_at = l->in_n;
  }
  take_text(l, at, got);
  l->to += got;
  l->ended = got == 0;
  return true;
}

/* -- lines -- */

LinesResult lines_next(Lines *l, Str *line, Diags *d) {
  size_t looked = 0; /* bytes of the line that hold no line end */
  for (;;) {
    const char *p = l->text + l->from, *end = memchr(p + looked, '\n', l->to - l->from - looked);
    size_t n = end ? (size_t)(end - p) : l->to - l->from, used = n + (end != NULL);
    bool rest = l->cutting;
    if (!rest && !end && !l->ended && n <= LINES_LONGEST) {
      looked = n;
      if (!more_text(l, d)) return LINES_FAILED;
      continue;
    }
    if (!end && !n && l->ended) return LINES_END;
    if (!rest) l->start = l->next;
    l->from += used;
    l->next += used;
    l->cutting = !end && !l->ended;
    if (rest) {
      /* The beginning of this line was given; the rest of it goes by. */
      looked = 0;
      if (l->cutting && !more_text(l, d)) return LINES_FAILED;
      continue;
    }
    *line = str_n(p, n);
    if (n > LINES_LONGEST) {
      line->n = LINES_LONGEST;
      return LINES_CUT;
    }
    if (n && p[n - 1] == '\r') line->n--;
    return LINES_LINE;
  }
}

bool lines_piece(Lines *l, Str *piece, Diags *d) {
  l->from = l->to;
  if (!l->ended && !more_text(l, d)) return false;
  *piece = str_n(l->text + l->from, l->to - l->from);
  return true;
}

uint64_t lines_start(const Lines *l) {
  return l->start;
}

uint64_t lines_known(const Lines *l) {
  return l->known;
}

LinesMark lines_mark(const Lines *l) {
  return (LinesMark){ l->total, digest_now(l) };
}

/* -- the handle -- */

Lines *lines_from(int fd, Str name, const LinesMark *marks, size_t count) {
  Lines *l = mem_calloc(1, sizeof *l);
  l->fd = fd;
  l->name = mem_calloc(1, name.n + 1);
  if (name.n) memcpy(l->name, name.p, name.n);
  l->text = mem_alloc(LINES_LONGEST + 1 + CHUNK);
  l->marks = marks;
  l->mark_count = count;
  digester_init(&l->digester);
  return l;
}

bool lines_open(Lines **out, const char *path, const LinesMark *marks, size_t count, Diags *d) {
  *out = NULL;
  if (strcmp(path, "-") == 0) {
    *out = lines_from(STDIN_FILENO, S("standard input"), marks, count);
    return true;
  }
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) {
    bool absent = errno == ENOENT || errno == ENOTDIR;
    Diag *r = diag_machine(d, P_INTAKE_FILE, NULL, "cannot open %s: %s", path, strerror(errno));
    if (absent) r->blame = EXIT_USAGE;
    return false;
  }
  *out = lines_from(fd, str_c(path), marks, count);
  (*out)->owned = true;
  return true;
}

void lines_close(Lines *l) {
  if (!l) return;
  if (l->gzip) inflateEnd(&l->z);
  if (l->owned) close(l->fd);
  free(l->text);
  free(l->name);
  free(l);
}
