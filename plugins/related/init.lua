-- related: articles that say similar things, as cards, and below them recent ones.
--
-- Likeness is measured on the words of the text and on the tags (a tag counts
-- more). The article's language is a preference, not a filter: an article in another
-- language is ranked as if it were an eighth less alike, so it stands behind those
-- in the same language that are about as near, and before those that are less so.
-- Translations of the article itself are linked at its head, not here.
--
-- Where fewer than `count` articles are alike, the newest others follow under a
-- heading of their own, those in the article's language first.
--
-- An editor pins or bans articles in front matter, by source path, id or slug of
-- the URL:
--
--   related: { pin: [articles/2024/rivers.md], ban: [old-news] }

local P = publish.plugin {
  name = "related", version = "1.1.0", api = 1,
  doc = "Show the articles most like this one.",
  after = { "tags", "counts", "render" },
  options = {
    count  = publish.integer { default = 10, min = 0, max = 50, doc = "cards below an article at the most" },
    recent = publish.boolean { default = true, doc = "fill up with the newest articles, under their own heading" },
  },
  indexes = {
    related = publish.similar {
      fields = { ["facts.tags.terms"] = 1, ["facts.tags.slugs"] = 2 }, stats = "words", k = 50,
    },
    recent = publish.sorted { by = "date" },
    same_text = publish.group { by = "translation" },
  },
}

local OTHER_LANGUAGE = 7 / 8

local function names(row, list)
  for _, name in ipairs(list or {}) do
    if name == row.path or name == row.id or row.url:find("/" .. name .. "/", 1, true) then
      return true
    end
  end
  return false
end

-- The most alike first, other languages an eighth behind; equals keep their order.
local function ranked(hits, language)
  local list = {}
  for i, hit in ipairs(hits) do
    local same = text.same_language(hit.article.language, language)
    list[i] = { row = hit.article, score = same and hit.score or hit.score * OTHER_LANGUAGE }
  end
  table.sort(list, function(a, b) return a.score > b.score end)
  return list
end

-- Rows that are alike, in order: pinned ones as the editor lists them, then the index's.
local function choose(article, site, seen)
  local wanted, rows = article.related or {}, {}
  local function add(row)
    if row and not seen[row.path] and #rows < P.options.count then
      seen[row.path] = true
      rows[#rows + 1] = row
    end
  end
  for _, name in ipairs(wanted.pin or {}) do
    local row = site:article(name)
    if row then add(row)
    else article:warn("related", "related.pin names no published article: '" .. name .. "'") end
  end
  if article.translation then
    for _, row in ipairs(site.indexes.same_text[article.translation]) do seen[row.path] = true end
  end
  -- Twice as many as are shown: enough for another order, and for those passed over.
  local most = math.min(100, 2 * P.options.count + #rows + #(wanted.ban or {}))
  for _, hit in ipairs(ranked(site.indexes.related:of(article, most), article.language)) do
    if not names(hit.row, wanted.ban) then add(hit.row) end
  end
  return rows
end

-- The newest of those not shown yet: first in the article's language, then others.
-- Only the newest few are looked at, whatever the size of the site.
local function newest(article, site, seen, missing)
  local ban = article.related and article.related.ban
  local same, other, passed = {}, {}, 0
  for _ in pairs(seen) do passed = passed + 1 end
  local slice = site.indexes.recent[""]:slice(1, 2 * missing + passed + #(ban or {}))
  for _, row in ipairs(slice) do
    if not seen[row.path] and not names(row, ban) then
      local list = text.same_language(row.language, article.language) and same or other
      list[#list + 1] = row
    end
  end
  table.move(other, 1, #other, #same + 1, same)
  return table.move(same, 1, math.min(missing, #same), 1, {})
end

local function section(rows, heading)
  if #rows == 0 then return nil end
  return publish.template("related.html", { rows = rows, heading = publish.t(heading), id = heading .. "-title" })
end

function P.page(page, site)
  local article = page.article
  if not article or not article.listed or P.options.count == 0 then return nil end
  local seen = { [article.path] = true }
  local rows = choose(article, site, seen)
  local missing = P.options.recent and P.options.count - #rows or 0
  local recent = missing > 0 and newest(article, site, seen, missing) or {}
  return { after_body = html.join { section(rows, "related") or "", section(recent, "recent") or "" } }
end

return P
