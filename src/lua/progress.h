/* progress.h -- what a worker was doing, readable after its death.
 *
 * One page of memory per worker, mapped shared by the parent before it forks
 * (progress_map). The worker notes the job, article, plugin and hook in hand;
 * the count hook notes the line about every thousand instructions. When a
 * budget is spent the worker fills in `verdict` and `message` and leaves with
 * _exit(PROGRESS_EXIT): nothing in Lua can swallow that, because no Lua code
 * runs afterwards. When the watchdog kills a worker, or it crashes, verdict is
 * still PROGRESS_RUNNING and the last known place says where it was.
 *
 * Ownership: the parent maps and unmaps; the worker only writes, the parent
 * only reads, and only after the worker ended (or to print progress; a torn
 * read then shows a mixed line, never more). Every string is NUL-terminated and
 * cut to its field; progress_str() reads one safely whatever the bytes are.
 * All functions accept p == NULL and then do nothing. */
#ifndef PUBLISH_LUA_PROGRESS_H
#define PUBLISH_LUA_PROGRESS_H

#include "base/diag.h"
#include <stdint.h>

enum { PROGRESS_EXIT = 97 }; /* exit status of a worker that stopped itself */

typedef enum {
  PROGRESS_RUNNING = 0,  /* no verdict: alive, killed or crashed */
  PROGRESS_INSTRUCTIONS, /* the instruction budget of a hook is spent */
  PROGRESS_MEMORY,       /* the memory limit of a plugin is reached */
  PROGRESS_BROKEN,       /* the Lua state can no longer be trusted */
  PROGRESS_PATTERN       /* the instruction budget is spent, inside a pattern */
} ProgressVerdict;

typedef struct {
  uint32_t verdict; /* ProgressVerdict, written last */
  uint32_t line;    /* last known line of `file`, 0 = unknown */
  uint64_t job;     /* number given by the parent */
  uint64_t jobs_done;
  char plugin[64];
  char hook[64];     /* "scan", "render.image", "load", "template" ... */
  char article[768]; /* source path of the article in hand, or "" */
  char file[512];    /* source path of the Lua or template line */
  char message[512]; /* filled in with the verdict */
} Progress;

/* A zeroed page that survives fork, or NULL (errno) when there is no memory. */
Progress *progress_map(void);
void progress_unmap(Progress *p);

/* A new job begins: forgets plugin, hook, file, line and verdict. */
void progress_job(Progress *p, uint64_t job, Str article);
/* The job is finished: jobs_done + 1, nothing in hand. */
void progress_done(Progress *p);
/* A hook (or any other stage, such as "markdown", with plugin "") begins. */
void progress_hook(Progress *p, Str plugin, Str hook);
/* Where execution is; `file` is copied only when it differs. */
void progress_line(Progress *p, const char *file, uint32_t line);
/* Note the verdict and end this process at once. Never returns. */
_Noreturn void progress_stop(Progress *p, ProgressVerdict verdict, const char *message);

/* One field as a view; at most `size` bytes whatever they are. */
Str progress_str(const char *field, size_t size);
#define PROGRESS_STR(p, field) progress_str((p)->field, sizeof(p)->field)

/* Parent: turn a dead worker's page into one error record naming plugin, hook,
 * article and line. `how` says how it ended when there is no verdict, such as
 * "took longer than 30 s" or "crashed (signal 11)". `source` gives the text of
 * p->file for the caret excerpt and may be NULL. */
void progress_diag(const Progress *p, const char *how, const Source *source, Diags *d);

#endif
