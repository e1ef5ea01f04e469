local H = {
  name = "gone", version = "1.0.0", api = 1,
  indexes = { keys = publish.group { map = function(article, facts, emit) emit("k") end } },
}
local P = publish.plugin(H)
H.indexes = nil
function P.page(page, site) publish.paginate(3000000000, 1) end
return P
