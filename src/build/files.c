/* files.c -- the last stage: feeds, sitemaps and whatever else plugins write. */
#include "build/beside.h"
#include "build/private.h"

typedef struct {
  Built *b;
  size_t *plugins;
  size_t count;
} FilesJobs;

static Str files_item(void *context, size_t job) {
  FilesJobs *f = context;
  return f->b->plugins[f->plugins[job]].name;
}

static void files_start(void *context, Progress *progress) {
  worker_plugins(((FilesJobs *)context)->b, progress);
}

typedef struct {
  Built *b;
  const Manifest *plugin;
  Arena *arena;
  Diags *d;
  Buf *payload;
  Map seen;
} FilesOut;

static bool declares(const Manifest *plugin, Str path) {
  for (size_t i = 0; i < plugin->output_count; i++)
    if (glob_match(plugin->outputs[i], path)) return true;
  return false;
}

static bool put_file(void *context, Str path, Str bytes, const Source *source, uint32_t line) {
  FilesOut *o = context;
  const char *problem = output_path_problem(o->arena, path);
  if (problem) {
    diag_line(o->d, DIAG_ERROR, P_OUTPUT_PATH, source, line, 1, 0,
              "paths count from the top of the site, such as made/x.txt",
              "P.files cannot write '%.*s': %s", STR(path), problem);
  } else if (!declares(o->plugin, path)) {
    diag_line(o->d, DIAG_ERROR, P_PLUGIN_OUTPUT, source, line, 1, 0,
              "add it to `outputs` in the plugin's header",
              "P.files wrote '%.*s', which the header does not declare", STR(path));
  } else if (!map_put(&o->seen, arena_str(o->arena, path), o)) {
    diag_line(o->d, DIAG_ERROR, P_PAGE_TWICE, source, line, 1, 0, NULL,
              "P.files wrote '%.*s' twice", STR(path));
  } else {
    buf_bytes(o->payload, path);
    buf_bytes(o->payload, source->path);
    buf_uint(o->payload, line);
    ListBuilder none = list_begin(o->arena);
    Buf hidden = { 0 };
    bool hides = hide_emails(&hidden, path, bytes);
    put_object(o->b, o->arena, hides ? buf_view(&hidden) : bytes, list_end(&none, (Span){ 0 }),
               o->payload);
    buf_free(&hidden);
    return true;
  }
  return false;
}

static bool files_run(void *context, size_t index, Reads *reads, Diags *d, Buf *payload) {
  FilesJobs *f = context;
  Built *b = f->b;
  Arena a = { 0 };
  Buf made = { 0 };
  FilesOut out = { b, &b->plugins[f->plugins[index]], &a, d, &made, { 0 } };
  HostJob job = { .reads = reads,
                  .diags = d,
                  .arena = &a,
                  .article = ref_covered(NULL),
                  .language = b->settings.language,
                  .interface = b->settings.language };
  progress_job(b->progress, index, S(""));
  world_use_engine(&b->world, reads);
  ref_get(&b->world, reads, world_settings(&b->world), S("language"));
  Published files;
  publish_files(&files, b, &job);
  bool ok = host_files(b->host, &job, f->plugins[index], put_file, &out);
  ok = host_check_site(b->host, &job, f->plugins[index]) && ok;
  value_encode(payload, list_end(&files.list, (Span){ 0 }));
  buf_str(payload, buf_view(&made));
  buf_free(&made);
  map_free(&out.seen);
  arena_free(&a);
  return ok;
}

static bool files_accept(void *context, size_t index, Str payload) {
  FilesJobs *f = context;
  Built *b = f->b;
  Reader in = { payload, false };
  const Manifest *m = &b->plugins[f->plugins[index]];
  const Value *files = value_decode(b->arena, &in);
  if (!files || in.bad || !add_assets(b, files, m->source.path)) return false;
  while (in.rest.n && !in.bad) {
    BuildOutput out = { .mode = MODE_FILE, .made = true, .maker = m->source.path };
    out.path = read_bytes(&in);
    Source source = { 0 };
    Str file = read_bytes(&in);
    uint32_t line = (uint32_t)read_uint(&in);
    world_source(&b->world, NULL, file, &source);
    if (!value_decode(b->arena, &in) || !take_object(&in, &out.object)) return false;
    if (output_path_problem(b->arena, out.path) || !declares(m, out.path)) return false;
    out.id = out.object.id;
    if (claim_path_at(b, out.path, m->source.path, S(""), &source, line)) add_output(b, out);
  }
  return !in.bad;
}

bool write_files(Built *b) {
  FilesJobs f = { .b = b, .plugins = ARENA_ARRAY(b->arena, b->plugin_count, size_t) };
  for (size_t i = 0; i < b->plugin_count; i++)
    if (b->plugins[i].hooks & (HOOK_FILES | HOOK_CHECK_SITE)) f.plugins[f.count++] = i;
  const Stage stage = { .name = "files",
                        .jobs = f.count,
                        .context = &f,
                        .item = files_item,
                        .start = files_start,
                        .run = files_run,
                        .accept = files_accept,
                        .seconds = b->seconds + 0.001 * b->world.row_count };
  return stage_run(&b->run, &stage, b->d);
}
