-- tries: yielding inside what the host calls back
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*yield.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.transform(doc, article)
  if article.title ~= "Beta" then return nil end
  local co = coroutine.create(function()
    ast.walk(doc, function(n) coroutine.yield(n) end)
  end)
  local ok, message = coroutine.resume(co)
  error(ok and "it went on" or message)
end
return P
