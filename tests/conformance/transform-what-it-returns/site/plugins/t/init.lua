-- The return protocol: nil keeps, a node or list replaces, false deletes.
local P = publish.plugin { name = "t", version = "1.0.0", api = 1 }
local filter = ast.filter {
  emph = function(n) return ast.strong { n:text():upper() } end,
  strong = function(n) return nil end,
  code = function(n) return { "[", n.literal, "]" } end,
  image = function(n) return false end,
  thematic_break = function(n) return false end,
  heading = function(n) if n.level == 3 then return { n, ast.paragraph { "behind" } } end end,
}
function P.transform(doc, article)
  if article.title == "Keep" then return nil end
  if article.title == "Delete" then return false end
  if article.title == "List" then return { ast.paragraph { "before" }, doc, "loose text" } end
  return filter(doc)
end
return P
