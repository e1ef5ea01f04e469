local P = publish.plugin { name = "o", version = "1.0.0", api = 1 }
function P.pages(key, rows, add)
  add { url = "/made/", layout = "article.html", title = "Made" }
end
function P.page(page, site)
  if page.title == "One" then return { footer = "x" .. page.article } end
  if page.title == "Two" then return { footer = page .. "x" } end
  if page.title == "Three" then return { footer = html.p { "x" } .. page.article.tags, aside = "x" .. page.article.tags } end
  return { footer = page.article.source }
end
return P
