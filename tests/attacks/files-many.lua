-- tries: a million files
-- class: STOPPED
-- says: @FILE@:\d+:\d+: error: .*plugin .@NAME@. \(files\) (ran longer than its budget of 200 million steps|needs more than its 256 MB of memory).*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1, outputs = { "many/*" } }
function P.files(site, out)
  for i = 1, 100000000 do out:write("many/" .. i .. ".txt", "x") end
end
return P
