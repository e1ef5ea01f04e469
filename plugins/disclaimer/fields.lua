-- fields: what an article has and lacks, and how it is written down.

local M = {}

-- How an article gives each field that a rule or a notice may require.
local written = {
  ["title"] = "title: ...", ["date"] = "date: ...", ["updated"] = "updated: ...", ["expires"] = "expires: ...",
  ["description"] = "description: ...", ["language"] = "language: ...", ["series"] = "series: ...",
  ["tags"] = "tags: [...]", ["categories"] = "categories: [...]", ["translation"] = "translation: ...",
  ["authors"] = "authors: [...]",
  ["authors.name"] = "authors: [...]",
  ["authors.email"] = "authors: [{ name: ..., email: ... }]",
  ["authors.url"] = "authors: [{ name: ..., url: ... }]",
  ["authors.role"] = "authors: [{ name: ..., role: ... }]",
  ["authors.bio"] = "authors: [{ name: ..., bio: ... }]",
  ["authors.affiliation"] = "authors: [{ name: ..., affiliation: ... }]",
  ["image"] = "image: ...",
  ["image.alt"] = "image: { alt: ... }",
  ["image.caption"] = "image: { caption: ... }",
  ["image.credit"] = "image: { credit: ... }",
  ["image.licence"] = "image: { licence: ... }",
  ["source"] = "source: ...",
  ["source.id"] = "source: a key of data/sources.yaml",
  ["source.name"] = "source: { name: ... }",
  ["source.url"] = "source: { url: ... }",
  ["source.home"] = "url: ... at the source in data/sources.yaml",
  ["source.original"] = "source: { url: ... }",
  ["source.author"] = "source: { author: ... }",
  ["source.licence"] = "source: { licence: ... }",
  ["source.permission"] = "source: { permission: ... }",
  ["source.until"] = "source: { until: ... }",
  ["source.credit"] = "source: { credit: ... }",
  ["sponsored"] = "sponsored: by whom",
  ["sponsored.by"] = "sponsored: by whom",
  ["sponsored.url"] = "sponsored: { by: ..., url: ... }",
  ["ai"] = "ai: true",
  ["ai.role"] = "ai: { role: ... }",
  ["ai.tool"] = "ai: { tool: ... }",
  ["ai.reviewed_by"] = "ai: { reviewed_by: ... }",
  ["ai.text"] = "ai: { text: ... }",
}

-- The first field of a record, which a text in its place stands for.
local first = { sponsored = "by", ai = "text" }

-- The name of a field as articles have it: the site's own are below extra. nil when
-- articles have no such field.
function M.resolve(field, site)
  if written[field] or field:find("^extra%.") then return field end
  local own = site.settings.fields
  if own and own[field:match("^[^.]+")] ~= nil then return "extra." .. field end
  return nil
end

-- "write `source: { url: ... }` in its front matter"
function M.how(field)
  local text = written[field]
  if not text then return "write `" .. field:gsub("^extra%.", "") .. ": ...` in its front matter" end
  if text:find("data/sources.yaml", 1, true) then return "write " .. text end
  return "write `" .. text .. "` in its front matter"
end

local function kind(value)
  if type(value) ~= "userdata" then return type(value) end
  local name = tostring(value)
  return (name == "list" or name == "map") and name or "date"
end

-- Is there something at `path` below `value`? Every item of a list must have it.
local function present(value, path, name)
  if value == nil or value == false or value == "" then return false end
  local is = kind(value)
  if path == "" then
    if is ~= "list" and is ~= "map" then return true end
    for _ in pairs(value) do return true end
    return false
  end
  if is == "list" then
    for _, item in ipairs(value) do
      if not present(item, path, name) then return false end
    end
    return value[1] ~= nil
  end
  if is ~= "map" then return is == "string" and first[name] == path end
  local head, rest = path:match("^([^.]+)%.?(.*)$")
  return present(value[head], rest, head)
end

-- Does the article lack the field? What is said about a picture is not missing where
-- there is no picture.
function M.lacks(article, field)
  if field:find("^image%.") and not article.image then return false end
  local head, rest = field:match("^([^.]+)%.?(.*)$")
  return not present(article[head], rest, head)
end

return M
