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
    same_language = publish.boolean { default = false, doc = "of those in the article's language only" },
    same_category = publish.boolean { default = false, doc = "of those in its first category only" },
    compact       = publish.boolean { default = true, doc = "write style.css without comments and blanks" },
    translations  = publish.boolean { default = true, doc = "link the article in other languages" },
  },
  indexes = {
    posts = publish.sorted { by = "date" },
    aliases = publish.group { by = "aliases", unlisted = true },
    translations = publish.group { by = "translation" },
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

-- The home page and its older pages; `about` has what they share.
local function add_home(add, rows, base, site, about)
  for _, part in ipairs(publish.paginate(#rows, site.settings.pagination.home)) do
    add {
      url = page_url(base, part.number), layout = part.number == 0 and "home.html" or "list.html",
      kind = part.number == 0 and "home" or "list",
      title = about.title, language = about.language, rows = rows:slice(part.from, part.to),
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
  local by_language, home = site.indexes.by_language, false
  for _, one in ipairs(declared) do
    local own = by_language:rows(one.language)
    home = home or one.path == "/"
    if #own > 0 or one.path == "/" then
      add_home(add, own, one.path, site, { title = one.title, language = one.language })
    end
  end
  if not home then add_home(add, by_language:rows(site.language), "/", site, { title = site.title }) end
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
  local category = article.categories and article.categories[1]
  if P.options.same_category then
    if not category then return {} end
    index, key = "by_category", category
    if P.options.same_language then index, key = "by_both", article.language .. "\n" .. category end
  elseif P.options.same_language then
    index, key = "by_language", article.language
  end
  return { site.indexes[index]:near(article, step, key) }
end

local function nearby(site, article)
  local older, newer = near(site, article, 1), near(site, article, -1)
  if #older + #newer == 0 then return nil end
  return publish.template("nearby.html", { older = older, newer = newer })
end

-- Articles that share a `translation` key, in order of their languages.
local function translations(site, article)
  if not article.translation then return nil end
  local others = {}
  for _, row in ipairs(site.indexes.translations[article.translation]) do
    if row.path ~= article.path and row.language ~= article.language then others[#others + 1] = row end
  end
  if #others == 0 then return nil end
  table.sort(others, function(a, b) return a.language < b.language end)
  return publish.template("translations.html", { rows = others })
end

function P.page(page, site)
  if not page.article then return nil end
  return {
    byline = P.options.translations and translations(site, page.article),
    after_body = P.options.nearby and nearby(site, page.article),
  }
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
