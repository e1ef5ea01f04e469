-- related: up to ten articles that say similar things, as cards.
--
-- Likeness is measured on the words of the text and on the tags (a tag counts
-- more). An editor pins or bans articles in front matter, by source path, id or
-- slug of the URL:
--
--   related: { pin: [articles/2024/rivers.md], ban: [old-news] }

local P = publish.plugin {
  name = "related", version = "1.0.0", api = 1,
  doc = "Show the articles most like this one.",
  after = { "tags" },
  options = {
    count = publish.integer { default = 10, min = 0, max = 50, doc = "cards below an article at the most" },
  },
  indexes = {
    related = publish.similar {
      fields = { ["facts.tags.terms"] = 1, ["facts.tags.slugs"] = 2 }, stats = "words", k = 50,
    },
  },
}

local function names(row, list)
  for _, name in ipairs(list or {}) do
    if name == row.path or name == row.id or row.url:find("/" .. name .. "/", 1, true) then
      return true
    end
  end
  return false
end

-- The rows to show, in order: pinned ones as the editor lists them, then the index's.
local function choose(article, site)
  local wanted = article.related or {}
  local rows, seen = {}, { [article.path] = true }
  local function add(row)
    if row and not seen[row.path] and #rows < P.options.count then
      seen[row.path] = true
      rows[#rows + 1] = row
    end
  end
  for i, name in ipairs(wanted.pin or {}) do
    local row = site:article(name)
    if row then add(row)
    else article:warn("related", "related.pin names no published article: '" .. name .. "'") end
  end
  -- No more than may be needed: those shown already, and those banned, are passed over.
  local most = math.min(100, P.options.count + #rows + #(wanted.ban or {}))
  for _, hit in ipairs(site.indexes.related:of(article, most)) do
    if not names(hit.article, wanted.ban) then add(hit.article) end
  end
  return rows
end

function P.page(page, site)
  if not page.article or P.options.count == 0 then return nil end
  local cards = {}
  for i, row in ipairs(choose(page.article, site)) do
    cards[i] = html.li { publish.template("card.html", { article = row }) }
  end
  if #cards == 0 then return nil end
  return { after_body = html.section { class = "related", ["aria-labelledby"] = "related-title",
    html.h2 { id = "related-title", publish.t("related") },
    html.ul { class = "cards", table.unpack(cards) } } }
end

return P
