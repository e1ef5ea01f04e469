/* meter.c -- shared memory, and the largest of the numbers in it. */
#include "cli/meter.h"

#include <string.h>
#include <sys/mman.h>

enum { WARN_PERCENT = 50 };

HostMeter *meter_new(void) {
  void *p =
      mmap(NULL, sizeof(HostMeter), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? NULL : p;
}

void meter_free(HostMeter *m) {
  if (m) munmap(m, sizeof *m);
}

void meter_for(HostMeter *m, Str plugin) {
  *m = (HostMeter){ 0 };
  if (plugin.n < sizeof m->plugin) memcpy(m->plugin, plugin.p, plugin.n);
}

static void put_share(Buf *out, uint64_t part, uint64_t whole) {
  uint64_t percent = whole ? part * 100 / whole : 0;
  if (percent)
    buf_printf(out, "%llu %%", (unsigned long long)percent);
  else
    buf_c(out, "under 1 %");
}

static size_t largest(const uint64_t *values) {
  size_t most = 0;
  for (size_t i = 1; i < METER_HOOKS; i++)
    if (values[i] > values[most]) most = i;
  return most;
}

bool meter_text(Buf *out, const HostMeter *m) {
  if (!m->most_steps) return false;
  size_t steps = largest(m->steps), memory = largest(m->memory);
  buf_c(out, "steps ");
  put_share(out, m->steps[steps], m->most_steps);
  buf_printf(out, " (%s), memory ", host_meter_name(steps));
  put_share(out, m->memory[memory], m->most_memory);
  buf_printf(out, " (%s)", host_meter_name(memory));
  return m->steps[steps] * 100 > m->most_steps * WARN_PERCENT ||
         m->memory[memory] * 100 > m->most_memory * WARN_PERCENT;
}
