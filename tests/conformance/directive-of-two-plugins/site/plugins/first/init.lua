local P = publish.plugin { name = "first", version = "1.0.0", api = 1 }
P.render = { directive = { note = function(node, next) return html.p { "first" } end } }
return P
