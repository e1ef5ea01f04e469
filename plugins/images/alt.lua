-- alt: is the text for those who do not see a picture of use to them?
local M = {}

local EXAMPLE = "![the river over its banks](flood.jpg)"

-- What people write who think that an alternative text is Markdown or HTML.
local patterns = {
  { "%*%*([^*]+)%*%*", "%1" }, { "%*(%S[^*]*)%*", "%1" }, { "`([^`]+)`", "%1" },
  { "!?%[([^%]]*)%]%([^)]*%)", "%1" }, { "</?%a[^<>]*>", "" },
}

local function plain(words)
  for _, p in ipairs(patterns) do words = words:gsub(p[1], p[2]) end
  return words
end

local kinds = { text = true, softbreak = true, linebreak = true }

local function has_markup(node)
  for _, child in ipairs(node:children()) do
    if not kinds[child.type] then return true end
  end
  return plain(node.alt) ~= node.alt
end

local function is_file_name(words, url)
  return words == url:match("[^/]*$") or words:match("^[%w_-]+%.%a%a%a%a?%a?$") or words:match("^IMG[_-]?%d+$")
end

local MARKUP = "the text for those who do not see the image has markup in it, which is read out or lost"
local NAME = "a file name does not say what the image shows"
local NONE = "the image has no text for those who do not see it"

-- The problem and the way out, or nil.
function M.problem_of_node(node)
  if node.alt == "" then
    if node.decorative then return nil end
    return NONE, "say what it shows: " .. EXAMPLE .. '; when there is nothing to say: {{< figure src="..." alt="" >}}'
  end
  if has_markup(node) then return MARKUP, 'write it plain: "' .. plain(node.alt) .. '"' end
  if is_file_name(node.alt, node.url) then return NAME, "say what it shows: " .. EXAMPLE end
end

function M.problem_of_lead(image)
  if not image.alt then
    return NONE, 'say what it shows: image: { src: ..., alt: "the river over its banks" }; or alt: "" when there is nothing to say'
  end
  if plain(image.alt) ~= image.alt then return MARKUP, 'write it plain: "' .. plain(image.alt) .. '"' end
  if image.alt ~= "" and is_file_name(image.alt, image.src) then
    return NAME, 'say what it shows: alt: "the river over its banks"'
  end
end

return M
