local P = publish.plugin { name = "n", version = "1.0.0", api = 1 }
function P.pages(key, rows, add)
  add { url = "/a/", layot = "article.html" }
  add { ulr = "/b/", layout = "article.html" }
  add { url = "/c/" }
end
return P
