local P = publish.plugin {
  name = "a", version = "1.0.0", api = 1,
  indexes = { site = publish.sorted { by = "date" } },
}
return P
