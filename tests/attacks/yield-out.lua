-- tries: yielding out of a hook into the host
-- class: REFUSED
-- says: @FILE@:6:\d+: error: .*attempt to yield from outside a coroutine.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  if page.url == "/beta/" then coroutine.yield("x") end
end
return P
