-- tries: a weak table that shows when the collector ran
-- class: REFUSED
-- says: @FILE@:5:\d+: error: .*__mode.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local t = setmetatable({}, { __mode = "v" })
return P
