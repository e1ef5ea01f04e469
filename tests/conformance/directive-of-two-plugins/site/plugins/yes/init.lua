local P = publish.plugin { name = "yes", version = "1.0.0", api = 1, after = { "directives", "first", "zap" } }
P.render = { directive = { note = function(node, next) return html.p { "yes" } end } }
return P
