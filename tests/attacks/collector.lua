-- tries: reading from the output when the collector runs
-- class: REFUSED
-- says: @FILE@:5:\d+: error: .*(__gc|__mode).*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local t = setmetatable({}, { __gc = function() end })
return P
