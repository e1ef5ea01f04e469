local P = publish.plugin { name = "q", version = "1.0.0", api = 1 }

P.render = { emph = function(node, next) return html.b { next(node) } end }

return P
