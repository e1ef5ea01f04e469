-- Strings as Lua has them, with patterns that are paid for.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  say(("abc"):upper(), ("abc"):rep(3, "-"), ("abc"):reverse(), ("abc"):byte(2), #"日本")
  say(("key = value"):match("^(%w+)%s*=%s*(%w+)$"))
  say(("hello world"):find("o w"), ("a.b"):find(".", 1, true), ("x"):find("y"))
  say(("banana"):gsub("a", { a = "4" }), ("abc"):gsub("%w", "%0%0", 2))
  say(("THE (quick) fox"):find("%((%a+)%)"), ("f(a(b)c)d"):match("%b()"), ("THE"):match("%f[%u]%u+"))
  for k, v in ("a=1, b=2"):gmatch("(%w+)=(%w+)") do say(k, v) end
  say(("%5d|%-5s|%05.1f|%x|%q"):format(42, "ab", 3.14159, 255, "a\nb"))
  say(string.pack("<i4", 7):byte(1, -1))
  say(string.unpack("<i4", string.pack("<i4", -2)), string.packsize("<i4i8"), string.char(72, 105), string.len("日"))
  say(("x"):rep(-1) == "")
  say("refused:", not pcall(function() return string.dump end))
  out:write("out.txt", lines(list))
end

return P
