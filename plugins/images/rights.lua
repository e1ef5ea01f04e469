-- rights: whose a picture is, and how that is written.
local M = {}

-- Creative Commons: what people write, and where its text is.
local function licence_url(name)
  local kind, version = name:match("^CC[ -](BY[%u-]*) ?(%d%.%d)")
  if kind then return "https://creativecommons.org/licenses/" .. text.lower(kind) .. "/" .. version .. "/" end
  if name:match("^CC0") then return "https://creativecommons.org/publicdomain/zero/1.0/" end
end

local function entry(site, file)
  local images = site.data.images
  if not images or not file then return nil end
  return images[file] or images[file:match("[^/]+$")]
end

-- { credit, licence, source }, or nil when nothing is known: what the figure says goes
-- before the entry in the article's language, and that before the entry.
function M.find(image, article, site, figure)
  local found = entry(site, image.file)
  local language = article.language
  local near = found and (found[language] or found[language:match("^%a+")])
  local function field(name)
    return figure and figure[name] or near and near[name] or found and found[name] or nil
  end
  local out = { credit = field("credit"), licence = field("licence"), source = field("source") }
  return (out.credit or out.licence or out.source) and out or nil
end

local function linked(words, url)
  return url and ast.link { url = url, words } or words
end

-- "Image: Ann Lee, CC BY 4.0" as a span, nil without any.
function M.line(found)
  if not found then return nil end
  local parts = {}
  if found.credit or found.source then
    parts[1] = linked(found.credit or publish.t("images_source"), found.source)
  end
  if found.licence then
    if parts[1] then parts[2] = publish.t("images_comma") end
    parts[#parts + 1] = linked(found.licence, licence_url(found.licence))
  end
  return ast.span { class = "credit", publish.t("images_label"), table.unpack(parts) }
end

return M
