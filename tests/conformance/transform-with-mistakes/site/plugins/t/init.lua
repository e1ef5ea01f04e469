local P = publish.plugin { name = "t", version = "1.0.0", api = 1 }
function P.transform(doc, article)
  if article.title == "One" then return true end
  if article.title == "Two" then return { doc, doc } end
  doc.literal = "x"
end
return P
