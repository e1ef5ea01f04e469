/* confine_landlock.h -- no files, no TCP and no foreign processes, by Landlock.
 *
 * Three raw system calls (no library, no header: the ones of a build machine may be
 * older than the kernel below). The ruleset handles every right that the kernel
 * knows of and allows none. Needs no_new_privs or a capability, and one free descriptor. */
#ifndef PUBLISH_PLUGIN_CONFINE_LANDLOCK_H
#define PUBLISH_PLUGIN_CONFINE_LANDLOCK_H

#include <stdbool.h>

/* Version of the kernel's Landlock; 0 when it has none. */
int confine_landlock_version(void);
/* False: not in force. */
bool confine_landlock(void);

#endif
