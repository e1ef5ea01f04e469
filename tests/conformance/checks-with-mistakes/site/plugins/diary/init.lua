local P = publish.plugin {
  name = "diary", version = "1.0.0", api = 1,
  checks = { "one", "two" },
}
return P
