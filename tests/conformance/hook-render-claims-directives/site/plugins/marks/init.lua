local P = publish.plugin {
  name = "marks", version = "1.0.0", api = 1, doc = "Claims directives in every way.",
  before = { "directives" },
}

P.transform = ast.filter {
  directive = function(node)
    if node.name == "old" then
      return ast.directive { name = "key", block = node.block, args = { node.args[1], colour = "red" } }
    end
  end,
}

P.render = { directive = {
  key = function(node)
    return html.kbd { class = node.args.colour, node.args[1] or node:text() }
  end,
  note = function(node)
    return ast.div { class = "mine", id = node.args.id, ast.paragraph { node.written }, node:children() }
  end,
} }

return P
