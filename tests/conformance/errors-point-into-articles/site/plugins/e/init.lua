local P = publish.plugin { name = "e", version = "1.0.0", api = 1 }
local function deep(article) error("bad luck with " .. article.title) end
function P.transform(doc, article)
  ast.walk(doc, function(n)
    if n.type == "emph" then n:warn("a warning about " .. n:text()) end
    if n.type == "strong" then n:error("an error about " .. n:text()) end
  end)
  article:warn("tags", "about the tags")
  article:error("source.name", "about the source")
  log.note("a note")
  print("printed", 1, nil)
  if article.title == "Two" then deep(article) end
  return nil
end
return P
