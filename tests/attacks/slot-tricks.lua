-- tries: slots in a table whose metamethods run when the host reads it
-- class: CONTAINED
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  local trap = function() error("the host ran a metamethod") end
  return setmetatable({}, { __index = trap, __pairs = trap, __len = trap, __call = trap, __eq = trap })
end
return P
