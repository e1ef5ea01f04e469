local P = publish.plugin { name = "a", version = "1.0.0", api = 1, only = { tag = "Red" } }
function P.transform(doc) return { doc, ast.paragraph { "a" } } end
return P
