local P = { name = "other" }
function P.scan() end
return P
