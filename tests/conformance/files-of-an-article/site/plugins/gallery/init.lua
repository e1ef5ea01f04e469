-- What belongs to an article, seen in each hook, and published when its address is asked for.
local P = publish.plugin {
  name = "gallery", version = "1.0.0", api = 1, outputs = { "files.txt" },
  indexes = { all = publish.sorted { by = "path", ascending = true } },
}

local function told(files)
  local list = {}
  for _, file in ipairs(files) do
    list[#list + 1] = table.concat({ file.name, file.size, file.type, file.mime, tostring(file.width), tostring(file.height) }, ",")
  end
  return table.concat(list, " ")
end

function P.scan(article)
  return { seen = told(article.files) }
end

function P.derive(article)
  local _, message = pcall(function() return article.files[1].url end)
  return { again = told(article.files), early = message }
end

function P.pages(key, rows, add, site)
  for _, article in ipairs(rows) do
    local file = article:file("notes.txt")
    if file then add { url = "/notes/", layout = "page.html", title = "Notes", params = { notes = file.url } } end
  end
end

-- By address and by name: both are published beside the page, and both have their size.
function P.transform(doc, article, site)
  local shown = {}
  for _, file in ipairs(article.files) do
    if file.width and file.name:find("photos") then
      shown[#shown + 1] = ast.paragraph { ast.image { url = file.url, alt = "by address" } }
      shown[#shown + 1] = ast.paragraph { ast.image { url = file.name, alt = "by name" } }
    elseif file.type == "pdf" then
      shown[#shown + 1] = ast.paragraph { ast.link { url = file.url, "the map" } }
    end
  end
  return #shown > 0 and { doc, table.unpack(shown) } or nil
end

function P.page(page, site)
  if page.kind == "page" then return nil end
  local map = page.article:file("map.pdf")
  local other = site:article("articles/trip/index.md"):file("cover.svg")
  return { after_body = { html.p { page.article.facts.seen },
    map and html.a { href = map.url, "map" },
    html.img { src = other.url, alt = "of another article" } } }
end

function P.files(site, out)
  local lines = {}
  for _, article in ipairs(site.indexes.all:rows()) do
    lines[#lines + 1] = article.path .. "\n  " .. told(article.files) .. "\n  " .. article.facts.again .. "\n"
    for _, file in ipairs(article.files) do
      if file.type == "mp3" then lines[#lines + 1] = "  " .. publish.absolute(file.url) .. "\n" end
    end
    lines[#lines + 1] = tostring(article:file("nothing.pdf")) .. "\n"
  end
  lines[#lines + 1] = tostring(site:article("articles/trip/index.md").facts.early) .. "\n"
  out:write("files.txt", table.concat(lines))
end

return P
