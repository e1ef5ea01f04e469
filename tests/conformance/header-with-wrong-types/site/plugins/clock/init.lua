local names = {}
for i, n in ipairs(names) do names[i] = n end
local P = publish.plugin { name = "clock", version = "1.0.0", api = 1 }
return P
