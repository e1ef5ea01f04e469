-- Coroutines, within one call of a hook.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  local gen = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i * i) end end)
  say(gen(), gen(), gen())
  local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return b * 2 end)
  say(coroutine.resume(co, 1))
  say(coroutine.status(co), coroutine.resume(co, 10))
  say(coroutine.status(co), coroutine.isyieldable(), coroutine.close(co), select(2, coroutine.running()))
  out:write("out.txt", lines(list))
end

return P
