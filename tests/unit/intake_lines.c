/* intake_lines.c -- lines of files of any kind, and knowing what was read before. */
#include "check.h"

#include "intake/lines.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

static int file_of(Str bytes) {
  int fd = memfd_create("lines", MFD_CLOEXEC);
  if (fd < 0 || write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n || lseek(fd, 0, SEEK_SET)) abort();
  return fd;
}

static Str zipped(Arena *a, Str text) {
  z_stream z = { 0 };
  if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
  size_t room = text.n + 4096;
  uint8_t *out = arena_alloc(a, room);
  z.next_in = (Bytef *)(uintptr_t)text.p;
  z.avail_in = (uInt)text.n;
  z.next_out = out;
  z.avail_out = (uInt)room;
  if (deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
  size_t n = room - z.avail_out;
  deflateEnd(&z);
  return str_n((const char *)out, n);
}

/* All lines as "[one][two]", "<...>" for a cut one; how it ended behind them. */
static Str all_of(Arena *a, Str bytes, const LinesMark *marks, size_t count, LinesMark *mark,
                  uint64_t *known, Diags *d) {
  int fd = file_of(bytes);
  Lines *l = lines_from(fd, S("x.log"), marks, count);
  Buf out = { 0 };
  Str line = { 0 };
  LinesResult r;
  while ((r = lines_next(l, &line, d)) == LINES_LINE || r == LINES_CUT) {
    if (r == LINES_CUT)
      buf_printf(&out, "<%zu>", line.n);
    else
      buf_printf(&out, "[%.*s]", STR(line));
  }
  buf_c(&out, r == LINES_END ? "." : "!");
  if (mark) *mark = lines_mark(l);
  if (known) *known = lines_known(l);
  lines_close(l);
  close(fd);
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}

static Str lines_of(Arena *a, Str bytes) {
  Diags d = { 0 };
  Str out = all_of(a, bytes, NULL, 0, NULL, NULL, &d);
  diags_free(&d);
  return out;
}

static void plain(void) {
  Arena a = { 0 };
  CHECK_STR(lines_of(&a, S("")), ".");
  CHECK_STR(lines_of(&a, S("\n")), "[].");
  CHECK_STR(lines_of(&a, S("one")), "[one].");
  CHECK_STR(lines_of(&a, S("one\ntwo\n")), "[one][two].");
  CHECK_STR(lines_of(&a, S("one\r\n\r\ntwo\r")), "[one][][two].");
  CHECK_STR(lines_of(&a, S("\x1F")), "[\x1F].");
  arena_free(&a);
}

/* Around every limit of the buffers: nothing is lost, nothing is given twice. */
static void lengths(void) {
  static const size_t sizes[] = { 65534, 65535, 65536, 65537, 131071, 131072, 131073, 300000 };
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    for (int ending = 0; ending < 2; ending++) {
      Arena a = { 0 };
      Buf b = { 0 };
      buf_c(&b, "before\n");
      for (size_t k = 0; k < sizes[i]; k++) buf_byte(&b, 'x');
      if (ending) buf_c(&b, "\nbehind\n");
      Str got = lines_of(&a, buf_view(&b));
      if (sizes[i] > LINES_LONGEST) {
        CHECK_STR(got, ending ? "[before]<65536>[behind]." : "[before]<65536>.");
      } else {
        CHECK_INT(got.n, sizes[i] + (ending ? 19 : 11));
        CHECK(str_ends(got, ending ? S("x][behind].") : S("x].")));
      }
      buf_free(&b);
      arena_free(&a);
    }
  }
}

static void compressed(void) {
  Arena a = { 0 };
  Str one = zipped(&a, S("one\ntw")), two = zipped(&a, S("o\nthree"));
  Buf both = { 0 };
  buf_str(&both, one);
  buf_str(&both, two);
  CHECK_STR(lines_of(&a, buf_view(&both)), "[one][two][three].");
  buf_c(&both, "\0\0\0\0");
  buf_add(&both, "\0\0\0", 3);
  CHECK_STR(lines_of(&a, buf_view(&both)), "[one][two][three].");
  /* Cut anywhere, it is an error; so is a flipped byte of the check sum. */
  for (size_t n = 2; n < one.n; n++) {
    Diags d = { 0 };
    Str got = all_of(&a, str_sub(one, 0, n), NULL, 0, NULL, NULL, &d);
    CHECK(str_ends(got, S("!")) && d.errors == 1);
    CHECK(diags_status(&d) == EXIT_CONTENT);
    diags_free(&d);
  }
  Diags d = { 0 };
  char *bad = arena_dup(&a, one.p, one.n);
  bad[one.n - 6] ^= 1;
  CHECK(str_ends(all_of(&a, str_n(bad, one.n), NULL, 0, NULL, NULL, &d), S("!")));
  CHECK(d.count == 1 && str_find(d.items[0].message, S("x.log")) >= 0);
  diags_free(&d);
  buf_free(&both);
  arena_free(&a);
}

/* 64 MiB without a line end from 64 KiB: one cut line. */
static void bomb(void) {
  Arena a = { 0 };
  size_t n = (size_t)64 << 20;
  char *zeros = mem_calloc(n, 1);
  Str small = zipped(&a, str_n(zeros, n));
  CHECK(small.n < 80000);
  CHECK_STR(lines_of(&a, small), "<65536>.");
  free(zeros);
  arena_free(&a);
}

static void marks(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  LinesMark short_mark, long_mark, again;
  uint64_t known;
  Buf b = { 0 };
  for (int i = 0; i < 20000; i++) buf_printf(&b, "line %d\n", i);
  Str whole = buf_view(&b), half = str_sub(whole, 0, 100001);
  all_of(&a, half, NULL, 0, &short_mark, &known, &d);
  CHECK_INT(short_mark.length, 100001);
  CHECK_INT(known, 0);
  all_of(&a, whole, &short_mark, 1, &long_mark, &known, &d);
  CHECK_INT(known, 100001);
  LinesMark both[] = { { 7, { { 1 } } }, short_mark, { 100001, { { 9 } } }, long_mark };
  all_of(&a, whole, both, 4, &again, &known, &d);
  CHECK_INT(known, whole.n);
  CHECK(digest_eq(again.digest, long_mark.digest));
  /* The text counts, not the file. */
  all_of(&a, zipped(&a, whole), both, 4, &again, &known, &d);
  CHECK_INT(known, whole.n);
  CHECK(digest_eq(again.digest, long_mark.digest));
  all_of(&a, half, both, 4, &again, &known, &d);
  CHECK_INT(known, 100001);
  /* One other byte, and nothing is known. */
  b.p[5] = 'X';
  all_of(&a, buf_view(&b), both, 4, &again, &known, &d);
  CHECK_INT(known, 0);
  CHECK_INT(d.count, 0);
  buf_free(&b);
  diags_free(&d);
  arena_free(&a);
}

static void starts(void) {
  int fd = file_of(S("one\r\ntwo\n\nfour"));
  Diags d = { 0 };
  Lines *l = lines_from(fd, S("x"), NULL, 0);
  Str line;
  static const int at[] = { 0, 5, 9, 10 };
  for (int i = 0; i < 4; i++) {
    CHECK(lines_next(l, &line, &d) == LINES_LINE);
    CHECK_INT(lines_start(l), at[i]);
  }
  CHECK(lines_next(l, &line, &d) == LINES_END);
  CHECK(lines_next(l, &line, &d) == LINES_END);
  lines_close(l);
  close(fd);
}

static void absent(void) {
  Diags d = { 0 };
  Lines *l;
  CHECK(!lines_open(&l, "/nonexistent/x.log", NULL, 0, &d));
  CHECK(!l && diags_status(&d) == EXIT_USAGE);
  diags_free(&d);
  d = (Diags){ 0 };
  Str line;
  CHECK(lines_open(&l, "/", NULL, 0, &d));
  CHECK(lines_next(l, &line, &d) == LINES_FAILED);
  CHECK(diags_status(&d) == EXIT_MACHINE);
  lines_close(l);
  diags_free(&d);
}

CHECKS_MAIN({ "plain text", plain }, { "lines of all lengths", lengths },
            { "compressed text", compressed }, { "little that unfolds to much", bomb },
            { "marks", marks }, { "where lines begin", starts },
            { "files that are not there", absent })
