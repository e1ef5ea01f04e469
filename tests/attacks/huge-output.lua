-- tries: an output of ten gigabytes, in pieces
-- class: STOPPED
-- says: @FILE@:\d+:\d+: error: .*(memory|too large|limit).*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1, outputs = { "big/*" } }
function P.files(site, out)
  local piece = string.rep("x", 10 * 1024 * 1024)
  for i = 1, 1000 do out:write("big/" .. i .. ".txt", piece) end
end
return P
