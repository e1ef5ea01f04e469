-- counts: how often an article was read, liked, commented on and marked.
--
-- The numbers stand in data/counts.yaml, by article id; `publish views import` keeps the
-- views there:
--
--   articles/2024/river.md: { views: 1234, likes: 5, comments: 2, favourites: 1 }
--
-- A number that changes changes every page that shows it, so the numbers shown
-- are coarser than those kept, and always rounded down: below an article two
-- significant digits from 1,000 up, on cards one. On a large site (1,024 articles with
-- counts, or more) small numbers of views move in steps as well: see `steps`.

local P = publish.plugin {
  name = "counts", version = "1.0.0", api = 1,
  doc = "Show how often articles were read, and which ones most.",
  after = { "tags" },
  options = {
    show = publish.list { default = { "views", "likes", "comments", "favourites" },
      publish.enum { "views", "likes", "comments", "favourites" }, doc = "which numbers are shown, in this order" },
    steps = publish.enum { "auto", "always", "never", default = "auto",
      doc = "views below 1,000 in steps: on large sites, always, never" },
    most_read = publish.integer { default = 5, min = 0, max = 50, doc = "articles in the list on the home page; 0 = no list" },
    most_read_page = publish.integer { default = 0, min = 0, max = 200, doc = "articles on a page of its own; 0 = no page" },
    most_read_path = publish.string { default = "/most-read/", doc = "where that page is" },
  },
  indexes = {
    counted = publish.terms { fact = "facts.counts.counted" },
    most_read = publish.group { map = function(article, facts, emit)
      if facts.counts and facts.counts.rank then emit("all", facts.counts.rank) end
    end },
  },
}

local KINDS = { "views", "likes", "comments", "favourites" }
local EXACT, LARGE = 1000, 1024

-- n cut down to so many significant digits.
local function cut(n, digits)
  local step, least = 1, 10 ^ digits
  while n // step >= least do step = step * 10 end
  return n // step * step
end

-- 1, 2, 5, 10, 20, 50, 100 ...
local function ladder(n)
  local first = cut(n, 1)
  local step = 1
  while first // step >= 10 do step = step * 10 end
  local digit = first // step
  return (digit >= 5 and 5 or digit >= 2 and 2 or 1) * step
end

local function rounded(n)
  return n < EXACT and n or cut(n, 2)
end

local function number(v)
  if math.type(v) == "integer" and v >= 0 and v <= 1000000000000000 then return v end
  return nil
end

local function record(article, site)
  local counts = site.data.counts
  local found = counts and counts[article.id]
  return type(found) ~= "string" and found or nil
end

-- So many articles have counts: known before `derive` runs, in powers of two.
function P.scan(article, doc, site)
  return { counted = { "all" } }
end

local function in_steps(stats)
  if P.options.steps ~= "auto" then return P.options.steps == "always" end
  return stats.counted.n >= LARGE
end

function P.derive(article, facts, stats, site)
  local kept = record(article, site)
  if not kept then return nil end
  local steps = in_steps(stats)
  local out, card = {}, {}
  for _, kind in ipairs(KINDS) do
    local n = number(kept[kind])
    if n and n > 0 then
      out[kind] = rounded(n)
      card[kind] = cut(n, 1)
      if kind == "views" then
        if steps and n < EXACT then out.views = ladder(n) end
        if steps and n < EXACT then card.views = nil end
        out.rank = cut(n, 2)
      end
    end
  end
  if not next(out) then return nil end
  out.card = card
  return out
end

-- The numbers to show, and whether there are any. Comments that are there, in the facts
-- of the plugin of that name, are seen by the template.
local function shown(facts)
  local list, any, comments = {}, false, false
  for i, kind in ipairs(P.options.show) do
    list[i] = { kind = kind, n = facts[kind] or 0 }
    any = any or list[i].n > 0
    comments = comments or kind == "comments"
  end
  return list, any, comments
end

local function most_read(rows)
  return publish.template("most-read.html", { rows = rows })
end

function P.page(page, site)
  if not site.data.counts and not site.data.comments then return nil end
  if page.article then
    local list, any, comments = shown(page.article.facts.counts)
    if not any and not comments then return nil end
    return { after_body = publish.template("counts.html", { article = page.article, counts = list, any = any }) }
  elseif page.kind == "home" and P.options.most_read > 0 then
    local rows = site.indexes.most_read["all"]
    if #rows > 0 then return { aside = most_read(rows:slice(1, P.options.most_read)) } end
  end
  return nil
end

function P.pages(key, rows, add, site)
  if P.options.most_read_page == 0 then return end
  add { url = P.options.most_read_path, layout = "list.html", kind = "most-read", title = publish.t("most_read"),
        rows = rows:slice(1, P.options.most_read_page) }
end

-- Lines of data/counts.yaml whose article is gone.
local TOLD = 20

-- The ids of all published articles, in no list though some may be; `known` finds them.
local function ids_of(site)
  local list, known = {}, {}
  for _, page in ipairs(site.pages) do
    local row = page.article and site:article(page.article)
    if row then
      list[#list + 1] = row.id
      known[row.id] = true
    end
  end
  for _, gone in ipairs(site.withdrawn or {}) do
    if gone.id then known[gone.id] = true end
  end
  return list, known
end

function P.check_site(site)
  local counts = site.data.counts
  if not counts or type(counts) == "string" then return end
  local list, known
  local lost = 0
  for key in pairs(counts) do
    if not site:article(key) and not site:hidden(key) then
      if not list then list, known = ids_of(site) end
      if not known[key] then
        lost = lost + 1
        if lost <= TOLD then
          local near = text.nearest(key, list)
          site:warn("data/counts.yaml", key, "no article has the id '" .. key .. "'",
            near and "did you mean '" .. near .. "'?" or "delete the line, or give its article this `id:`")
        end
      end
    end
  end
  if lost > TOLD then log.warn("data/counts.yaml: " .. (lost - TOLD) .. " more lines are of no article") end
end

return P
