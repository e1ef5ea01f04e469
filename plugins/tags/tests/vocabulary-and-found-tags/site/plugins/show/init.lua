local P = publish.plugin { name = "show", version = "1.0.0", api = 1, after = { "tags" }, outputs = { "*.txt" },
  indexes = { all = publish.sorted { by = "date", ascending = true } } }
function P.files(site, out)
  local lines = {}
  for _, row in ipairs(site.indexes.all[""]) do
    local names = {}
    for i, tag in ipairs(row.facts.tags.list) do names[i] = tag.name .. " (" .. tag.slug .. ", " .. tag.origin .. ")" end
    lines[#lines + 1] = row.title .. ": " .. table.concat(names, "; ")
  end
  for _, page in ipairs(site.pages) do
    if page.kind == "tag" then lines[#lines + 1] = page.url .. " " .. page.title end
  end
  out:write("tags.txt", table.concat(lines, "\n") .. "\n")
end
return P
