local P = publish.plugin { name = "r", version = "1.0.0", api = 1, outputs = { "made/*" } }
local level = ast.filter {
  text = function(n) return #n.literal end,
}
local method = ast.filter {
  text = function(n)
    return n.text
  end,
}
function P.transform(doc, article)
  if article.title == "One" then return 5 end
  if article.title == "Two" then return level(doc) end
  return method(doc)
end
function P.pages(key, rows, add, site) return { url = "/x/" } end
function P.files(site, out) return { ["made/x.txt"] = "x" } end
return P
