/* yaml_private.h -- what the three files of the YAML reader share. */
#ifndef PUBLISH_DATA_YAML_PRIVATE_H
#define PUBLISH_DATA_YAML_PRIVATE_H

#include "data/yaml.h"
#include <yaml.h>

enum { YAML_DEPTH = 64, YAML_NODES = 2000000, YAML_BYTES = 16 << 20 };

/* From libyaml's lines and columns to bytes of the source. Its own index is not
 * used: it counts CR LF inside scalars as one. */
typedef struct {
  const Source *source;
  size_t from, to; /* the YAML part of source->text */
  uint32_t *lines; /* byte offset of each line in that part */
  size_t line_count;
  size_t line, column, byte; /* where the last look-up ended: most go forward */
} YamlPlaces;

void yaml_places(YamlPlaces *p, Arena *a, const Source *source, size_t from, size_t to);
size_t yaml_place(YamlPlaces *p, const yaml_mark_t *mark);

/* Bytes that YAML must not hold: true when there are none, else reported. */
bool yaml_bytes(const Source *source, size_t from, size_t to, Diags *d);
/* NEL, LS and PS are line ends to libyaml and text to us: a copy in which other
 * characters of the same length stand for them. *shift is set when there are any. */
typedef struct {
  char nel[2], ls[3], ps[3];
  bool any;
} YamlShift;
Str yaml_shift(YamlShift *shift, Arena *a, Str text);
void yaml_unshift(const YamlShift *shift, char *p, size_t n);

/* A plain scalar by the YAML 1.2 core schema. */
void yaml_scalar(Value *v, Str text);

/* Say what libyaml could not read, in words that help. */
void yaml_explain(const yaml_parser_t *parser, YamlPlaces *places, Diags *d);

#endif
