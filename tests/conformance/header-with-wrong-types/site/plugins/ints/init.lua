local P = publish.plugin { name = "ints", version = "1.0.0", api = 1,
  options = { a = publish.int { default = 3 } } }
return P
