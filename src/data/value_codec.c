/* value_codec.c -- Values as digests, and as bytes between processes and runs. */
#include "data/value.h"

enum { DECODE_DEPTH = 256 };
/* Far beyond any year that a calendar here is asked for. */
static const int64_t DECODE_SECONDS = INT64_C(1) << 42, DECODE_OFFSET = 1 << 26;

/* -- digest -- */

static void add_digest(Digester *d, const Value *v) {
  digester_uint(d, (uint64_t)v->kind);
  switch (v->kind) {
  case VALUE_NULL:
    break;
  case VALUE_BOOL:
    digester_uint(d, v->boolean);
    break;
  case VALUE_INT:
    digester_uint(d, (uint64_t)v->integer);
    break;
  case VALUE_FLOAT: {
    uint64_t bits;
    memcpy(&bits, &v->number, sizeof bits);
    digester_uint(d, bits);
    break;
  }
  case VALUE_STR:
    digester_add(d, v->str);
    break;
  case VALUE_DATE:
    digester_uint(d, (uint64_t)v->date.seconds);
    digester_uint(d, (uint64_t)v->date.offset);
    digester_uint(d, v->date.has_time);
    break;
  case VALUE_LIST:
    digester_uint(d, v->list.count);
    for (size_t i = 0; i < v->list.count; i++) add_digest(d, v->list.items[i]);
    break;
  case VALUE_MAP:
    digester_uint(d, v->map.count);
    for (size_t i = 0; i < v->map.count; i++) {
      const Field *f = &v->map.fields[v->map.sorted[i]];
      digester_add(d, f->key);
      add_digest(d, f->value);
    }
    break;
  }
}

Digest value_digest(const Value *v) {
  if (!v) return (Digest){ 0 };
  Digester d;
  digester_init(&d);
  add_digest(&d, v);
  return digester_end(&d);
}

/* -- binary form -- */

static uint64_t zigzag(int64_t i) {
  return ((uint64_t)i << 1) ^ (uint64_t)(i >> 63);
}

static int64_t unzigzag(uint64_t u) {
  return (int64_t)(u >> 1) ^ -(int64_t)(u & 1);
}

static void put_span(Buf *out, Span s) {
  buf_uint(out, s.offset);
  buf_uint(out, s.length);
}

void value_encode(Buf *out, const Value *v) {
  if (!v) {
    buf_uint(out, 0);
    return;
  }
  buf_uint(out, (uint64_t)v->kind + 1);
  put_span(out, v->span);
  switch (v->kind) {
  case VALUE_LIST:
    buf_uint(out, v->list.count);
    for (size_t i = 0; i < v->list.count; i++) value_encode(out, v->list.items[i]);
    return;
  case VALUE_MAP:
    buf_uint(out, v->map.count);
    for (size_t i = 0; i < v->map.count; i++) {
      buf_bytes(out, v->map.fields[i].key);
      put_span(out, v->map.fields[i].key_span);
      value_encode(out, v->map.fields[i].value);
    }
    return;
  default:
    break;
  }
  buf_bytes(out, v->text);
  switch (v->kind) {
  case VALUE_BOOL:
    buf_uint(out, v->boolean);
    break;
  case VALUE_INT:
    buf_uint(out, zigzag(v->integer));
    break;
  case VALUE_FLOAT: {
    uint64_t bits;
    memcpy(&bits, &v->number, sizeof bits);
    buf_uint(out, bits);
    break;
  }
  case VALUE_STR:
    buf_bytes(out, v->str);
    break;
  case VALUE_DATE:
    buf_uint(out, zigzag(v->date.seconds));
    buf_uint(out, zigzag(v->date.offset));
    buf_uint(out, v->date.has_time);
    break;
  default:
    break;
  }
}

static Span get_span(Reader *r) {
  uint64_t offset = read_uint(r), length = read_uint(r);
  return (Span){ (uint32_t)offset, (uint32_t)length };
}

static const Value *decode(Arena *a, Reader *r, int depth);

static const Value *decode_list(Arena *a, Reader *r, Span span, int depth) {
  uint64_t count = read_uint(r);
  if (count > r->rest.n) r->bad = true;
  ListBuilder b = list_begin(a);
  for (uint64_t i = 0; i < count && !r->bad; i++) {
    const Value *item = decode(a, r, depth + 1);
    if (!item)
      r->bad = true;
    else
      list_add(&b, item);
  }
  return r->bad ? NULL : list_end(&b, span);
}

static const Value *decode_map(Arena *a, Reader *r, Span span, int depth) {
  uint64_t count = read_uint(r);
  if (count > r->rest.n) r->bad = true;
  MapBuilder b = map_begin(a);
  for (uint64_t i = 0; i < count && !r->bad; i++) {
    Field f = { .key = read_bytes(r) };
    f.key_span = get_span(r);
    f.value = decode(a, r, depth + 1);
    if (!f.value)
      r->bad = true;
    else
      mapb_field(&b, f);
  }
  return r->bad ? NULL : map_end(&b, span);
}

static const Value *decode(Arena *a, Reader *r, int depth) {
  uint64_t kind = read_uint(r);
  if (r->bad || kind == 0) return NULL;
  if (kind > VALUE_MAP + 1 || depth > DECODE_DEPTH) {
    r->bad = true;
    return NULL;
  }
  Span span = get_span(r);
  if (kind - 1 == VALUE_LIST) return decode_list(a, r, span, depth);
  if (kind - 1 == VALUE_MAP) return decode_map(a, r, span, depth);
  Value *v = ARENA_NEW(a, Value);
  v->kind = (ValueKind)(kind - 1);
  v->span = span;
  v->text = read_bytes(r);
  switch (v->kind) {
  case VALUE_BOOL:
    v->boolean = read_uint(r) != 0;
    break;
  case VALUE_INT:
    v->integer = unzigzag(read_uint(r));
    break;
  case VALUE_FLOAT: {
    uint64_t bits = read_uint(r);
    memcpy(&v->number, &bits, sizeof bits);
    break;
  }
  case VALUE_STR:
    v->str = read_bytes(r);
    break;
  case VALUE_DATE: {
    v->date.seconds = unzigzag(read_uint(r));
    int64_t offset = unzigzag(read_uint(r));
    v->date.offset = (int32_t)offset;
    v->date.has_time = read_uint(r) != 0;
    if (v->date.seconds > DECODE_SECONDS || v->date.seconds < -DECODE_SECONDS ||
        offset > DECODE_OFFSET || offset < -DECODE_OFFSET)
      r->bad = true;
    break;
  }
  default:
    break;
  }
  return r->bad ? NULL : v;
}

const Value *value_decode(Arena *a, Reader *r) {
  return decode(a, r, 0);
}
