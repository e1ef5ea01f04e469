-- An option that is not given has its default.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" },
  options = { name = publish.string { default = "n" }, count = publish.integer { default = 2 }, list = publish.list { publish.string(), default = { "x" } },
    map = publish.map { publish.integer(), default = { a = 1 } }, person = publish.record { name = publish.string { default = "p" } },
    pause = publish.duration { default = "90s" }, since = publish.date { default = "2024-01-02" }, none = publish.string() } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  local o = P.options
  say(o.name, o.count, o.list[1], #o.list, o.map.a, o.person and o.person.name, o.pause, o.since, o.none)
  out:write("out.txt", lines(list))
end

return P
