-- What a plugin checks has a level in publish.yaml.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

function P.transform(doc, article)
  doc[1]:check("image_alt", "about the first node")
  return nil
end

function P.check(article, site)
  article:check("image_size", "title", "about the title", "the way out")
  article:check("image_gps", nil, "is off")
end

return P
