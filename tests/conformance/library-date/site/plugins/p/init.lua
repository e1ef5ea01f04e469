-- Dates: parsed, compared, shifted by days, written.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  local d = date.parse("2024-02-28T23:30:00+08:00")
  say(d.year, d.month, d.day, d.hour, d.minute, d.second, d.offset, d.seconds)
  say("tostring", d, date.parse("2024-02-28"))
  say("wrong", date.parse("2024-13-01"))
  say("arithmetic", d + 2, d - 1, (d + 7) - d)
  say("compare", d < d + 1, d == date.parse("2024-02-28T15:30:00Z"), d >= d)
  say("format", date.format(d, "rfc3339"), date.format(d, "d. MMMM yyyy", "de"), date.format(d, "yyyy'年'M'月'd'日'"))
  say("zone", date.parse("2024-07-01T12:00:00", "Europe/Berlin"))
  out:write("out.txt", lines(list))
end

return P
