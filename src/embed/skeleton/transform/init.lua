-- NAME: adds a note to the end of the text of each article.
local P = publish.plugin {
  name = "NAME",
  version = "0.1.0",
  api = 1,
  doc = "Add a note to each article.",
  options = {
    bold = publish.boolean { default = false, doc = "in bold" },
  },
}

-- P.transform gets the document as a tree and returns the new one; nil leaves it as it is.
-- A list stands for its nodes. To change single nodes wherever they are, write
--   P.transform = ast.filter { link = function(node) ... end, heading = function(node) ... end }
function P.transform(doc, article, site)
  -- publish.t takes the words from i18n/, in the language of the article.
  local note = publish.t("note", { title = article.title })
  return { doc, ast.paragraph { P.options.bold and ast.strong { note } or note } }
end

return P
