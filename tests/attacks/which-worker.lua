-- tries: telling workers, addresses, hash order or the collector apart
-- class: STABLE
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local function seen(...) return tostring(select("#", ...)) .. tostring((...)) end
function P.page(page)
  if not page.article then return nil end
  local out = {}
  local function add(v) out[#out + 1] = tostring(v) end
  add({}) add(print) add(coroutine.create(print)) add(page) add(page.article) add(html.p { "x" })
  add(string.format("%s %q", {}, 1 / 3)) add(pcall(string.format, "%p", {}))
  local keys = {}
  for i = 1, 100 do keys["key " .. i * 7919 % 1009] = i end
  for k in pairs(keys) do add(k) end
  for k in next, keys do add(k) end
  add(next(keys)) add(seen(pcall(pairs, { [print] = 1, [{}] = 2 })))
  add(#{ n = 1, nil, 2 }) add(select(2, pcall(error, {}))) add(select(2, pcall(error)))
  add(select(2, pcall(function() return {} < {} end)))
  add(select(2, pcall(function() local t = {} t[nil] = 1 end)))
  add(math.pi) add(0 / 0) add(-(0 / 0)) add(-0.0) add(math.tointeger(2^53)) add(2^63) add(1e15)
  add(select(2, pcall(setmetatable, {}, { __mode = "k" })))
  add(select(2, pcall(setmetatable, {}, { __gc = print })))
  add(tostring(coroutine.running())) add(utf8.charpattern) add(("%d"):rep(3, ",")) add(_ENV)
  return { footer = table.concat(out, "; ") }
end
return P
