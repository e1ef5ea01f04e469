-- Numbers without chance, and UTF-8.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  say(math.max(1, 3, 2), math.min(2, 1), math.floor(-1.5), math.ceil(1.2), math.abs(-3), math.tointeger(3.0))
  say(7 // 2, 7 % 3, -7 // 2, 2 ^ 10, 1 / 2, math.maxinteger + 1 == math.mininteger, math.ult(1, -1))
  say("refused:", not pcall(function() return math.random() end))
  say(("%.4f %.4f %.4f %.4f"):format(math.sin(1), math.cos(1), math.tan(1), math.sqrt(2)))
  say(("%.4f %.4f %.4f %.4f"):format(math.asin(0.5), math.acos(0.5), math.atan(1, 2), math.exp(1)))
  say(("%.4f %.4f %.4f"):format(math.log(8, 2), math.deg(math.pi), math.rad(180)), math.fmod(7, 3), math.modf(3.5))
  say(utf8.len("日本é"), utf8.char(26085, 233), utf8.codepoint("日"), utf8.offset("日本", 2))
  for p, c in utf8.codes("é日") do say(p, c) end
  out:write("out.txt", lines(list))
end

return P
