local P = publish.plugin { name = "p", version = "1.0.0", api = 1, only = { tag = "red" }, except = { title = "Two" } }
function P.transform(doc) return { doc, ast.paragraph { "marked" } } end
return P
