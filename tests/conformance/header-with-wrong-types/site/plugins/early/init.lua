local most = math.max(1, 2)
local P = publish.plugin { name = "early", version = "1.0.0", api = 1 }
return P
