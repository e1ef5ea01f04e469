-- A plugin reports checks of its own, at the level that it or publish.yaml says.
local P = publish.plugin {
  name = "album", version = "1.0.0", api = 1,
  checks = {
    ["album-empty"] = { level = "warning", doc = "an album without pictures" },
    album_small = { level = "off", doc = "an album with one picture" },
    album_plain = {},
  },
}

function P.transform(doc, article)
  doc[1]:check("album-empty", "there is no picture", "add one")
end

function P.check(article)
  article:check("album_small", "tags", "there is one picture")
  article:check("album_plain", nil, "it is plain")
  article:check("images", nil, "a check of publish's own")
  article:check("album_smal", nil, "misspelt")
end

return P
