-- directives: the few that every site can use, whichever generator it came from.
--
--   :::note A title            {{< tip >}} ... {{< /tip >}}       {% warning %} ... {% endwarning %}
--   Text of the box.
--   :::
--
-- Boxes: note, info, tip, important, warning, caution, danger. Code: highlight. Links
-- whose address is {{< ref "other.md" >}}, {{< relref ... >}} or {% post_url name %}.
-- raw shows its content, comment nothing. Videos and gists become links: a page loads
-- nothing from elsewhere. Another plugin that claims one of these names says
-- before = { "directives" } and comes first.

local P = publish.plugin {
  name = "directives", version = "1.0.0", api = 1,
  doc = "Boxes, code and links written as directives.",
  options = {
    boxes = publish.boolean { default = true, doc = "note, info, tip, important, warning, caution, danger" },
  },
}

local KINDS = { note = "note", info = "note", tip = "tip", important = "important",
                warning = "warning", caution = "caution", danger = "caution" }

local function box(node)
  local kind = KINDS[node.name]
  local title = node.args.title or node.args[1] or publish.t("directives_" .. kind)
  return ast.div { class = "box box-" .. kind, id = node.args.id, role = "note",
    ast.paragraph { class = "box-title", title }, node:children() }
end

local function code(node)
  local text = node.literal:gsub("^[ \t]*\r?\n", "")
  return ast.code_block { info = node.args[1] or node.args.lang or "", text }
end

-- Addresses of pages that others would show inside of ours.
local ELSEWHERE = {
  youtube = function(id) return "https://www.youtube.com/watch?v=" .. id end,
  vimeo = function(id) return "https://vimeo.com/" .. id end,
  gist = function(id, more) return "https://gist.github.com/" .. id .. (more and "/" .. more or "") end,
}

local function elsewhere(node)
  local id = node.args[1] or node.args.id
  if not id then
    node:error(node.name .. " needs an id", "such as {{< " .. node.name .. " abc123 >}}")
    return nil
  end
  local url = ELSEWHERE[node.name](id, node.args[2])
  local link = ast.link { url = url, node.args.title or url }
  return node.block and ast.paragraph { link } or link
end

-- The address of [text]({{< ref "other.md#part" >}}); what stands behind it stays there.
local function address(node)
  local name, to = node.name, node.args[1] or node.args.path
  if not to then return nil end
  if name == "post_url" then
    to = to:find("%.%w+$") and to or to .. ".md"
  elseif name ~= "ref" and name ~= "relref" then
    return nil
  end
  return to .. (node.url:match("[}%%]}([#?].*)$") or "")
end

P.transform = ast.filter {
  directive = function(node)
    if node.name == "highlight" and node.literal ~= "" then return code(node) end
    if node.name == "comment" then return false end
    if node.name == "raw" then return node:children() end
  end,
  link = function(node)
    local url = node.name and address(node)
    return url and ast.link { url = url, title = node.title, node:children() } or nil
  end,
}

P.render = { directive = { youtube = elsewhere, vimeo = elsewhere, gist = elsewhere } }

for name in pairs(KINDS) do
  P.render.directive[name] = function(node)
    if P.options.boxes then return box(node) end
  end
end

return P
