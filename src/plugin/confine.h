/* confine.h -- a worker gives up what it will not need.
 *
 * After confine_worker() the process can write to the descriptors it has, manage
 * its own memory, look at clocks and end itself; every other system call kills it
 * (seccomp), except a few that only fail. It can open or read no file, start no
 * process, signal none, reach no network and run no memory that it wrote, even if
 * a library or Lua itself were broken into. Called once in each worker,
 * after everything that needs the system was opened.
 *
 * The clock stays because the parent's watchdog needs the job's start; nothing
 * in Lua can reach it. Under a sanitizer the filter is not installed, because
 * the sanitizer's own reports need files. False (no message) when the kernel has
 * no seccomp: the other layers of defence stand. */
#ifndef PUBLISH_PLUGIN_CONFINE_H
#define PUBLISH_PLUGIN_CONFINE_H

#include <stdbool.h>

bool confine_worker(void);
/* libseccomp's version, as linked: "2.5.4". */
const char *confine_library(char buffer[24]);

#endif
