-- Up to publish.plugin only constructors are there: listing plugins runs nothing.
local words = string.rep("x", 3)
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }
return P
