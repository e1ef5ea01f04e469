-- render: the theme, the home page and old addresses.
--
-- Articles use the layout article.html (or the one their `layout` names). The
-- home page shows the newest articles; numbered pages count from the oldest, so
-- that /page/1/ never changes once it is full.

local P = publish.plugin {
  name = "render", version = "1.0.0", api = 1,
  doc = "The default theme: articles, home page, old addresses.",
  options = {
    nearby        = publish.boolean { default = true, doc = "link the previous and next article" },
    same_language = publish.boolean { doc = "of those in the article's language only; if not given: where publish.yaml declares `languages`" },
    same_category = publish.boolean { default = false, doc = "of those in its first category only" },
    compact       = publish.boolean { default = true, doc = "write style.css without comments and blanks" },
    translations  = publish.boolean { default = true, doc = "link the article in other languages" },
  },
  indexes = {
    posts = publish.sorted { by = "date" },
    aliases = publish.group { by = "aliases", unlisted = true },
    translations = publish.group { by = "translation", unlisted = true },
    languages = publish.group { by = "language", unlisted = true },
    by_language = publish.group { by = "language" },
    by_category = publish.group { by = "categories" },
    by_both = publish.group { map = function(article, facts, emit)
      local category = article.categories and article.categories[1]
      if category then emit(article.language .. "\n" .. category) end
    end },
  },
  after = { "tags", "lists", "counts", "tips", "share" },
  outputs = { "style.css" },
}

local function page_url(base, number)
  return number == 0 and base or base .. "page/" .. number .. "/"
end

-- The home pages that there are, of the languages that publish.yaml declares and of the site's
-- own: { language, url, name }. A language without a page has none.
local function homes(site)
  local list, used, own = {}, {}, site.settings.language
  local declared = site.settings.languages
  if not declared then return list end
  for _, language in ipairs(site.indexes.languages:keys()) do used[language] = true end
  for _, one in ipairs(declared) do
    if one.path == "/" or used[one.language] then
      list[#list + 1] = { language = one.language, url = one.path, name = one.name }
    end
    if one.path == "/" or one.language == own then own = nil end
  end
  if own then table.insert(list, 1, { language = own, url = "/" }) end
  return list
end

local function without(list, language)
  local others = {}
  for _, one in ipairs(list) do
    if one.language ~= language then others[#others + 1] = one end
  end
  return #others > 0 and others or nil
end

-- The home page and its older pages; `about` has what they share.
local function add_home(add, rows, base, site, about)
  for _, part in ipairs(publish.paginate(#rows, site.settings.pagination.home)) do
    add {
      url = page_url(base, part.number), layout = part.number == 0 and "home.html" or "list.html",
      kind = part.number == 0 and "home" or "list",
      title = about.title, language = about.language,
      translations = part.number == 0 and about.translations or nil, rows = rows:slice(part.from, part.to),
      number = part.number, count = part.count,
      prev_url = part.newer and page_url(base, part.newer),
      next_url = part.older and page_url(base, part.older),
    }
  end
end

-- Where publish.yaml declares its languages each has a home page of its own.
local function add_homes(add, rows, site)
  local declared = site.settings.languages
  if not declared then return add_home(add, rows, "/", site, { title = site.title }) end
  local by_language, home, all = site.indexes.by_language, false, homes(site)
  local used = {}
  for _, one in ipairs(all) do used[one.language] = true end
  -- Their pages lead home as well.
  for _, gone in ipairs(site.withdrawn) do used[gone.language] = true end
  for _, one in ipairs(declared) do
    home = home or one.path == "/"
    if used[one.language] then
      add_home(add, by_language:rows(one.language), one.path, site,
               { title = one.title, language = one.language, translations = without(all, one.language) })
    end
  end
  if not home then
    add_home(add, by_language:rows(site.language), "/", site,
             { title = site.title, translations = without(all, site.language) })
  end
end

P.pages = {}

function P.pages.posts(key, rows, add, site)
  add_homes(add, rows, site)
  for _, gone in ipairs(site.withdrawn) do
    add { url = gone.url, layout = "withdrawn.html", kind = "withdrawn", title = gone.title,
          language = gone.language, noindex = true, source = gone.path,
          params = { date = gone.date, reason = gone.reason, notice = gone.notice,
                     permission = gone.permission } }
    for _, alias in ipairs(gone.aliases or {}) do
      add { url = alias, layout = "redirect.html", kind = "redirect", title = gone.title,
            language = gone.language, noindex = true, source = gone.path,
            params = { to = publish.link(gone.url) } }
    end
  end
  add { url = "/404.html", layout = "404.html", kind = "404", title = publish.t("not_found"), noindex = true }
end

-- An old address leads on to the article that names it among its `aliases`.
function P.pages.aliases(alias, rows, add)
  for _, row in ipairs(rows) do
    add { url = alias, layout = "redirect.html", kind = "redirect", title = row.title, language = row.language,
          noindex = true, source = row.path, params = { to = row.url } }
  end
end

-- A list of the one article `step` places on in the list that the options choose:
-- by date, then path. Empty at the ends, and for an article that has no category
-- where one is asked for.
local function near(site, article, step)
  local index, key = "posts", ""
  local same_language = P.options.same_language
  if same_language == nil then
    local editions = site.settings.editions
    same_language = editions ~= nil and editions[article.language] ~= nil
  end
  local category = article.categories and article.categories[1]
  if P.options.same_category then
    if not category then return {} end
    index, key = "by_category", category
    if same_language then index, key = "by_both", article.language .. "\n" .. category end
  elseif same_language then
    index, key = "by_language", article.language
  end
  return { site.indexes[index]:near(article, step, key) }
end

local function nearby(site, article)
  local older, newer = near(site, article, 1), near(site, article, -1)
  if #older + #newer == 0 then return nil end
  return publish.template("nearby.html", { older = older, newer = newer })
end

-- What publish.yaml calls its languages, by tag.
local function names(site)
  local list = {}
  for _, one in ipairs(site.settings.languages or {}) do list[one.language] = one.name end
  return list
end

-- Articles that share a `translation` key, in order of their languages. The page of the first
-- folder may be the home page: its translations are the home pages, however they are made.
local function translations(site, article)
  if article.section_page and article.url == site.home then
    local list = without(homes(site), article.language)
    for _, one in ipairs(list or {}) do one.url = publish.link(one.url) end
    return list
  end
  if not article.translation then return nil end
  local others = {}
  for _, row in ipairs(site.indexes.translations[article.translation]) do
    if row.path ~= article.path and row.language ~= article.language then
      others[#others + 1] = { language = row.language, url = row.url }
    end
  end
  if #others == 0 then return nil end
  table.sort(others, function(a, b) return a.language < b.language end)
  return others
end

local function languages_line(list, alone, site)
  local rows, named = {}, names(site)
  for i, one in ipairs(list) do
    rows[i] = { language = one.language, url = one.url, name = one.name or named[one.language] }
  end
  return publish.template("translations.html", { rows = rows, alone = alone })
end

-- Where the line stands: beside an article; on pages without a rail above the text, and on pages
-- that are lists in the header.
local function in_other_languages(page, site)
  local article = page.article
  local list = P.options.translations and (article and translations(site, article) or page.translations)
  if not list then return nil, nil end
  local home = not article or article.section_page and article.url == site.home
  if home then return "header", languages_line(list, true, site) end
  local beside = article.listed and not article.section_page
  return beside and "byline" or "before_body", languages_line(list, not beside, site)
end

function P.page(page, site)
  local slot, line = in_other_languages(page, site)
  local out = { after_body = page.article and P.options.nearby and nearby(site, page.article) or nil }
  if slot then out[slot] = line end
  return out
end

-- The style sheet without its comments and the blanks between its parts. No string in
-- it holds what is taken away here.
local function compact(css)
  css = css:gsub("/%*.-%*/", ""):gsub("%s+", " ")
  css = css:gsub(" ?([{};]) ?", "%1"):gsub("([:,]) ", "%1"):gsub(";}", "}")
  return css .. "\n"
end

function P.files(site, out)
  local css = publish.read("static/style.css")
  out:write("style.css", P.options.compact and compact(css) or css)
end

return P
