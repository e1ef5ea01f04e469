local P = publish.plugin { name = "n", version = "1.0.0", api = 1, outputs = { "**" } }
function P.pages(key, rows, add)
  add { url = "/one/", layout = "article.html" }
  add { url = "/made/", layout = "article.html" }
  add { url = "/made/", layout = "article.html" }
end
return P
