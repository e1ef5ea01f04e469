local P = publish.plugin { name = "inner", version = "1.0.0", api = 1 }
P.render = {
  emph = function(node, next) return html.span { class = "inner", next(node), "<&" } end,
  code = function(node, next) return ast.strong { node.literal } end,
  heading = function(node, next) return ast.paragraph { ast.emph { node:text() } } end,
}
return P
