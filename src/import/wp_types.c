/* wp_types.c -- what is neither post nor page: recipes, events, portfolios, and what plugins keep
 * in the same table for themselves.
 *
 * An export does not say which types had pages for readers. They are known by their addresses:
 * a type whose published entries have one of their own (/recipes/pancakes/, or ?recipe=pancakes
 * on a site with plain addresses) was shown; what is not shown has ?post_type=...&p=12. Some
 * plugins leave addresses at things that nobody sees, so the usual ones are known by name. */
#include "import/wp_private.h"

#include "text/slug.h"

/* With '*': all that begin so. WordPress keeps wp_ for itself. */
static const char technical[] =
    "revision wp_* wp-* customize_changeset custom_css oembed_cache user_request safecss acf "
    "acf-* _pods_* elementor_* elementor-hf shop_* shop-* product_variation wpcf7_* "
    "flamingo_* nf_sub wpforms wpforms_* wpforms-* forminator_* mc4wp-form feedback jp_* "
    "ml-slider ml-slide tablepress_* et_pb_layout et_header_layout et_footer_layout "
    "et_body_layout et_template et_theme_builder fl-builder-template fl-theme-layout "
    "vc_grid_item vc4_templates ct_template bricks_template oceanwp_library "
    "astra-advanced-hook kadence_* scheduled-action cookielawinfo amp_validated_url "
    "polylang_mo tribe-ea-record edd_payment edd_log edd_discount give_payment give_log "
    "mailpoet_* popup popup_theme wpcode custom-css-js rm_content_editor envira soliloquy "
    "wpdiscuz_form schema postman_sent_mail";

bool wp_is_technical(Str type) {
  Str rest = str_c(technical), name;
  while (str_split(&rest, ' ', &name))
    if (str_ends(name, S("*")) ? str_starts(type, str_sub(name, 0, name.n - 1))
                               : str_eq(type, name))
      return true;
  return !type.n;
}

WpType *wp_type(const WpSite *s, Str type) {
  size_t n = (size_t)(uintptr_t)map_get(&s->type_names, type);
  return n ? &s->types[n - 1] : NULL;
}

static WpType *type_of(WpSite *s, const WpEntry *e) {
  WpType *known = wp_type(s, e->type);
  if (known) return known;
  s->types = arena_grow(&s->arena, s->types, s->type_count, &s->type_cap, sizeof *s->types);
  WpType *t = &s->types[s->type_count++];
  Str slug = slug_of(&s->arena, e->type);
  *t = (WpType){ .name = e->type, .folder = slug.n ? slug : S("others") };
  map_put(&s->type_names, t->name, (void *)(uintptr_t)s->type_count);
  return t;
}

/* "/recipes/" of "/recipes/pancakes/"; "" of "/pancakes/". */
static Str above(Str address) {
  if (str_ends(address, S("/"))) address.n--;
  long slash = str_rchr(address, '/');
  return slash > 0 ? str_sub(address, 0, (size_t)slash + 1) : S("");
}

/* Title of the folder's page: "Wine tastings" of "/wine-tastings/". */
static Str title_of(Arena *a, Str archive) {
  Str name = str_sub(archive, 0, archive.n - 1);
  long slash = str_rchr(name, '/');
  name = arena_str(a, str_sub(name, (size_t)(slash + 1), name.n));
  char *p = arena_dup(a, name.p, name.n);
  for (size_t i = 0; i < name.n; i++) p[i] = p[i] == '-' || p[i] == '_' ? ' ' : p[i];
  if (name.n && p[0] >= 'a' && p[0] <= 'z') p[0] = (char)(p[0] - 'a' + 'A');
  return str_n(p, name.n);
}

void wp_types_settle(WpSite *s) {
  for (size_t i = 0; i < s->entry_count; i++) {
    const WpEntry *e = &s->entries[i];
    if (e->kind != WP_CUSTOM) continue;
    WpType *t = type_of(s, e);
    if (!e->open || (!e->address.n && !e->asked)) continue;
    t->shown = true;
    t->open++;
    Str up = above(e->address); /* the one that more than half of them have, if there is one */
    if (!t->votes) t->archive = up;
    t->votes += str_eq(t->archive, up) ? 1 : -1;
  }
}

void wp_types_archives(WpSite *s) {
  for (size_t k = 0; k < s->type_count; k++) s->types[k].votes = 0;
  for (size_t i = 0; i < s->entry_count; i++) {
    const WpEntry *e = &s->entries[i];
    WpType *t = e->kind == WP_CUSTOM && e->open && e->address.n ? wp_type(s, e->type) : NULL;
    if (t && str_eq(above(e->address), t->archive)) t->votes++;
  }
  Map taken = { 0 };
  for (size_t k = 0; k < s->type_count; k++) {
    WpType *t = &s->types[k];
    bool usable = t->shown && t->archive.n && (size_t)t->votes * 2 > t->open &&
                  !map_has(&s->addresses, t->archive) && map_put(&taken, t->archive, t);
    t->title = usable ? title_of(&s->arena, t->archive) : S("");
    if (!usable) t->archive = S("");
  }
  map_free(&taken);
}

bool wp_write_types(WordPress *w) {
  for (size_t k = 0; k < w->site.type_count; k++) {
    const WpType *t = &w->site.types[k];
    if (!t->archive.n) continue;
    Buf out = { 0 };
    buf_c(&out, "---\n");
    wp_field(&out, "title", t->title);
    wp_field(&out, "permalink", t->archive);
    buf_c(&out, "---\n");
    Str path = arena_printf(&w->names, "articles/%.*s/_index.md", STR(t->folder));
    bool ok = plan_add(w->how->plan, t->step, path, buf_view(&out), w->d);
    buf_free(&out);
    w->done->files++;
    if (!ok) return false;
  }
  return true;
}
