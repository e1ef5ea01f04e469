/* form_mail.c -- a message of e-mail: the fields that a mailto: form wrote into it, or
 * what somebody wrote by hand under the article's name. */
#include "intake/form_private.h"

#include "base/buf.h"

static Str without_signature(Str text) {
  Str rest = text, line;
  size_t at = 0;
  while (str_split(&rest, '\n', &line)) {
    if (str_eqc(line, "-- ") || str_eqc(line, "--")) return str_trim(str_sub(text, 0, at));
    at += line.n + 1;
  }
  return str_trim(text);
}

/* What people did not write themselves: the signature, and at the end the message
 * that they answer with the line above it. */
static Str own_words(Str text) {
  text = without_signature(text);
  bool quoted = false;
  for (;;) {
    long start = str_rchr(text, '\n');
    Str last = str_sub(text, start < 0 ? 0 : (size_t)start + 1, text.n);
    bool introduces = quoted && (str_ends(last, S(":")) || str_ends(last, S("：")));
    if (!str_starts(last, S(">")) && !introduces) return text;
    quoted = true;
    text = str_trim(str_sub(text, 0, start < 0 ? 0 : (size_t)start));
    if (introduces || !text.n) return text;
  }
}

bool form_read_mail(Form *out, Arena *a, Str bytes, const char **problem) {
  MimePart message;
  Str text;
  mime_split(&message, a, bytes);
  if (!mime_text(&text, a, &message)) {
    *problem = "is a message without a text/plain part";
    return false;
  }
  out->mail = true;
  out->date = mime_header(&message, "Date");
  Str automatic = mime_header(&message, "Auto-Submitted");
  out->automatic = (automatic.n && !str_eq_nocase(automatic, S("no"))) ||
                   str_eq_nocase(mime_header(&message, "Precedence"), S("bulk")) ||
                   mime_header(&message, "List-Unsubscribe").n;
  mime_address(a, mime_header(&message, "From"), &out->from_name, &out->from_email);
  out->from_name = form_text(a, out->from_name, S(""));
  out->from_email = form_text(a, out->from_email, S(""));
  out->subject = form_text(a, mime_words(a, mime_header(&message, "Subject")), S(""));
  text = form_text(a, text, S(""));
  if (form_read_lines(out, a, text)) {
    Str *last = &out->items[out->count - 1].value;
    *last = without_signature(*last);
  } else {
    out->text = own_words(text);
  }
  return true;
}
