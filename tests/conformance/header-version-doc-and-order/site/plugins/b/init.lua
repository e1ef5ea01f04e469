local P = publish.plugin { name = "b", version = "2.1.0", api = 1, doc = "Runs before a.", before = { "a" } }
function P.page(page) return { footer = "b" } end
return P
