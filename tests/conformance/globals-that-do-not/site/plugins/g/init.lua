local P = publish.plugin { name = "g", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title == "One" then return { t = os.time() } end
  if article.title == "Two" then return { t = math.random() } end
  return { t = artcle.title }
end
return P
