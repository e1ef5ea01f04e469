/* settings_private.h -- what the files that read publish.yaml share. */
#ifndef PUBLISH_MODEL_SETTINGS_PRIVATE_H
#define PUBLISH_MODEL_SETTINGS_PRIVATE_H

#include "model/settings.h"

typedef struct {
  Settings *s;
  Arena *arena;
  Diags *diags;
  SchemaContext context;
  bool ok;
} SettingsLoad;

/* A wrong value, at its place. */
void settings_wrong(SettingsLoad *l, const Value *v, const char *help, const char *message);
void settings_plugins(SettingsLoad *l, const Value *v);
/* languages:, behind `articles`: adds their folders. */
void settings_languages(SettingsLoad *l, const Value *v);
/* One of them, as a record. */
const Schema *settings_language_schema(void);
/* For `all`: the languages as a list of {language, name, title, subtitle, path}. */
const Value *settings_languages_value(const Settings *s, Arena *a);
/* For `all`: what the site is on pages of each language, as a map from tags; `all` has what
 * holds for the site as a whole. */
const Value *settings_editions_value(const Settings *s, Arena *a, const Value *all);
/* permalink: one pattern, or a map from folders to patterns. */
void settings_permalinks(SettingsLoad *l, const Value *v);
void settings_checks(SettingsLoad *l, const Value *v);

#endif
