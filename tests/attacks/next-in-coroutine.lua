-- tries: calling next(node) from inside a coroutine
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*cannot be called inside a coroutine: call it in the hook itself.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
P.render = { emph = function(node, next)
  local ok, result = coroutine.resume(coroutine.create(function() return next(node) end))
  if not ok then error(result, 0) end
  return result
end }
return P
