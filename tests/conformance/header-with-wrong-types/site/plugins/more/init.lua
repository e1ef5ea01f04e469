local P = publish.plugin { name = "more", version = "1.0.0", api = 1,
  options = {
    right = publish.string { default = "default = 1, {" },
    slip = publish.string { defalt = "x" },
    wrong = publish.integer { default = "many" },
    deep = publish.list { publish.record { x = publish.integer { min = "1" } } },
    pick = publish.enum { "a", "b", default = "c" },
    outer = publish.record { inner = publish.boolean { default = 1 } },
  },
  only = { section = "blog", tag = 5, titel = { prefix = "x" } },
}
return P
