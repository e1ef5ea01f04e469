-- tags: the author's tags, made one spelling each, and terms found in the text.
--
-- A tag is known by its slug: "Open Data", "open data" and "ＯＰＥＮ ＤＡＴＡ" are one
-- tag with one page. data/tags.yaml may give a tag's preferred spelling, other
-- names and a description:
--
--   Open data: { aliases: [opendata, 开放数据], description: "..." }
--
-- Words of the text become tags of origin "text" when their weight (frequency in
-- the article against rarity on the site, 0 to 1) reaches the threshold. Such a tag
-- is shown, and gets its page, once `shared_by` articles have it: what is found in
-- one article only is a word, not a subject.

local P = publish.plugin {
  name = "tags", version = "1.0.0", api = 1,
  doc = "Normalise the author's tags, find more in the text, and make a page for each.",
  options = {
    automatic = publish.boolean { default = true, doc = "find tags in the text" },
    max       = publish.integer { default = 4, min = 0, max = 20, doc = "tags found in one text at the most" },
    threshold = publish.number { default = 0.45, min = 0, max = 1, doc = "least weight of a tag found in the text" },
    shared_by = publish.integer { default = 3, min = 1, doc = "a found tag is shown when so many articles have it" },
    never     = publish.list { default = {}, publish.string(), doc = "words that are never tags of their own" },
    path      = publish.string { default = "/tags/", doc = "where the tag pages are" },
    overview  = publish.integer { default = 1000, min = 0, max = 3000,
                                  doc = "tags on the page of all tags at the most; 0 = no such page" },
  },
  indexes = {
    words = publish.terms { fact = "facts.tags.terms" },
    tags  = publish.group { by = "facts.tags.slugs" },
    own_tags = publish.group { by = "facts.tags.own" },
    tag_languages = publish.group { by = "facts.tags.by_language" },
  },
}

-- "/x/" for "x", "/x" and "x/".
local function folder()
  local inner = P.options.path:gsub("^/+", ""):gsub("/+$", "")
  return inner == "" and "/" or "/" .. inner .. "/"
end

-- The spelling that the site prefers, by the key of any of a tag's names.
local function preferred(site, name)
  local key = text.tag_key(name)
  local vocabulary = site.data.tags
  if vocabulary then
    for spelling, entry in pairs(vocabulary) do
      if text.tag_key(spelling) == key then return spelling end
      for _, alias in ipairs(entry and entry.aliases or {}) do
        if text.tag_key(alias) == key then return spelling end
      end
    end
  end
  return name
end

function P.scan(article, doc)
  return { terms = text.terms({ { article.title, 4 }, doc }, article.language) }
end

function P.derive(article, facts, stats, site)
  local list, slugs, own, seen = {}, {}, {}, {}
  local function add(name, origin, score)
    local slug = text.slug(name)
    if slug == "" or seen[slug] then return end
    seen[slug] = true
    slugs[#slugs + 1] = slug
    if origin == "author" then own[#own + 1] = slug end
    list[#list + 1] = { name = name, slug = slug, origin = origin, score = score }
  end
  for _, name in ipairs(article.tags or {}) do add(preferred(site, name), "author", 1.0) end
  if P.options.automatic and P.options.max > 0 then
    for _, name in ipairs(P.options.never) do seen[text.slug(name)] = true end
    local found = text.keyterms(facts.tags.terms, stats.words, {
      max = P.options.max, threshold = P.options.threshold, min_df = P.options.shared_by,
    })
    for _, term in ipairs(found) do add(preferred(site, term.surface), "text", term.score) end
  end
  local by_language
  if site.settings.languages then
    by_language = {}
    for i, slug in ipairs(slugs) do by_language[i] = slug .. "\n" .. article.language end
  end
  return { list = list, slugs = slugs, own = own, by_language = by_language, path = folder() }
end

-- May this tag be shown? Authors' tags always; found ones when enough articles have them.
local function shown(slug, rows, site)
  return #rows >= P.options.shared_by or #site.indexes.own_tags:rows(slug) > 0
end

-- How a row spells the tag with this slug.
local function spelling(row, slug)
  for _, tag in ipairs(row.facts.tags.list) do
    if tag.slug == slug then return tag.name end
  end
  return slug
end

-- The language of a name: its article's, but plain ASCII on a Chinese article is no Chinese.
local function language_of(name, row, site)
  return name:find("[\x80-\xff]") and row.language or site.language
end

-- Where publish.yaml declares languages: the one that all these articles are in, or the
-- site's. The words around the list are in it.
local function words_of(slug, rows, site)
  if not site.settings.languages then return nil end
  local first = rows[1].language
  return #site.indexes.tag_languages:rows(slug .. "\n" .. first) == #rows and first or site.language
end

P.pages = {}

function P.pages.tags(slug, rows, add, site)
  if not shown(slug, rows, site) then return end
  local name = spelling(rows[1], slug)
  local base, words = folder() .. slug .. "/", words_of(slug, rows, site)
  -- A name of another script is in the language of the article that spells it so.
  local language = (words == rows[1].language or name:find("[\x80-\xff]")) and rows[1].language or nil
  for _, part in ipairs(publish.paginate(#rows, site.settings.pagination.tag)) do
    add {
      url = part.number == 0 and base or base .. "page/" .. part.number .. "/",
      layout = "tag.html", kind = "tag", key = slug, title = name, language = language, interface = words,
      rows = rows:slice(part.from, part.to),
      number = part.number, count = part.count, first_url = base,
      params = { parents = P.options.overview > 0 and { { title = publish.t("tags"), url = publish.link(folder()) } } or {} },
      prev_url = part.newer and (part.newer == 0 and base or base .. "page/" .. part.newer .. "/"),
      next_url = part.older and base .. "page/" .. part.older .. "/",
    }
  end
end

-- All tags that are shown, in the order of a dictionary; if there are too many, those
-- with the most articles.
function P.pages.site(key, none, add, site)
  local most, more, items = P.options.overview, 0, {}
  if most == 0 or folder() == "/" then return end
  for _, slug in ipairs(site.indexes.tags:keys()) do
    local rows = site.indexes.tags:rows(slug)
    if shown(slug, rows, site) then items[#items + 1] = { slug = slug, count = #rows } end
  end
  if #items == 0 then return end
  if #items > most then
    table.sort(items, function(a, b) return a.count > b.count end)
    more = #items - most
    for i = #items, most + 1, -1 do items[i] = nil end
  end
  for _, item in ipairs(items) do
    local row = site.indexes.tags:rows(item.slug)[1]
    item.name = spelling(row, item.slug)
    item.language = language_of(item.name, row, site)
    item.url = publish.link(folder() .. item.slug .. "/")
  end
  table.sort(items, function(a, b) return text.compare(a.name, b.name, site.language) < 0 end)
  add { url = folder(), layout = "tags.html", kind = "overview", key = "tags", title = publish.t("tags"),
        params = { items = items, more = more } }
end

function P.page(page, site)
  if not page.article then return nil end
  local items = {}
  for _, tag in ipairs(page.article.facts.tags.list) do
    if shown(tag.slug, site.indexes.tags:rows(tag.slug), site) then
      items[#items + 1] = html.li { html.a {
        href = publish.link(folder() .. tag.slug .. "/"), rel = "tag", tag.name } }
    end
  end
  if #items == 0 then return nil end
  return { after_body = html.nav { class = "tags", ["aria-label"] = publish.t("tags"),
    html.ul { table.unpack(items) } } }
end

return P
