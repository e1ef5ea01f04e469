-- tries: an endless loop in front of the header, which is read before anything else
-- class: STOPPED
-- says: @FILE@:5:\d+: error: .*
local n = 0
while true do n = n + 1 end
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
return P
