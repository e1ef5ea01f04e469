local P = publish.plugin { name = "n", version = "1.0.0", api = 1,
  indexes = { topics = publish.group { by = "tags" } } }
function P.page(page, site)
  if page.title == "One" then return { footer = publish.t("nokey") } end
  if page.title == "Two" then return { footer = publish.t("minuets") } end
  if page.title == "Three" then return { footer = tostring(site.indexes.topic) } end
  return { footer = tostring(site.indexes.nope) }
end
function P.pages(key, rows, add)
  if key == "red" then add { url = "/made/", layout = "article.html" } end
end
return P
