local P = publish.plugin { name = "c", version = "1.0.0", api = 1, after = { "a" } }
return P
