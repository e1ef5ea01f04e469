-- tries: a handler that renders the same node again and again
-- class: STOPPED
-- says: @FILE@:\d+:\d+: error: .*plugin .@NAME@. \(render\) (ran longer than its budget of 200 million steps|needs more than its 256 MB of memory) .*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
P.render = { emph = function(node, next)
  local parts = {}
  while true do parts[#parts + 1] = next(node) end
end }
return P
