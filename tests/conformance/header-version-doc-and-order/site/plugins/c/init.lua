local P = publish.plugin { name = "c", version = "1.0.0", api = 1 }
function P.page(page) return { footer = "c" } end
return P
