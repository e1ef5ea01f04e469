/* embed.c -- the table that embed.cmake wrote, as views. */
#include "embed/embed.h"

#include <stdint.h>

extern const struct {
  const char *path, *bytes;
  uint64_t size;
} embed_table[];
extern const uint64_t embed_count;

size_t embed_count_files(void) {
  return (size_t)embed_count;
}

EmbedFile embed_file(size_t index) {
  return (EmbedFile){ str_c(embed_table[index].path),
                      str_n(embed_table[index].bytes, (size_t)embed_table[index].size) };
}
