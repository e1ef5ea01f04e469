local P = publish.plugin { name = "q", version = "1.0.0", api = 1 }
return P
