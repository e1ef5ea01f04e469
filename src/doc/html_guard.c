#include "doc/html_guard.h"
bool html_guard(Str html, size_t *where) {
  (void)html;
  *where = 0;
  return true;
}
