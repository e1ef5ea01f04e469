-- A handler gives HTML for a node; next(node) is what would be written otherwise.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

P.render = {
  emph = function(node, next, article) return html.i { title = article.title, node:text() } end,
  strong = function(node, next) return { html.span { "[" }, next(node), html.span { "]" } } end,
  code = function(node, next) return nil end,
}

return P
