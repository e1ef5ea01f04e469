/* pack.c -- a pack (version 2) and its index (version 2), by hand. */
#include "repo/pack.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER = 1 << 20, HEADER = 12 };

typedef struct {
  Oid id;
  uint32_t crc;
  uint64_t offset;
} Record;

struct Pack {
  Arena arena;
  Str folder, temporary; /* "<objects>/pack", and the file in it */
  int fd;
  Buf pending; /* not yet written */
  uint64_t written;
  Record *records;
  size_t count, cap;
};

static bool fail(Diags *d, const char *what, const char *path) {
  diag_machine(d, P_REPO_WRITE, "the output branch is unchanged", "cannot %s %s: %s", what, path,
               strerror(errno));
  return false;
}

static void put32(Buf *b, uint64_t n) {
  for (int shift = 24; shift >= 0; shift -= 8) buf_byte(b, (char)(n >> shift & 0xff));
}

static bool flush(Pack *p, Diags *d) {
  if (!fd_write_all(p->fd, p->pending.p, p->pending.n)) return fail(d, "write", p->temporary.p);
  p->written += p->pending.n;
  buf_clear(&p->pending);
  return true;
}

bool pack_open(Pack **out, Str objects, Diags *d) {
  Pack *p = mem_calloc(1, sizeof *p);
  p->folder = arena_printf(&p->arena, "%.*s/pack", STR(objects));
  p->temporary = arena_printf(&p->arena, "%.*s/tmp_pack_XXXXXX", STR(p->folder));
  *out = p;
  p->fd = -1;
  if (mkdir(p->folder.p, 0777) == 0 || errno == EEXIST)
    p->fd = mkostemp((char *)p->temporary.p, O_CLOEXEC);
  if (p->fd < 0) {
    fail(d, "write in", p->folder.p);
    p->temporary = (Str){ 0 };
    pack_drop(p);
    *out = NULL;
    return false;
  }
  buf_c(&p->pending, "PACK");
  put32(&p->pending, 2);
  put32(&p->pending, 0); /* the number of objects, known at the end */
  return true;
}

void pack_drop(Pack *p) {
  if (!p) return;
  if (p->fd >= 0) close(p->fd);
  if (p->temporary.p) unlink(p->temporary.p);
  buf_free(&p->pending);
  free(p->records);
  arena_free(&p->arena);
  free(p);
}

bool pack_add(Pack *p, const Object *object, Diags *d) {
  if (p->count == p->cap) {
    p->cap = p->cap ? p->cap * 2 : 256;
    p->records = mem_realloc(p->records, p->cap * sizeof *p->records);
  }
  /* Type and size: four bits of the size in the first byte, then seven each. */
  uint8_t head[12];
  size_t n = 0;
  uint64_t size = object->size;
  head[n] = (uint8_t)((unsigned)object->type << 4 | (size & 15));
  for (size >>= 4; size; size >>= 7) {
    head[n++] |= 0x80;
    head[n] = (uint8_t)(size & 0x7f);
  }
  n++;
  uint32_t crc = libdeflate_crc32(0, head, n);
  p->records[p->count++] =
      (Record){ .id = object->id,
                .crc = libdeflate_crc32(crc, object->deflated.p, object->deflated.n),
                .offset = p->written + p->pending.n };
  buf_add(&p->pending, head, n);
  buf_str(&p->pending, object->deflated);
  return p->pending.n < BUFFER || flush(p, d);
}

static int by_id(const void *a, const void *b) {
  return memcmp(((const Record *)a)->id.b, ((const Record *)b)->id.b, SHA1_SIZE);
}

/* SHA-1 of the file so far. Mapped, not kept: a site may be larger than memory. */
static bool checksum(uint8_t out[SHA1_SIZE], Pack *p, Diags *d) {
  void *m = mmap(NULL, (size_t)p->written, PROT_READ, MAP_PRIVATE, p->fd, 0);
  if (m == MAP_FAILED) return fail(d, "map", p->temporary.p);
  madvise(m, (size_t)p->written, MADV_SEQUENTIAL);
  sha1_of(out, str_n(m, (size_t)p->written), S(""));
  munmap(m, (size_t)p->written);
  return true;
}

static void make_index(Buf *out, Pack *p, const uint8_t sum[SHA1_SIZE]) {
  if (p->count) qsort(p->records, p->count, sizeof *p->records, by_id);
  buf_add(out, "\377tOc", 4);
  put32(out, 2);
  size_t i = 0;
  for (unsigned first = 0; first < 256; first++) {
    while (i < p->count && p->records[i].id.b[0] == first) i++;
    put32(out, i);
  }
  for (i = 0; i < p->count; i++) buf_add(out, p->records[i].id.b, SHA1_SIZE);
  for (i = 0; i < p->count; i++) put32(out, p->records[i].crc);
  uint64_t far = 0; /* offsets of 2 GiB and more go into a table of their own */
  for (i = 0; i < p->count; i++)
    put32(out, p->records[i].offset < 0x80000000u ? p->records[i].offset : 0x80000000u | far++);
  for (i = 0; i < p->count; i++) {
    uint64_t offset = p->records[i].offset;
    if (offset < 0x80000000u) continue;
    put32(out, offset >> 32);
    put32(out, offset & 0xffffffffu);
  }
  buf_add(out, sum, SHA1_SIZE);
  uint8_t own[SHA1_SIZE];
  sha1_of(own, buf_view(out), S(""));
  buf_add(out, own, SHA1_SIZE);
}

/* fsync and make read-only, as git does. */
static bool settle(int fd, const char *path, Diags *d) {
  if (fchmod(fd, 0444) < 0) return fail(d, "protect", path);
  if (fsync(fd) < 0) return fail(d, "sync", path);
  return true;
}

static bool sync_folder(const char *path, Diags *d) {
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool ok = fd >= 0 && fsync(fd) == 0;
  if (!ok) fail(d, "sync", path);
  if (fd >= 0) close(fd);
  return ok;
}

static bool write_index(Str *temporary, Pack *p, const uint8_t sum[SHA1_SIZE], Diags *d) {
  Buf index = { 0 };
  make_index(&index, p, sum);
  *temporary = arena_printf(&p->arena, "%.*s/tmp_idx_XXXXXX", STR(p->folder));
  int fd = mkostemp((char *)temporary->p, O_CLOEXEC);
  bool ok = fd >= 0;
  if (!ok) {
    fail(d, "write in", p->folder.p);
    *temporary = (Str){ 0 };
  }
  if (ok && !fd_write_all(fd, index.p, index.n)) ok = fail(d, "write", temporary->p);
  ok = ok && settle(fd, temporary->p, d);
  if (fd >= 0) close(fd);
  buf_free(&index);
  return ok;
}

bool pack_finish(Pack *p, Diags *d) {
  bool ok = false;
  Str index = { 0 };
  uint8_t sum[SHA1_SIZE];
  char hex[41];
  Buf count = { 0 };
  put32(&count, p->count);
  if (!flush(p, d)) goto done;
  if (pwrite(p->fd, count.p, count.n, 8) != (ssize_t)count.n) {
    fail(d, "write", p->temporary.p);
    goto done;
  }
  if (!checksum(sum, p, d)) goto done;
  if (!fd_write_all(p->fd, sum, sizeof sum)) {
    fail(d, "write", p->temporary.p);
    goto done;
  }
  if (!settle(p->fd, p->temporary.p, d) || !write_index(&index, p, sum, d)) goto done;
  sha1_hex(hex, sum);
  Str pack = arena_printf(&p->arena, "%.*s/pack-%s.pack", STR(p->folder), hex);
  Str idx = arena_printf(&p->arena, "%.*s/pack-%s.idx", STR(p->folder), hex);
  if (rename(p->temporary.p, pack.p) < 0) {
    fail(d, "write", pack.p);
    goto done;
  }
  p->temporary = (Str){ 0 };
  if (rename(index.p, idx.p) < 0) {
    fail(d, "write", idx.p);
    goto done;
  }
  index = (Str){ 0 };
  ok = sync_folder(p->folder.p, d);
done:
  if (index.p) unlink(index.p);
  buf_free(&count);
  pack_drop(p);
  return ok;
}

/* -- loose objects -- */

bool loose_write(Str objects, const Object *object, Diags *d) {
  static const char *const names[] = { "", "commit", "tree", "blob" };
  Arena a = { 0 };
  Str content, temporary = { 0 };
  char hex[41];
  oid_hex(hex, &object->id);
  bool ok = false;
  int fd = -1;
  Str folder = arena_printf(&a, "%.*s/%.2s", STR(objects), hex);
  Str path = arena_printf(&a, "%.*s/%s", STR(folder), hex + 2);
  /* A loose object compresses header and content together, so ours, which is
   * compressed without, is opened again. */
  struct libdeflate_compressor *z = libdeflate_alloc_compressor(1);
  if (!z || !object_content(&content, object, &a)) {
    diag_machine(d, P_INTERNAL, NULL, "object %s cannot be compressed", hex);
    goto done;
  }
  Buf whole = { 0 };
  buf_printf(&whole, "%s %zu", names[object->type], content.n);
  buf_byte(&whole, '\0');
  buf_str(&whole, content);
  size_t bound = libdeflate_zlib_compress_bound(z, whole.n);
  char *room = arena_alloc(&a, bound);
  size_t n = libdeflate_zlib_compress(z, whole.p, whole.n, room, bound);
  buf_free(&whole);

  temporary = arena_printf(&a, "%.*s/tmp_obj_XXXXXX", STR(objects));
  fd = mkostemp((char *)temporary.p, O_CLOEXEC);
  if (fd < 0) {
    temporary = (Str){ 0 };
    fail(d, "write in", objects.p);
  } else if (!fd_write_all(fd, room, n)) {
    fail(d, "write", temporary.p);
  } else if (settle(fd, temporary.p, d)) {
    if (mkdir(folder.p, 0777) < 0 && errno != EEXIST)
      fail(d, "make folder", folder.p);
    else if (rename(temporary.p, path.p) < 0)
      fail(d, "write", path.p);
    else
      ok = true, temporary = (Str){ 0 };
  }
  ok = ok && sync_folder(folder.p, d);
done:
  if (fd >= 0) close(fd);
  if (temporary.p) unlink(temporary.p);
  if (z) libdeflate_free_compressor(z);
  arena_free(&a);
  return ok;
}
