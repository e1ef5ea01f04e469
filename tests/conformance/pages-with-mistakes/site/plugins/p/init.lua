local P = publish.plugin { name = "p", version = "1.0.0", api = 1, indexes = { tag = publish.group { by = "tags" } } }
function P.pages(key, rows, add)
  if key == "red" then
    add { url = "/one/", layout = "article.html" }
    add { url = "/x/../y/", layout = "article.html" }
    add { url = "/z/", layout = "artcle.html" }
    add { layout = "article.html" }
  else
    add { url = "/v/", layout = "article.html", tittle = "x" }
  end
end
return P
