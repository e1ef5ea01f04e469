/* lines.c -- cutting into lines, knowing what was read before. */
#include "intake/lines.h"

#include "intake/unpack.h"

#include <stdlib.h>

static const char lost[] = "nothing of it was counted; copy it again";

enum { CHUNK = 65536, BLOCK = 65536 };

struct Lines {
  Unpack *bytes;
  bool ended;   /* there is no more text */
  bool cutting; /* the rest of a line that is too long goes by */
  char *text;   /* LINES_LONGEST + CHUNK bytes */
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

/* -- text -- */

static bool more_text(Lines *l, Diags *d) {
  if (l->from) {
    memmove(l->text, l->text + l->from, l->to - l->from);
    l->to -= l->from;
    l->from = 0;
  }
  size_t got = 0;
  char *at = l->text + l->to;
  if (!unpack_read(l->bytes, at, CHUNK, &got, d)) return false;
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

static Lines *lines_over(Unpack *bytes, const LinesMark *marks, size_t count) {
  Lines *l = mem_calloc(1, sizeof *l);
  l->bytes = bytes;
  l->text = mem_alloc(LINES_LONGEST + 1 + CHUNK);
  l->marks = marks;
  l->mark_count = count;
  digester_init(&l->digester);
  return l;
}

Lines *lines_from(int fd, Str name, const LinesMark *marks, size_t count) {
  return lines_over(unpack_from(fd, name, lost), marks, count);
}

bool lines_open(Lines **out, const char *path, const LinesMark *marks, size_t count, Diags *d) {
  Unpack *bytes;
  bool ok = unpack_open(&bytes, path, lost, d);
  *out = ok ? lines_over(bytes, marks, count) : NULL;
  return ok;
}

void lines_close(Lines *l) {
  if (!l) return;
  unpack_close(l->bytes);
  free(l->text);
  free(l);
}
