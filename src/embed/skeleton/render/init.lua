-- NAME: marks links that lead to other sites.
local P = publish.plugin {
  name = "NAME",
  version = "0.1.0",
  api = 1,
  doc = "Mark links that lead to other sites.",
  options = {
    class = publish.string { default = "external", doc = "the class of such links" },
  },
}

-- P.render has a function for each kind of node that is to be written in another way.
-- nil leaves the node to the next plugin; next(node) is what would be written otherwise.
P.render = {
  link = function(node, next, article)
    if not node.url:find("^https?://") then return nil end
    -- publish.t takes the words from i18n/, in the language of the article.
    return html.span { class = P.options.class, title = publish.t("leaves"), next(node) }
  end,
}

return P
