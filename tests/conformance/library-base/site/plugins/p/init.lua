-- Lua's own functions that need no library.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  say(assert(1, "unused"), not pcall(assert, false, "said"))
  say(xpcall(function() error("a", 0) end, function(m) return m .. "b" end))
  say(type(select(2, pcall(error, { code = 1 }))))
  say(rawequal("a", "a"), rawlen { 1, 2 }, rawget({ x = 1 }, "x"), select("#", 1, nil), type(nil))
  local t = setmetatable({}, { __index = function(_, key) return key .. "!" end, __tostring = function() return "named" end, __len = function() return 7 end })
  say(t.x, t, #t, getmetatable(t).__len(t), rawget(t, "x"))
  say(tonumber("0x10"), tonumber("z", 36), tonumber("x"), tostring(nil), tostring(1.0))
  say("refused:", not pcall(setmetatable, {}, { __gc = function() end }))
  out:write("out.txt", lines(list))
end

return P
