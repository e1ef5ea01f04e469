-- ai: what an article says about the part that machines had in it.
--
--   ai: true                          the text was generated
--   ai: "Translated by a machine"     in the author's own words
--   ai: { role: [translation, images], tool: Acme Writer 3, reviewed_by: Ines Calloway }
--
-- Generated is what a model made; assisted is what people made with its help.

local M = {}

M.roles = { "text", "translation", "summary", "images", "audio", "video", "code", "data", "editing", "research" }
local assisted = { editing = true, research = true }
local known = {}
for _, role in ipairs(M.roles) do known[role] = true end

local function texts(value)
  if type(value) == "string" then return { value } end
  local list = {}
  if type(value) == "userdata" then
    for _, item in ipairs(value) do
      if type(item) == "string" then list[#list + 1] = item end
    end
  end
  return list
end

local function one(value) return type(value) == "string" and value ~= "" and value or nil end

function M.is_map(value) return type(value) == "userdata" and tostring(value) == "map" end

-- { kind, roles, text, tool, reviewed_by, producer, content_id }, or nil when machines
-- had no part in it.
function M.read(article)
  local given = article.ai
  if not given or given == "" then return nil end
  if type(given) == "string" then return { kind = "generated", roles = {}, text = given } end
  if not M.is_map(given) then return { kind = "generated", roles = { "text" } } end
  local use = { roles = {}, text = one(given.text), tool = one(given.tool), producer = one(given.producer),
    content_id = one(given.content_id), reviewed_by = texts(given.reviewed_by) }
  for _, role in ipairs(texts(given.role or given.roles)) do
    if known[role] then use.roles[#use.roles + 1] = role end
  end
  if #use.roles == 0 and not use.text then use.roles[1] = "text" end
  if #use.reviewed_by == 0 then use.reviewed_by = nil end
  use.kind = #use.roles > 0 and "assisted" or "generated"
  for _, role in ipairs(use.roles) do
    if not assisted[role] then use.kind = "generated" end
  end
  return use
end

-- What is wrong with the field, told at its place.
function M.check(article)
  local given = article.ai
  if given == nil or type(given) == "boolean" or type(given) == "string" then return end
  if not M.is_map(given) then
    article:error("ai", "'ai' must be true, a text or a record",
      "such as ai: true, or ai: { role: translation, tool: ..., reviewed_by: ... }")
    return
  end
  for _, role in ipairs(texts(given.role or given.roles)) do
    if not known[role] then
      article:error(given.role and "ai.role" or "ai.roles", "'" .. role .. "' is not what machines are known to do",
        "known are " .. table.concat(M.roles, ", ") .. "; anything else in your own words: ai: { text: ... }")
    end
  end
end

-- The code of IPTC's digital source types; schema.org has the same with another ending.
function M.source_type(use)
  local whole = false
  for _, role in ipairs(use.roles) do whole = whole or role == "text" or role == "translation" end
  return whole and not use.reviewed_by and "trainedAlgorithmicMedia" or "compositeWithTrainedAlgorithmicMedia"
end

local function quoted(s)
  return '"' .. s:gsub('[%c"\\]', function(c) return string.format("\\u%04x", c:byte()) end) .. '"'
end

-- The implicit label of GB 45438-2025 as JSON, its fields in the standard's order. Label 1
-- is "generated or synthesised by artificial intelligence".
function M.aigc(use, article, propagator)
  local fields = {
    { "Label", "1" }, { "ContentProducer", use.producer or use.tool or "" }, { "ProduceID", use.content_id or "" },
    { "ReservedCode1", "" }, { "ContentPropagator", propagator }, { "PropagateID", article.id or article.path },
    { "ReservedCode2", "" },
  }
  local parts = {}
  for i, field in ipairs(fields) do parts[i] = quoted(field[1]) .. ":" .. quoted(field[2]) end
  return "{" .. table.concat(parts, ",") .. "}"
end

return M
