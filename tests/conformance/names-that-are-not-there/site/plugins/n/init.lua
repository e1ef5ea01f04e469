local P = publish.plugin { name = "n", version = "1.0.0", api = 1,
  indexes = { topics = publish.group { by = "tgas" }, rated = publish.sorted { by = "rating" } },
  only = { any = { { tga = "red" }, { titel = true }, { path = "articles/**" } } } }
function P.transform(doc, article)
  if article.title == "One" then return ast.heading { lvl = 2, "x" } end
  if article.title == "Two" then return ast.link { url = "/", targett = true, "x" } end
end
function P.check(article, site)
  article:warn("titel", "is long")
  article:warn("rating", "is missing")
  article:warn("titel", "is long", "shorten it")
end
function P.page(page, site)
  if page.title == "One" then return { footer = publish.t("nokey") } end
  if page.title == "Two" then return { footer = publish.t("minuets") } end
  return { footer = tostring(site.indexes.topic) .. tostring(site.indexes.nope) }
end
return P
