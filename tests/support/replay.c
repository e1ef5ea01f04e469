/* replay.c -- a fuzz driver as an ordinary program: runs the files it is given.
 *
 *   fuzz_yaml FILE...
 *
 * Each file's bytes lie in a block of exactly their size, so that a sanitizer
 * sees the first byte read behind them. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    FILE *f = fopen(argv[i], "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) {
      fprintf(stderr, "cannot read %s\n", argv[i]);
      return 2;
    }
    long end = ftell(f);
    size_t size = end > 0 ? (size_t)end : 0;
    uint8_t *bytes = malloc(size ? size : 1);
    rewind(f);
    if (!bytes || fread(bytes, 1, size, f) != size) return 2;
    fclose(f);
    fprintf(stderr, "%s\n", argv[i]);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
  }
  return 0;
}
