-- tries: an endless loop while the plugin loads
-- class: STOPPED
-- says: @FILE@:7:\d+: error: .*ran longer than its budget of .* steps.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local n = 0
while true do
  n = n + 1
end
return P
