local P = publish.plugin { name = "outer", version = "1.0.0", api = 1, before = { "inner" } }
P.render = {
  emph = function(node, next) return html.span { class = "outer", next(node) } end,
  paragraph = function(node, next)
    if node:text():find("plain") then return nil end
    return html.div { class = "p", next() }
  end,
  link = function(node, next) return { "(", next(node), ")" } end,
}
return P
