-- names.lua -- what a category, author or series is called, and where its page is.
--
-- A name is known by its slug: "Open Data", "open-data" and "ＯＰＥＮ ＤＡＴＡ" are
-- one. data/categories.yaml and data/series.yaml may say more about a name, each by
-- any of its names, and in several languages:
--
--   Opinion: { slug: opinion, aliases: [评论], description: "What we think.",
--              zh-Hans: { name: 评论, description: 我们的看法。 } }

local names = {}

local function is_map(v)
  return type(v) == "table" or type(v) == "userdata"
end

-- "/x/" for "x", "/x" and "x/".
function names.folder(path)
  local inner = path:gsub("^/+", ""):gsub("/+$", "")
  return inner == "" and "/" or "/" .. inner .. "/"
end

-- Letters and digits of any script make the address; a name without any is spelt by
-- the numbers of its characters.
function names.slug(name)
  local slug = text.slug(text.tag_key(name))
  if slug ~= "" then return slug end
  local codes = {}
  for _, code in utf8.codes(name) do
    if #codes < 12 then codes[#codes + 1] = string.format("u%x", code) end
  end
  return table.concat(codes, "-")
end

-- The spelling and the entry that the vocabulary has for this name, if any.
function names.entry(vocabulary, name)
  if not is_map(vocabulary) then return nil end
  local own = vocabulary[name]
  if is_map(own) then return name, own end
  local slug = names.slug(name)
  for spelling, entry in pairs(vocabulary) do
    if type(spelling) == "string" and is_map(entry) then
      if names.slug(spelling) == slug then return spelling, entry end
      for _, alias in ipairs(is_map(entry.aliases) and entry.aliases or {}) do
        if type(alias) == "string" and names.slug(alias) == slug then return spelling, entry end
      end
    end
  end
  return nil
end

-- What an entry says in a language: under the language's tag, under its first part
-- ("zh" for zh-Hant), or for all languages.
function names.said(entry, language, field)
  if not is_map(entry) then return nil end
  local function text_of(map)
    local v = is_map(map) and map[field]
    return type(v) == "string" and v ~= "" and v or nil
  end
  return text_of(entry[language]) or text_of(entry[language:match("^[^-]+")]) or text_of(entry)
end

-- name, slug, spelling in the vocabulary: of a category or series as an article names it.
function names.resolve(vocabulary, name, language)
  local spelling, entry = names.entry(vocabulary, name)
  if not entry then return name, names.slug(name), nil end
  local slug = type(entry.slug) == "string" and names.slug(entry.slug) or names.slug(spelling)
  return names.said(entry, language, "name") or spelling, slug, spelling
end

return names
