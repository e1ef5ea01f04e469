local P = publish.plugin { name = "o", version = "1.0.0", api = 1 }
function P.derive(article, facts)
  if article.title == "Two" then return { x = "x" .. facts } end
end
function P.scan(article, doc, site)
  if article.title == "Three" then return { s = site.title } end
end
return P
