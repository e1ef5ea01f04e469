/* confine.h -- a worker gives up what it will not need.
 *
 * After confine_worker() the process can write to the descriptors it has, manage
 * its own memory, look at clocks and end itself, even if a library or Lua itself were
 * broken into. It can open or read no file, start no process, signal none, reach no
 * network and run no memory that it wrote; it holds no capability and no
 * environment variable. Called once in each worker, after everything that needs the
 * system was opened. Four layers, each of which stands alone:
 *
 *   privileges  no_new_privs, no capabilities, the environment overwritten
 *   landlock    no path can be opened or run, no TCP, no signal to another process
 *   limits      no new descriptor, process, message queue or core file
 *   seccomp     every system call but a score kills the process; a few only fail
 *
 * Limits do not stop root from starting processes, and Landlock knows network since
 * Linux 6.7 and signals since 6.12; seccomp has neither gap. tests/unit/plugin_confine.c
 * has the table of what each layer refuses.
 *
 * The clock stays because the parent's watchdog needs the job's start; nothing
 * in Lua can reach it. Under a sanitizer nothing is done, because the sanitizer's own
 * reports need files. */
#ifndef PUBLISH_PLUGIN_CONFINE_H
#define PUBLISH_PLUGIN_CONFINE_H

#include "base/arena.h"

typedef enum {
  CONFINE_PRIVILEGES = 1,
  CONFINE_LANDLOCK = 2,
  CONFINE_LIMITS = 4,
  CONFINE_SECCOMP = 8,
  CONFINE_ALL = 15
} ConfineLayer;

/* Put these layers (ConfineLayer, together) in force for the rest of this process;
 * gives those that are. Says nothing: what is missing, the other layers cover. */
unsigned confine_worker(unsigned layers);

/* Which layers a worker on this machine gets: tried in a child process. */
unsigned confine_available(void);
/* One line about the layers that are not among these and what holds without them; the empty
 * view when all are there. */
Str confine_note(Arena *a, unsigned available);

/* libseccomp's version, as linked: "2.5.4". */
const char *confine_library(char buffer[24]);

#endif
