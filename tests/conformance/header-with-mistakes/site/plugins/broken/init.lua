local P = publish.plugin {
  name = "broke", version = "1.0.0", api = 2, befor = { "x" },
  options = { a = publish.string { defalt = "x" }, b = publish.integer { default = "many" } },
  indexes = { i = publish.group {}, j = publish.similar { fields = {} }, k = 3 },
  outputs = "all", capabilities = { "files" },
}
return P
