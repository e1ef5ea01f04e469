-- Tables: pairs and next go in the order of keys, sort is stable.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  local t = { 3, 1, 2 }
  table.insert(t, 4)
  table.insert(t, 1, 0)
  say(table.concat(t, ","), table.remove(t), table.remove(t, 1), table.concat(t, ","))
  table.sort(t)
  say(table.concat(t, ","), table.unpack(t))
  table.sort(t, function(a, b) return a > b end)
  say(table.concat(table.move(t, 1, 3, 2, {}), "-", 2, 4), table.pack(1, nil, 3).n)
  local order = {}
  for key in pairs { b = 1, a = 2, [2] = 3, [1] = 4 } do order[#order + 1] = tostring(key) end
  say("pairs in order:", table.concat(order, " "), "next:", next { z = 1, y = 2 })
  local stable = { { "b", 1 }, { "a", 2 }, { "b", 3 }, { "a", 4 } }
  table.sort(stable, function(x, y) return x[1] < y[1] end)
  for _, item in ipairs(stable) do say(item[1], item[2]) end
  out:write("out.txt", lines(list))
end

return P
