/* clock.h -- the one place where the program asks what time it is and how many
 * processors there are. Nothing below the command line does. */
#ifndef PUBLISH_CLI_CLOCK_H
#define PUBLISH_CLI_CLOCK_H

#include <stdint.h>

int64_t clock_now(void);        /* seconds since 1970 */
int clock_zone(int64_t now);    /* minutes east of UTC here, for the first commit of `init` */
double clock_seconds(void);     /* only differences mean anything */
unsigned processor_count(void); /* those this process may use, at least 1 */

#endif
