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

-- Told, and then shown as if it had an end.
local function tell_unclosed(node)
  if node.unclosed then
    node:check("unknown_directive", "'" .. node.name .. "' is never closed",
      "write " .. node.unclosed .. " behind its text, both on lines of their own")
  end
end

local function box(node)
  tell_unclosed(node)
  local kind = KINDS[node.name]
  local title = node.args.title or node.args[1] or publish.t("directives_" .. kind)
  if not node.block then
    return ast.span { class = "box-inline box-" .. kind, id = node.id, role = "note",
      ast.strong { title }, " ", node:children() }
  end
  return ast.div { class = "box box-" .. kind, id = node.id, role = "note",
    ast.paragraph { class = "box-title", title }, node:children() }
end

local function code(node)
  local text = (node.literal or ""):gsub("^[ \t]*\r?\n", "")
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

local REFERS = { ref = true, relref = true, post_url = true }

-- [text]({{< ref "other.md#part" >}}); what stands behind the directive stays there.
local function reference(node)
  local name, to = node.name, node.args[1] or node.args.path
  local scheme = to and to:match("^%a[%w+.-]*:")
  if not to or scheme and scheme ~= "https:" and scheme ~= "http:" then
    node:error(name .. (to and " leads to an article, not to '" .. to .. "'" or " needs an article"),
      'such as {{< ref "other.md" >}}')
    return node:children()
  end
  if name == "post_url" and not to:find("%.%w+$") then to = to .. ".md" end
  local url = to .. (node.url:match("[}%%]}([#?].*)$") or "")
  return ast.link { url = url, title = node.title, node:children() }
end

P.transform = ast.filter {
  directive = function(node)
    if node.unclosed then return nil end
    if node.name == "highlight" then return code(node) end
    if node.name == "comment" then return false end
    if node.name == "raw" then return node:children() end
  end,
  link = function(node)
    if REFERS[node.name] then return reference(node) end
  end,
}

P.render = { directive = {
  youtube = elsewhere, vimeo = elsewhere, gist = elsewhere,
  highlight = tell_unclosed, comment = tell_unclosed, raw = tell_unclosed,
} }

for name in pairs(KINDS) do
  P.render.directive[name] = function(node)
    if P.options.boxes then return box(node) end
  end
end

return P
