-- Numbered pages count from the oldest; the first page has the newest rows.
local P = publish.plugin {
  name = "p", version = "1.0.0", api = 1,
  indexes = { all = publish.sorted { by = "date" }, tag = publish.group { by = "tags" } },
}
local function url(number) return number == 0 and "/list/" or "/list/" .. number .. "/" end
P.pages = {
  all = function(key, rows, add)
    for _, part in ipairs(publish.paginate(#rows, 1)) do
      add { url = url(part.number), layout = "rows.html", kind = "list", title = "Part " .. part.number,
            rows = rows:slice(part.from, part.to), number = part.number, count = part.count,
            prev_url = part.newer and url(part.newer), next_url = part.older and url(part.older),
            params = { colour = "x<y", deep = { list = { 1, 2 } } } }
    end
  end,
  -- Once for the site, beside those for each key of an index.
  site = function(key, rows, add, site)
    add { url = "/tags.txt", layout = "tags.txt", title = table.concat(site.indexes.tag:keys(), ",") .. "|" .. key .. "|" .. #rows }
  end,
  tag = function(key, rows, add)
    add { url = "/tag/" .. key .. ".html", layout = "rows.html", rows = rows, key = key, noindex = true }
  end,
}
return P
