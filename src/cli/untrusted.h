/* untrusted.h -- `--untrusted=BASE`: a site of a stranger's articles and nothing else of
 * theirs.
 *
 * Plugins, templates, settings, notices, data and static files come from the commit BASE;
 * from the commit that is built come articles and, below their folders as
 * publish.yaml of BASE names them, pictures that are PNG, JPEG, GIF, WebP or AVIF by
 * name and by content. So what a stranger proposes is seen on the real site, and no line of
 * theirs is run, included or served as anything but text and pictures. In numbers: the tree
 * is that of a commit made by hand from BASE with just those files.
 *
 * The site may be written into a folder or to a branch for previews, never to the output
 * branch; no store of kept results is shared with trusted builds. */
#ifndef PUBLISH_CLI_UNTRUSTED_H
#define PUBLISH_CLI_UNTRUSTED_H

#include "cli/site.h"
#include "repo/branch.h"

/* The commit BASE. Where it is missing, how CI systems are told to fetch it. */
bool untrusted_base(Commit *out, Repo *r, Str rev, Arena *a, Diags *d);
/* The files of both commits, before (BASE's publish.yaml alone) and after the settings. */
bool untrusted_input(Input **out, Site *s, const InputOptions *options, Diags *d);
/* What of the commit was not taken: counted in the Site, and told when how.notes, one line a
 * folder; and whether the commit contains BASE. Nothing without how.untrusted. */
bool untrusted_tell(Site *s, Diags *d);
/* After the build: strangers' articles became pages, and nothing else. */
bool untrusted_judge(Site *s, Diags *d);
/* May the site go where the command line says (`branch` as given, "" = none)? After
 * site_settings(). */
bool untrusted_target(const Site *s, Str branch, Str to, bool dry_run, bool adopt, Diags *d);
/* And is the branch a place for previews? */
bool untrusted_branch(const Site *s, const Branch *branch, Diags *d);

#endif
