/* frames.c -- any bytes as what a worker sends or a store holds: diagnostics,
 * records of reads, term vectors. */
#include "fuzz.h"

#include "model/reads.h"
#include "text/stats.h"
#include "text/termvec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Str bytes = fuzz_str(data, size);
  Diags d = { 0 };
  Reader in = { bytes, false };
  MUST(diags_read(&d, &in) == !in.bad);
  Buf out = { 0 };
  diags_write(&d, &out);
  Diags again = { 0 };
  in = (Reader){ buf_view(&out), false };
  MUST(diags_read(&again, &in) && again.count == d.count && again.errors == d.errors);
  diags_free(&again);
  fuzz_show(&d);
  diags_status(&d);
  diags_free(&d);
  Reads r = { 0 };
  in = (Reader){ bytes, false };
  MUST(reads_read(&r, &in) == !in.bad);
  buf_clear(&out);
  reads_write(&r, &out);
  reads_free(&r);
  buf_free(&out);
  TermIter it = termvec_read(bytes);
  Term term;
  size_t n = 0;
  while (termvec_next(&it, &term)) MUST(++n <= size);
  if (termvec_check(bytes)) MUST(n == it.count);
  TermStats *stats = stats_new();
  stats_add(stats, bytes);
  stats_free(stats);
  return 0;
}
