/* meter.h -- what a plugin took of its budget, for people.
 *
 * A HostMeter (plugin/host.h) lies in memory that this process shares with its one worker.
 * Parent process only. */
#ifndef PUBLISH_CLI_METER_H
#define PUBLISH_CLI_METER_H

#include "plugin/host.h"

HostMeter *meter_new(void); /* NULL when there is no memory to share */
void meter_free(HostMeter *m);
/* Begin again, for this plugin. */
void meter_for(HostMeter *m, Str plugin);
/* "steps 12 % (page), memory under 1 % (load)": the most that one call of a hook took.
 * Nothing for a plugin that was never loaded. True: more than half of the limit. */
bool meter_text(Buf *out, const HostMeter *m);

#endif
