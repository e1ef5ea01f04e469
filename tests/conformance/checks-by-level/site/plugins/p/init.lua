-- What a plugin checks has a level in publish.yaml.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1,
  checks = { first_node = {}, long_title = {}, never = { level = "error" } } }

function P.transform(doc, article)
  doc[1]:check("first_node", "about the first node")
  return nil
end

function P.check(article, site)
  article:check("long_title", "title", "about the title", "the way out")
  article:check("never", nil, "is off")
end

return P
