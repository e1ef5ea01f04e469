-- Does not name it: nothing to see.
local P = publish.plugin { name = "stranger", version = "1.0.0", api = 1, outputs = { "*.txt" } }
function P.files(site, out)
  local ok, seen = pcall(function() return site:article("articles/three.md").facts.source end)
  out:write("stranger.txt", (ok and tostring(seen) or "refused") .. "\n")
end
return P
