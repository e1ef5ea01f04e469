-- tries: pcall around an endless loop, again and again, in a coroutine, with __close
-- class: STOPPED
-- says: @FILE@:\d+:\d+: error: .*ran longer than its budget of .*\(in articles/alpha\.md\).*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title ~= "Alpha" then return nil end
  local forever = setmetatable({}, { __close = function() while true do end end })
  while true do
    pcall(coroutine.wrap(function()
      local guard <close> = forever
      while true do end
    end))
  end
end
return P
