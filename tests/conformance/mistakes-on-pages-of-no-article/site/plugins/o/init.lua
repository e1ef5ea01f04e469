local P = publish.plugin { name = "o", version = "1.0.0", api = 1 }
function P.pages(key, rows, add)
  add { url = "/made/", layout = "article.html", title = "Made" }
end
function P.page(page, site)
  if not page.article then log.warn("no article here") end
  if not page.article then return { footer = site.nope } end
end
return P
