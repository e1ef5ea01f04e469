local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

-- The content of a directive goes through the handlers of all plugins, also this one's.
P.render = { directive = {
  quote = function(node, next)
    return html.blockquote { class = "big", next(node:children()), html.footer { node.args.by } }
  end,
} }

return P
