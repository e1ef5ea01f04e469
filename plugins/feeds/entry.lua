-- entry.lua -- an article as feeds tell it: the same for Atom and JSON Feed.

local entry = {}

local TYPES = { avif = "image/avif", gif = "image/gif", jpeg = "image/jpeg", jpg = "image/jpeg", png = "image/png",
                svg = "image/svg+xml", webp = "image/webp" }

-- A feed is no place for a title of a megabyte: what is far too long ends in "…".
local function short(s)
  return s and #s > 4000 and text.excerpt(s, 1000) or s
end

-- What stays when the article moves: the id that an older feed gave it, byte by byte; the
-- author's own `id`, as a URI; else the address.
function entry.id(row, site)
  if row.guid then return row.guid end
  local id = row.id
  if not id or id == row.path then return publish.absolute(row.url) end
  local lower = id:lower()
  if lower:match("^https?://[^%s]+$") or lower:match("^urn:[^%s]+$") or lower:match("^tag:[^%s]+$") then return id end
  if lower:match("^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$") then
    return "urn:uuid:" .. lower
  end
  local host = publish.absolute("/"):match("^%a[%w+.-]*://([^/:]+)")
  if not host then return publish.absolute(row.url) end
  local name = id:gsub("[^%w%-._~]", function(c) return string.format("%%%02X", c:byte()) end)
  return "tag:" .. host .. "," .. row.date:format("yyyy", "en") .. ":" .. name
end

-- When readers should look again: the last change, or the last correction.
function entry.updated(row)
  local at = row.date
  if row.updated and at < row.updated then at = row.updated end
  for _, correction in ipairs(row.corrections or {}) do
    if correction.date and at < correction.date then at = correction.date end
  end
  return at
end

-- "© The Old Paper, CC BY 4.0": whose it is, as far as the article or the site says.
function entry.rights(row, site)
  local source = row.source
  if source and (source.name or source.licence or source.credit) then
    if source.credit then return source.credit end
    local owner = source.author and source.name and source.author .. ", " .. source.name or source.author or source.name
    if owner and source.licence then return owner .. ". " .. source.licence end
    return source.licence or owner
  end
  return site.settings.licence
end

local function image_of(row)
  local image = row.image
  if not image or not image.url then return nil end
  local extension = image.url:match("%.(%w+)$")
  local kind = image.type or extension and extension:lower()
  return { url = publish.absolute(image.url), bytes = image.bytes,
           type = kind and (kind:find("/", 1, true) and kind or TYPES[kind]) or nil }
end

-- The excerpt, and what readers must know with it: who paid, what was wrong.
local function summary_of(row)
  local language = row.language
  local parts, plain = {}, {}
  local function add(strong, said)
    parts[#parts + 1] = html.p { html.join({ strong and html.strong { strong }, said }, " ") }
    plain[#plain + 1] = strong and said and strong .. " " .. said or strong or said
  end
  if row.sponsored then
    local by = row.sponsored
    local who = type(by) == "string" and by or type(by) ~= "boolean" and by.by or nil
    add(publish.t("feed_sponsored", nil, language), type(who) == "string" and who or nil)
  end
  if row.excerpt and row.excerpt ~= "" then add(nil, row.excerpt) end
  for _, correction in ipairs(row.corrections or {}) do
    local label = correction.date and publish.t("feed_corrected_on", { date = correction.date:format("long", language) }, language)
    add(label or publish.t("feed_corrected", nil, language), short(correction.text))
  end
  return tostring(html.join(parts)), table.concat(plain, "\n\n")
end

-- Names of people, each once.
local function authors_of(row)
  local list, own = {}, row.facts.lists and row.facts.lists.authors
  for i, author in ipairs(row.authors or {}) do
    local url = author.url or own and own[i] and own[i].url
    list[i] = { name = short(author.name), url = url and publish.absolute(url) }
  end
  return list
end

local function categories_of(row)
  local list, seen = {}, {}
  local function add(name)
    local key = text.tag_key(name)
    if key ~= "" and not seen[key] then
      seen[key] = true
      list[#list + 1] = short(name)
    end
  end
  local lists = row.facts.lists
  for _, item in ipairs(lists and lists.categories or {}) do add(item.name) end
  if not lists then for _, name in ipairs(row.categories or {}) do add(name) end end
  for _, name in ipairs(row.tags or {}) do add(name) end
  return list
end

-- The source's own address, or the root of the site that has the original.
local function home_of(source)
  local root = source.url and source.url:match("^https?://[^/?#]+")
  return source.home or root and root .. "/"
end

function entry.of(row, site)
  local shown, plain = summary_of(row)
  local source = row.source
  return {
    id = entry.id(row, site), url = publish.absolute(row.url), title = short(row.title), language = row.language,
    published = row.date:format("rfc3339"), updated = entry.updated(row):format("rfc3339"),
    authors = authors_of(row), categories = categories_of(row), summary = row.excerpt,
    html = shown ~= "" and shown or nil, text = plain, image = image_of(row), rights = short(entry.rights(row, site)),
    source = source and source.name and { name = short(source.name), home = home_of(source) } or nil,
    original = source and source.original,
  }
end

return entry
