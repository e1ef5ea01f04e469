local P = publish.plugin { name = "c", version = "1.0.0", api = 1, except = { title = "Three" } }
function P.transform(doc) return { doc, ast.paragraph { "c" } } end
return P
