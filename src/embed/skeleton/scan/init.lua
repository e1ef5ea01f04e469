-- NAME: counts the links of each article and says so below its text.
local P = publish.plugin {
  name = "NAME",
  version = "0.1.0",
  api = 1,
  doc = "Say how many links an article has.",
  options = {
    least = publish.integer { default = 1, min = 0, doc = "say nothing below so many links" },
  },
}

-- P.scan sees each article by itself and returns facts about it: a small plain table.
-- They are kept, and every later hook sees them as article.facts["NAME"].
function P.scan(article, doc)
  local links = 0
  ast.walk(doc, function(node)
    if node.type == "link" then links = links + 1 end
  end)
  return { links = links }
end

function P.page(page, site)
  if not page.article then return nil end
  local links = page.article.facts["NAME"].links
  if links < P.options.least then return nil end
  -- publish.t takes the words from i18n/, in the language of the reader.
  return { after_body = html.p { class = "NAME", publish.t("links", { n = links }) } }
end

return P
