-- Exactly the names that the manual lists, pairs in order, a stable sort.
local P = publish.plugin { name = "g", version = "1.0.0", api = 1, outputs = { "*.txt" } }
local G = {}
for key in pairs(_ENV) do G[#G + 1] = key end
local function names(t)
  local out = {}
  for key in pairs(t) do out[#out + 1] = key end
  return table.concat(out, " ")
end
local libraries = {}
for _, name in ipairs { "string", "table", "math", "utf8", "coroutine" } do
  libraries[#libraries + 1] = name .. ": " .. names(_ENV[name])
end
function P.files(site, out)
  local mixed = { z = 1, a = 2, [3] = 3, [1] = 4, [2.5] = 5, [true] = 6, M = 7 }
  local order = {}
  for key in pairs(mixed) do order[#order + 1] = tostring(key) end
  local list = { { "b", 1 }, { "a", 2 }, { "b", 3 }, { "a", 4 } }
  table.sort(list, function(x, y) return x[1] < y[1] end)
  local sorted = {}
  for i, item in ipairs(list) do sorted[i] = item[1] .. item[2] end
  out:write("globals.txt", table.concat(G, " ") .. "\n" .. table.concat(libraries, "\n") .. "\n" ..
    table.concat(order, " ") .. "\n" .. table.concat(sorted, " ") .. "\n" ..
    tostring({}) .. " " .. tostring(print) .. " " .. string.format("%5.2f", 1 / 3) .. "\n")
end
return P
