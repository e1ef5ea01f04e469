-- Names `source` in `after`, so its facts are visible.
local P = publish.plugin { name = "friend", version = "1.0.0", api = 1, after = { "source" }, outputs = { "*.txt" } }
function P.derive(article, facts) return { twice = facts.source.n * 2 } end
function P.files(site, out)
  local row = site:article("articles/three.md")
  out:write("friend.txt", table.concat({ row.facts.source.n, row.facts.friend.twice, row.facts.source.list[2],
    #row.facts.source.list, row.facts.source.map.x, tostring(row.facts.source.map.y) }, " ") .. "\n")
end
return P
