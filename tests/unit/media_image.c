/* Facts of images. The files are real ones, written by libjpeg, libpng, libwebp,
 * libavif and Pillow: tests/fuzz/seeds/image. */
#include "check.h"

#include "base/arena.h"
#include "media/image.h"
#include <time.h>

typedef struct {
  char bytes[8192];
  size_t n;
} File;

static File load(const char *name) {
  static const char folder[] = "tests/fuzz/seeds/image/";
  char path[128];
  File file = { .n = 0 };
  snprintf(path, sizeof path, "%s%s", folder, name);
  FILE *f = fopen(path, "rb");
  if (f) {
    file.n = fread(file.bytes, 1, sizeof file.bytes, f);
    fclose(f);
  }
  if (!file.n) printf("  cannot read %s\n", path);
  return file;
}

static Str describe(Arena *a, Str bytes) {
  ImageFacts f = image_facts(bytes);
  return arena_printf(a, "%s %ux%u%s", image_type_name(f.type), f.width, f.height,
                      f.gps ? " gps" : "");
}

static void what_encoders_write(void) {
  static const char *const cases[][2] = {
    { "plain.png", "png 37x23" },
    { "plain.jpg", "jpeg 37x23" },
    { "prog.jpg", "jpeg 37x23" },
    { "plain.gif", "gif 37x23" },
    { "lossy.webp", "webp 37x23" },
    { "lossless.webp", "webp 37x23" },
    { "plain.avif", "avif 37x23" },
    { "lengths.svg", "svg 121x189" },
    { "box.svg", "svg 600x300" },
    { "unsized.svg", "svg 0x0" },
    /* turned by a quarter: EXIF orientation 6, and AVIF's own */
    { "turned.jpg", "jpeg 23x37" },
    { "turned.png", "png 23x37" },
    { "turned.webp", "webp 37x23" },
    { "rot.avif", "avif 23x37" },
    /* where it was taken */
    { "gps.jpg", "jpeg 37x23 gps" },
    { "gps.png", "png 37x23 gps" },
    { "gps.webp", "webp 37x23 gps" },
    { "gps.avif", "avif 37x23 gps" },
    { "xmp.jpg", "jpeg 37x23 gps" },
    { "xmp.png", "png 37x23 gps" },
    /* zeros: the camera did not know */
    { "zero.jpg", "jpeg 37x23" },
    { "xmpzero.jpg", "jpeg 37x23" },
  };
  Arena a = { 0 };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    File f = load(cases[i][0]);
    CHECK_STR(describe(&a, str_n(f.bytes, f.n)), cases[i][1]);
  }
  arena_free(&a);
}

static void sizes_of_svg(void) {
  static const char *const cases[][2] = {
    { "<svg width='24' height='12'/>", "svg 24x12" },
    { "<svg width=\"1in\" height=\"2cm\">", "svg 96x76" },
    { "<svg width=\"72pt\" height=\"6pc\">", "svg 96x96" },
    { "<svg width=\"10em\" height=\"5em\" viewBox=\"0 0 40 20\">", "svg 40x20" },
    { "<svg height=\"50\" viewBox=\"0 0 40 20\">", "svg 100x50" },
    { "<svg width=\"-5\" height=\"5\">", "svg 0x0" },
    { "<svg viewBox=\"0 0 1e9\">", "svg 0x0" },
    { "<svg width=\"99999999999999999999\" height=\"1\">", "svg 0x0" },
    { "<svg\n\twidth = '.6' height = '1.5px' >", "svg 1x2" },
    { "<svg:svg xmlns:svg=\"x\" width=\"3\" height=\"4\">", "svg 3x4" },
    { "<svg width=\"3", "svg 0x0" },
    { "<!DOCTYPE svg PUBLIC \"a\" \"b\"><svg width=\"3\" height=\"4\">", "svg 3x4" },
    { "<html><svg width=\"3\" height=\"4\">", " 0x0" },
    { "<svgx width=\"3\" height=\"4\">", " 0x0" },
    { "<!-- <svg> ", " 0x0" },
  };
  Arena a = { 0 };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    CHECK_STR(describe(&a, str_c(cases[i][0])), cases[i][1]);
  arena_free(&a);
}

static void no_images(void) {
  static const char *const cases[] = { "",      "\x89PNG",
                                       "GIF8",  "RIFF1234WAVE",
                                       "hello", "version https://git-lfs.github.com/spec/v1\n" };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    CHECK_INT(image_facts(str_c(cases[i])).type, IMAGE_NONE);
  CHECK_INT(image_facts((Str){ 0 }).type, IMAGE_NONE);
  /* Something else in the same kind of container. */
  CHECK_INT(image_facts(S("\0\0\0\x14"
                          "ftypisom\0\0\0\0mp42"))
                .type,
            IMAGE_NONE);
}

/* Cut off anywhere, or with any one byte changed: an answer, and sides both or none. */
static void damaged_files(void) {
  static const char *const names[] = { "gps.jpg",  "gps.png",  "plain.gif",
                                       "gps.webp", "rot.avif", "lossy.webp",
                                       "gps.avif", "xmp.png",  "lengths.svg" };
  for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
    File f = load(names[k]);
    for (size_t n = 0; n <= f.n; n++) {
      /* Of its own length on the heap, so that a sanitizer sees one byte too far. */
      char *exact = malloc(n ? n : 1);
      if (n) memcpy(exact, f.bytes, n);
      ImageFacts cut = image_facts(str_n(exact, n));
      CHECK((cut.width > 0) == (cut.height > 0));
      free(exact);
    }
    char *whole = malloc(f.n);
    memcpy(whole, f.bytes, f.n);
    for (size_t i = 0; i < f.n; i++)
      for (int bit = 0; bit < 8; bit++) {
        whole[i] = (char)(whole[i] ^ (1 << bit));
        ImageFacts other = image_facts(str_n(whole, f.n));
        CHECK((other.width > 0) == (other.height > 0));
        whole[i] = (char)(whole[i] ^ (1 << bit));
      }
    free(whole);
  }
}

/* Sanitized code of a debug build takes fifty times as long; what is not linear takes
 * hours. */
#ifdef PUBLISH_SANITIZED
#define MOST_SECONDS 30.0
#else
#define MOST_SECONDS 1.0
#endif
/* Millions of bytes of whatever a parser might look at twice. */
static void linear_time(void) {
  static const struct {
    const char *head, *again;
    size_t head_n, again_n;
  } cases[] = {
    { "\xFF\xD8\xFF",
      "\xFF\xE1\0\x0A"
      "Exif\0\0",
      3, 10 },
    { "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0\0\0", "\0\0\0\0eXIf\0\0\0\0",
      33, 12 },
    { "RIFF\0\0\0\0WEBP", "EXIF\0\0\0\0", 12, 8 },
    { "\0\0\0\x10"
      "ftypavif\0\0\0\0",
      "MM\0*\0\0\0\x08\x01\xFF", 16, 10 },
    { "\0\0\0\x10"
      "ftypavif\0\0\0\0\0\0\xFF\xFFmeta\0\0\0\0",
      "\0\0\0\x08iprp", 28, 8 },
    { "<svg ", "exif:GPSLatitude", 5, 16 },
    { "", "<!>", 0, 3 },
    { "", "<!-- --> ", 0, 9 },
  };
  enum { SIZE = 8 << 20 };
  char *bytes = malloc(SIZE);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    memcpy(bytes, cases[i].head, cases[i].head_n);
    size_t n = cases[i].head_n;
    for (; n + cases[i].again_n <= SIZE; n += cases[i].again_n)
      memcpy(bytes + n, cases[i].again, cases[i].again_n);
    clock_t begin = clock();
    image_facts(str_n(bytes, n));
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    if (seconds > MOST_SECONDS) printf("  case %zu took %.1f seconds\n", i, seconds);
    CHECK(seconds < MOST_SECONDS);
  }
  free(bytes);
}

static void names_of_files(void) {
  CHECK(image_named(S("a/b.JPG")) && image_named(S("x.webp")) && image_named(S(".svg")));
  CHECK(!image_named(S("a.md")) && !image_named(S("png")) && !image_named(S("a.png/b")) &&
        !image_named(S("")) && !image_named(S("a.")));
  CHECK_STR(str_c(image_mime(IMAGE_SVG)), "image/svg+xml");
  CHECK_STR(str_c(image_mime(IMAGE_NONE)), "");
}

CHECKS_MAIN({ "what encoders write", what_encoders_write }, { "sizes of SVG", sizes_of_svg },
            { "no images", no_images }, { "damaged files", damaged_files },
            { "linear time", linear_time }, { "names of files", names_of_files })
