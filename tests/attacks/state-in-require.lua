-- tries: a module loaded by the first article only
-- class: CONTAINED
-- file: plugins/@NAME@/late.lua = return { word = 'late' }\n
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  if not page.article then return nil end
  return { footer = require("late").word }
end
return P
