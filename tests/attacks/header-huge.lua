-- tries: a header with a hundred megabytes of documentation
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*string\.rep: the result would be larger than the plugin's memory.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1, doc = ("x"):rep(100000000) }
return P
