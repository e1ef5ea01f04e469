local P = publish.plugin { name = "loud", version = "1.0.0", api = 1 }
P.filters = { shout = function(words) return { words } end }
return P
