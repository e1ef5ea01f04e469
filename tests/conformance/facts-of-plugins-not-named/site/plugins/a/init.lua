local P = publish.plugin { name = "a", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title == "One" then return { f = function() end } end
  if article.title == "Two" then return { 1, 2, x = 3 } end
  return "text"
end
return P
