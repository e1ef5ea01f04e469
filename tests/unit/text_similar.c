/* Fixed point, document frequencies, key terms, similar articles. */
#include "check.h"
#include "text/keyterms.h"
#include "text/similar.h"
#include "text/version.h"

static TextTools *tools;
static Arena a;

static void fixed_point(void) {
  char text[32];
  CHECK(fixed_log2(1) == 0 && fixed_log2(8) == 3 * FIXED_ONE);
  for (uint64_t n = 1; n < 64; n++) { /* the table agrees with the algorithm */
    Fixed d = fixed_log2(n << 20) - 20 * FIXED_ONE - fixed_log2(n);
    CHECK(d == 0);
  }
  for (uint64_t n = 2; n < 4000; n++) CHECK(fixed_log2(n) > fixed_log2(n - 1));
  CHECK(fixed_log2(UINT64_MAX) < 64 * FIXED_ONE);
  CHECK_INT(fixed_sqrt((unsigned __int128)1 << 126), (uint64_t)1 << 63);
  CHECK_INT(fixed_sqrt(99), 9);
  CHECK(fixed_mul(INT64_MAX, INT64_MAX) == INT64_MAX);
  CHECK(fixed_mul(INT64_MAX, INT64_MIN) == INT64_MIN);
  CHECK(fixed_bucket(0) == 0 && fixed_bucket(1) == 1 && fixed_bucket(1023) == 512);
  fixed_print(text, fixed_ratio(1, 3));
  CHECK_STR(str_c(text), "0.3333");
  fixed_print(text, -fixed_ratio(5, 2));
  CHECK_STR(str_c(text), "-2.5000");
  Fixed f = 0;
  CHECK(fixed_parse(S("0.5"), &f) && f == FIXED_ONE / 2);
  CHECK(fixed_parse(S("-2"), &f) && f == -2 * FIXED_ONE);
  CHECK(!fixed_parse(S(""), &f) && !fixed_parse(S("1."), &f) && !fixed_parse(S("1e3"), &f));
  CHECK(!fixed_parse(S("99999999999"), &f));
  CHECK(fixed_from(0.25) == FIXED_ONE / 4 && fixed_from(1e300) == INT64_MAX);
}

static Str vector_of(const char *title, const char *body, const char *language) {
  TermBuilder *b = termvec_begin(tools, &a);
  termvec_add(b, str_c(title), str_c(language), 4);
  termvec_add(b, str_c(body), str_c(language), 1);
  return termvec_end(b);
}

enum { DOCS = 8 };
static Str docs[DOCS];
static void make_docs(void) {
  static const char *const text[DOCS][3] = {
    { "Sharding databases", "database shards split tables; a shard holds rows", "en" },
    { "Choosing a shard key", "database rows, shard keys and hot shards", "en" },
    { "Baking bread", "flour, water, salt and an oven", "en" },
    { "Sourdough", "flour and water and time; a hot oven; bread", "en" },
    { "数据迁移", "数据迁移工具，迁移 TiDB 集群", "zh" },
    { "集群迁移实践", "TiDB 集群的迁移经验", "zh" },
    { "Nothing alike", "unique snowflake melting", "en" },
    { "", "", "en" },
  };
  for (size_t i = 0; i < DOCS; i++) docs[i] = vector_of(text[i][0], text[i][1], text[i][2]);
}

static void frequencies(void) {
  TermStats *s = stats_new();
  CHECK_INT(stats_n(s), 0);
  for (size_t i = 0; i < DOCS; i++) stats_add(s, docs[i]);
  CHECK_INT(stats_n(s), 8);
  CHECK_INT(stats_df(s, S("shard")), 2);
  CHECK_INT(stats_df(s, S("flour")), 2);
  CHECK_INT(stats_df(s, S("nowhere")), 0);
  Str twice[] = { S("tag"), S("tag"), S("shard") };
  stats_add_terms(s, twice, 3);
  CHECK_INT(stats_df(s, S("tag")), 1);
  CHECK_INT(stats_df(s, S("shard")), 2); /* 3, in its bucket */
  CHECK_INT(stats_n(s), 8);              /* 9, in its bucket */
  CHECK(stats_idf(8, 1) > stats_idf(8, 2) && stats_idf(8, 8) == FIXED_ONE);
  CHECK(stats_idf(8, 0) == 0 && stats_tf(0) == 0 && stats_tf(1) == FIXED_ONE);
  stats_free(s);
  stats_free(NULL);
}

static size_t asked;
static uint32_t counting_df(void *self, Str term) {
  asked++;
  return stats_df(self, term);
}

static void key_terms(void) {
  TermStats *s = stats_new();
  for (size_t i = 0; i < DOCS; i++) stats_add(s, docs[i]);
  KeytermOptions o = keyterms_defaults();
  Keyterm found[5];
  DfSource source = keyterms_source(s);
  size_t n = keyterms(&source, docs[0], &o, found);
  CHECK(n >= 2);
  CHECK_STR(found[0].term, "shard");
  CHECK(found[0].score > found[n - 1].score && found[0].score <= FIXED_ONE);
  n = keyterms(&source, docs[4], &o, found);
  CHECK(n >= 1);
  CHECK_STR(found[0].surface, "迁移");
  o.min_df = 1;
  n = keyterms(&source, docs[6], &o, found);
  CHECK_INT(n, 1); /* min_count is 3, and "nothing" is a stop word */
  o.threshold = 2 * FIXED_ONE;
  CHECK_INT(keyterms(&source, docs[0], &o, found), 0);
  CHECK_INT(keyterms(&source, docs[7], &o, found), 0);
  CHECK_INT(keyterms(&source, S("\x05\x7F garbage"), &o, found), 0);
  /* Only questions whose answer can matter are asked. */
  DfSource counted = { counting_df, s, stats_n(s) };
  o = keyterms_defaults();
  keyterms(&counted, docs[0], &o, found);
  TermIter it = termvec_read(docs[0]);
  CHECK(asked > 0 && asked < it.count);
  stats_free(s);
}

static SimilarIndex *build(const uint32_t *rank, bool backwards) {
  static const Fixed weights[] = { FIXED_ONE, 4 * FIXED_ONE };
  const Str food[] = { S("food") };
  SimilarBuilder *b = similar_begin(DOCS, weights, 2, 0);
  for (uint32_t k = 0; k < DOCS; k++) {
    uint32_t i = backwards ? DOCS - 1 - k : k;
    similar_add_vector(b, i, 0, docs[i]);
    if (i == 2 || i == 6) similar_add_terms(b, i, 1, food, 1);
  }
  return similar_end(b, rank);
}

static void likeness(void) {
  SimilarIndex *x = build(NULL, false);
  SimilarScratch *s = similar_scratch_new(x);
  SimilarHit hits[10];
  size_t n = similar_query(x, s, 0, hits, 10);
  CHECK_INT(n, 1);
  CHECK_INT(hits[0].document, 1);
  CHECK(hits[0].score > 0 && hits[0].score <= FIXED_ONE + 4096);
  CHECK(hits[0].shared > 0);
  CHECK_STR(hits[0].why[0], "Sharding"); /* "shard" by its most frequent spelling */
  n = similar_query(x, s, 4, hits, 10);
  CHECK(n == 1 && hits[0].document == 5);
  n = similar_query(x, s, 2, hits, 10); /* bread, and what shares the tag */
  CHECK_INT(n, 2);
  CHECK_INT(hits[0].document, 6);
  CHECK_INT(hits[0].field[0], 1);
  CHECK_INT(similar_query(x, s, 7, hits, 10), 0);
  CHECK_INT(similar_query(x, s, 0, hits, 0), 0);
  CHECK_INT(similar_query(x, s, 0, hits, 1), 1); /* scratch is clean again */
  similar_scratch_free(s);
  similar_free(x);
}

/* What a score is made of adds up to it, to the last bit, and begins as `why` does. */
static void terms_of_a_score(void) {
  SimilarIndex *x = build(NULL, false);
  SimilarScratch *s = similar_scratch_new(x);
  size_t pairs = 0;
  for (uint32_t d = 0; d < DOCS; d++) {
    SimilarHit hits[10];
    size_t n = similar_query(x, s, d, hits, 10);
    for (size_t i = 0; i < n; i++) {
      SimilarTerm *terms;
      size_t count = similar_terms(x, d, hits[i].document, &a, &terms);
      Fixed sum = 0;
      for (size_t k = 0; k < count; k++) {
        sum += terms[k].weight;
        CHECK(k == 0 || terms[k - 1].weight >= terms[k].weight);
      }
      CHECK(sum == hits[i].score);
      CHECK(count >= hits[i].shared && terms[0].weight > 0);
      pairs++;
    }
  }
  CHECK(pairs > 4);
  SimilarTerm *none;
  CHECK_INT(similar_terms(x, 0, 7, &a, &none), 0);
  CHECK_INT(similar_terms(x, 0, 2, &a, &none), 0);
  similar_scratch_free(s);
  similar_free(x);
}

/* Adding in another order gives the same scores. */
static void order_of_adding(void) {
  SimilarIndex *x = build(NULL, false), *y = build(NULL, true);
  SimilarScratch *s = similar_scratch_new(x);
  for (uint32_t d = 0; d < DOCS; d++) {
    SimilarHit p[3], q[3];
    size_t n = similar_query(x, s, d, p, 3);
    CHECK_INT(similar_query(y, s, d, q, 3), n);
    for (size_t i = 0; i < n; i++)
      CHECK(p[i].document == q[i].document && p[i].score == q[i].score);
  }
  similar_scratch_free(s);
  similar_free(x);
  similar_free(y);
}

/* Twenty equal articles: the rank decides, whichever comes first in the lists. */
static void ties(void) {
  static const Fixed weight = FIXED_ONE;
  const Str tag[] = { S("same") };
  uint32_t rank[20];
  SimilarBuilder *b = similar_begin(20, &weight, 1, 0);
  for (uint32_t i = 0; i < 20; i++) {
    rank[i] = (i * 7 + 3) % 20;
    similar_add_terms(b, i, 0, tag, 1);
  }
  SimilarIndex *x = similar_end(b, rank);
  SimilarScratch *s = similar_scratch_new(x);
  SimilarHit hits[5];
  CHECK_INT(similar_query(x, s, 0, hits, 5), 5);
  uint32_t want = 0;
  for (size_t i = 0; i < 5; i++, want++) {
    if (want == rank[0]) want++;
    CHECK_INT(rank[hits[i].document], want);
  }
  similar_scratch_free(s);
  similar_free(x);
}

/* Absurd weights from a setting are cut, not wrapped. */
static void extremes(void) {
  static const Fixed weights[] = { INT64_MAX, INT64_MIN };
  SimilarBuilder *b = similar_begin(DOCS, weights, 2, SIZE_MAX);
  for (uint32_t i = 0; i < DOCS; i++) {
    similar_add_vector(b, i, 0, docs[i]);
    similar_add_vector(b, i, 1, docs[i]);
  }
  SimilarIndex *x = similar_end(b, NULL);
  SimilarScratch *s = similar_scratch_new(x);
  SimilarHit hits[3];
  CHECK_INT(similar_query(x, s, 0, hits, 3), 1);
  CHECK(hits[0].document == 1 && hits[0].score > 0 && hits[0].score <= FIXED_ONE + 4096);
  similar_scratch_free(s);
  similar_free(x);
}

static void nobody(void) {
  static const Fixed weight = FIXED_ONE;
  SimilarIndex *x = similar_end(similar_begin(0, &weight, 1, 0), NULL);
  SimilarScratch *s = similar_scratch_new(x);
  similar_scratch_free(s);
  similar_free(x);
  similar_free(NULL);
}

static void versions(void) {
  TextVersions v = text_versions(tools, &a);
  CHECK(v.icu.n && v.unicode.n && v.cldr.n && v.tz.n);
  CHECK_INT(v.snowball.n, 12);
  CHECK(str_starts(v.tz, S("20")));
}

static void begin(void) {
  Diags d = { 0 };
  tools = text_open(&d);
  CHECK(tools != NULL);
  make_docs();
}
static void finish(void) {
  text_close(tools);
  arena_free(&a);
}

CHECKS_MAIN({ "fixed point", fixed_point }, { "begin", begin }, { "frequencies", frequencies },
            { "key terms", key_terms }, { "likeness", likeness },
            { "terms of a score", terms_of_a_score }, { "order of adding", order_of_adding },
            { "ties", ties }, { "extreme weights", extremes }, { "no documents", nobody },
            { "versions", versions }, { "finish", finish })
