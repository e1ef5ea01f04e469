local P = publish.plugin { name = "b", version = "1.0.0", api = 1, after = { "c" } }
return P
