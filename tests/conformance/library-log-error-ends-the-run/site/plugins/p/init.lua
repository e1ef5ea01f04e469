local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

function P.scan(article, doc)
  if article.title == "Two" then log.error("cannot go on", "the way out") end
end

return P
