local P = publish.plugin { name = "source", version = "1.0.0", api = 1 }
function P.scan(article) return { n = #article.title, list = { "a", "b" }, map = { x = 1.5, y = true } } end
return P
