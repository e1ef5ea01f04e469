local P = publish.plugin { name = "a", version = "1.0.0", api = 1, after = { "c" } }
function P.page(page) return { footer = "a" } end
return P
