local P = publish.plugin { name = "p", version = "1.0.0", api = 1, indexes = { tag = publish.group { by = "tags" } } }
function P.pages(key, rows, add)
  add { url = "/one/", layout = "article.html" }
  add { url = "/ONE/", layout = "article.html" }
end
return P
