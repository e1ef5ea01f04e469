-- P.scan gives facts; nothing of other articles is visible to it.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

function P.scan(article, doc)
  return { title = article.title, words = text.count(doc, article.language), list = { 1, "two", { three = true } } }
end

function P.page(page)
  local f = page.article.facts.p
  return { footer = html.p { f.title, " ", f.words, " ", f.list[2], " ", tostring(f.list[3].three) } }
end

return P
