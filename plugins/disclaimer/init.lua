-- disclaimer: insert the notice that an article's origin calls for.
--
-- Notices are the Markdown files notices/<id>.<language>.md. The first rule whose
-- conditions hold chooses one; with `all: true` every such rule adds its own. An
-- article's own `notice: id` (or `notice: none`) goes before the rules.
--
--   disclaimer:
--     rules:
--       - { when: { source: true }, notice: republished }
--       - { when: { categories: opinion }, notice: opinion }

local P = publish.plugin {
  name = "disclaimer", version = "1.0.0", api = 1,
  doc = "Insert the legal notice that an article's origin calls for.",
  options = {
    position = publish.enum { "top", "bottom", default = "bottom", doc = "before or after the text" },
    all      = publish.boolean { default = false, doc = "every rule that holds adds its notice" },
    rules    = publish.list { default = {}, publish.record {
      when   = publish.match { required = true },
      notice = publish.string { required = true },
    } },
  },
}

-- Ids of the notices this article gets, each once, in order.
local function chosen(article)
  if article.notice == "none" then return {} end
  if article.notice then return { article.notice } end
  if not P.options.all then
    local rule = P.options.rules:first_match(article)
    return rule and { rule.notice } or {}
  end
  local ids, seen = {}, {}
  for _, rule in ipairs(P.options.rules:all_matches(article)) do
    if not seen[rule.notice] then
      seen[rule.notice] = true
      ids[#ids + 1] = rule.notice
    end
  end
  return ids
end

function P.derive(article)
  return { notices = chosen(article) }
end

function P.transform(doc, article, site)
  local boxes = {}
  local contact = site.contact and site.contact.email or ""
  for _, id in ipairs(article.facts.disclaimer.notices) do
    local notice = site.notices:has(id) and site.notices[id]
    if not notice then
      article:error("notice", "there is no notice '" .. id .. "' that holds now: add notices/" .. id .. "." .. site.language .. ".md")
    else
      boxes[#boxes + 1] = ast.div { id = "notice-" .. id, class = "notice", role = "note",
        lang = notice.language, table.unpack(notice:blocks(article, { contact = contact })) }
    end
  end
  if #boxes == 0 then return nil end
  if P.options.position == "top" then
    boxes[#boxes + 1] = doc
    return boxes
  end
  return { doc, table.unpack(boxes) }
end

return P
