/* intake.c -- any bytes as access logs, tables, compressed files and addresses: bounded,
 * in order, and whatever is written can be read back. */
#include "fuzz.h"

#include "data/yaml.h"
#include "intake/agents.h"
#include "intake/log.h"
#include "intake/table.h"
#include "intake/tally.h"

#include <sys/mman.h>
#include <unistd.h>

static void logs_and_tables(Str text) {
  LogReader log = { 0 };
  TableReader table = { 0 };
  Arena a = { 0 };
  Str rest = text, line;
  while (str_split(&rest, '\n', &line)) {
    Hit h;
    if (log_parse(&log, &h, &a, line) == LOG_HIT) {
      MUST(h.text[FIELD_TARGET].n > 0 && h.status >= 0 && h.status <= 999);
      agent_is_robot(h.text[FIELD_AGENT]);
      Str key = address_key(&a, h.text[FIELD_TARGET]);
      MUST(!key.n || key.p[0] == '/');
      MUST(key.n < 2 || key.p[key.n - 1] != '/');
      path_is_asset(key);
    }
    MUST(log.columns <= LOG_COLUMNS);
    TableRow row;
    const char *problem = NULL;
    Str cell;
    TableLine kind = table_parse(&table, &row, &a, line, &problem, &cell);
    MUST(kind != TABLE_BAD || problem);
    for (int k = 0; kind == TABLE_ROW && k < COUNT_KINDS; k++)
      MUST(row.n[k] >= 0 && row.n[k] <= COUNT_MOST);
  }
  arena_free(&a);
}

/* The whole way; then the same file again, which must change nothing. */
static void import(Str text, Diags *d) {
  char path[64];
  int fd = memfd_create("intake", MFD_CLOEXEC);
  MUST(fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n);
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  Arena a = { 0 };
  Addresses addresses = { 0 };
  Ledger ledger = { 0 }, back;
  Counts counts = { .arena = &a };
  const Str ids[] = { S("a"), S("\xE4\xBD\xA0 ##[b]") };
  addresses_add(&addresses, S("/a/"), 1);
  addresses_add(&addresses, S("/b"), 2);
  Buf once = { 0 }, twice = { 0 };
  for (int i = 0; i < 2; i++) {
    Tally t = { .addresses = &addresses,
                .ids = ids,
                .articles = 2,
                .counts = &counts,
                .ledger = &ledger,
                .add = text.n % 2 };
    bool ok = tally_file(&t, path, d);
    MUST(ok || d->errors);
    MUST(!i || !t.changed);
    size_t n;
    tally_unknown(&t, 10, &n);
    tally_free(&t);
    counts_write(i ? &twice : &once, &counts, S(""));
  }
  MUST(str_eq(buf_view(&once), buf_view(&twice)));
  buf_clear(&twice);
  ledger_write(&twice, &ledger, &a);
  Source source = { S("data/imports.yaml"), buf_view(&twice) };
  const Value *v;
  MUST(yaml_parse(&v, &a, &source, 0, source.text.n, d));
  MUST(ledger_read(&back, v, &source, d) && back.count == ledger.count);
  ledger_free(&back);
  ledger_free(&ledger);
  counts_free(&counts);
  addresses_free(&addresses);
  buf_free(&once);
  buf_free(&twice);
  arena_free(&a);
  close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Str text = fuzz_str(data, size);
  Diags d = { 0 };
  logs_and_tables(text);
  import(text, &d);
  fuzz_show(&d);
  diags_free(&d);
  return 0;
}
