/* api_records.c -- shapes of tables that functions take or give. Nothing is registered by
 * them; the examples of the functions show that they are so. */
#include "plugin/api_all.h"

static const ApiField author_fields[] = {
#include "plugin/api/author_fields.def"
  { 0 }
};
static const ApiField source_fields[] = {
#include "plugin/api/source_fields.def"
  { 0 }
};
static const ApiField picture_fields[] = {
#include "plugin/api/picture_fields.def"
  { 0 }
};
static const ApiField page_spec_fields[] = {
#include "plugin/api/page_spec_fields.def"
  { 0 }
};
static const ApiField heading_fields[] = {
#include "plugin/api/heading_fields.def"
  { 0 }
};
static const ApiField likeness_fields[] = {
#include "plugin/api/likeness_fields.def"
  { 0 }
};
static const ApiField term_fields[] = {
#include "plugin/api/term_fields.def"
  { 0 }
};
static const ApiField list_part_fields[] = {
#include "plugin/api/list_part_fields.def"
  { 0 }
};

const ApiType API_AUTHOR = {
  .name = "Author",
  .kind = API_RECORD,
  .in = "transform",
  .doc = "An author of an article, with what data/authors.yaml says of them.",
  .fields = author_fields,
};

const ApiType API_SOURCE = {
  .name = "Source",
  .kind = API_RECORD,
  .in = "transform",
  .doc = "Where an article was published first, with what data/sources.yaml says.",
  .fields = source_fields,
};

const ApiType API_PICTURE = {
  .name = "Picture",
  .kind = API_RECORD,
  .in = "transform",
  .doc = "The picture that stands for an article, with what its file says.",
  .fields = picture_fields,
};

const ApiType API_PAGE_SPEC = {
  .name = "PageSpec",
  .kind = API_RECORD,
  .in = "transform",
  .doc = "A page that P.pages asks for.",
  .fields = page_spec_fields,
};

const ApiType API_HEADING = {
  .name = "Heading",
  .kind = API_RECORD,
  .in = "transform",
  .doc = "A heading of an article.",
  .fields = heading_fields,
};

const ApiType API_LIKENESS = {
  .name = "Likeness",
  .kind = API_RECORD,
  .in = "transform",
  .doc = "An article that is like another.",
  .fields = likeness_fields,
};

const ApiType API_TERM = {
  .name = "Term",
  .kind = API_RECORD,
  .in = "transform",
  .doc = "A word or phrase of a text.",
  .fields = term_fields,
};

const ApiType API_PART_OF_LIST = {
  .name = "ListPart",
  .kind = API_RECORD,
  .in = "transform",
  .doc = "One page of a list that was divided by publish.paginate.",
  .fields = list_part_fields,
};
