local P = publish.plugin { name = "p", version = "1.0.0", api = 2 }
return P
