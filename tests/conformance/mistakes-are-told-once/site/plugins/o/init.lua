local P = publish.plugin { name = "o", version = "1.0.0", api = 1 }
local seen = {}
function P.pages(key, rows, add)
  add { url = "/made/", layout = "article.html", title = "Made" }
end
function P.page(page, site)
  if page.title == "One" or page.title == "Made" then return { footer = page.nope } end
  seen[page.url] = true
end
return P
