/* directive.h -- {{< name key="value" >}}: what Markdown has no signs for.
 *
 * A directive stands outside code; it may run over several lines. What is behind `{{</ *` (without
 * the blank) is the form in which manuals show
 * one, and stays text. Values stand in "double" or 'single' quotes, with \" and \\
 * inside, or are one word; name=value or, as Liquid has it, name: value.
 *
 * directive_read() turns characters into a Directive. Most are claimed by plugins, which
 * see them as nodes (directive_marks.h). Pictures are made while parsing, because lead
 * pictures, alternative texts and links must be known before any plugin runs:
 *
 *   {{< figure src="photo.jpg" alt="..." caption="..." credit="..." licence="..."
 *              source="https://..." link="..." class="..." width=600 >}}
 *
 * Hugo's other names for these (title, attr, attrlink, license) are understood.
 * Reading is linear; nodes live in the document's arena. Mistakes inside a directive
 * that is known are records. Private to src/doc. */
#ifndef PUBLISH_DOC_DIRECTIVE_H
#define PUBLISH_DOC_DIRECTIVE_H

#include "doc/parse.h"

enum { DIRECTIVE_ARGS = 32 };

typedef struct {
  Str name, value; /* value without quotes and escapes; name "" = a value alone */
  Range at;        /* in the text read: of the value, without its quotes */
  Range whole;     /* name and value */
} DirectiveArg;

typedef struct {
  Str name;
  Range name_at;
  DirectiveArg args[DIRECTIVE_ARGS];
  size_t count;
  const char *problem; /* NULL = well formed */
  Range problem_at;
  const char *help; /* NULL, or a way out */
} Directive;

/* Is `text`, but for blanks around it, one directive? Then it is in *out, maybe with a
 * problem. Values live in `a`. */
bool directive_read(Directive *out, Arena *a, Str text);

/* The values from `from` on, up to one of `ends` (NULL behind the last) or the end of the
 * text; commas between them are blanks. Gives where it stopped; a problem is in *out. */
size_t directive_read_args(Directive *out, Arena *a, Str text, size_t from,
                           const char *const *ends);

/* The paragraph `n` becomes the figure that is its text. *changed: it was one. False: one
 * record. Of its class stays what the rules allow for HTML: a class can make a picture look
 * like a part of the page. */
bool directive_expand(Doc *doc, Node *n, const HtmlRules *rules, bool *changed, Diags *d);
/* The same for a node that is a directive: figure, image, img (as Octopress has it),
 * image_with_class, and include of a figure's or image's file. In a line of text it becomes an
 * image. */
bool directive_picture(Doc *doc, Node *n, const HtmlRules *rules, bool *changed, Diags *d);
bool directive_is_picture(Str name);

#endif
