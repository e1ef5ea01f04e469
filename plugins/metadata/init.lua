-- metadata: what search engines and previews read in the head of a page.
--
-- The canonical address (of a republished article: the original's), the same page in
-- other languages, Open Graph for previews, and schema.org as JSON-LD. A plugin that
-- makes pages says what stands above one in `params.parents`, a list of { title, url }:
-- the trail that search engines show.

local P = publish.plugin {
  name = "metadata", version = "1.0.0", api = 1,
  doc = "Canonical addresses, translations, Open Graph and schema.org.",
  after = { "tags", "lists", "counts" },
  options = {
    original   = publish.boolean { default = true, doc = "the canonical address of a republished article is the original's" },
    structured = publish.boolean { default = true, doc = "describe pages with schema.org (JSON-LD)" },
    type       = publish.enum { "NewsArticle", "Article", "BlogPosting", default = "NewsArticle",
                                doc = "what articles are, in the words of schema.org" },
    opinion    = publish.list { default = { "opinion", "评论", "評論", "オピニオン" }, publish.string(),
                                doc = "categories whose articles are an OpinionNewsArticle" },
    image      = publish.url { relative = true, doc = "picture of previews for pages without one, such as /preview.png" },
    logo       = publish.url { relative = true, doc = "the publisher's logo, such as /logo.png" },
    account    = publish.string { default = "", doc = "the site's account for twitter:site, such as @example" },
  },
  indexes = {
    metadata_translations = publish.group { by = "translation", unlisted = true },
    metadata_languages = publish.group { by = "language", unlisted = true },
  },
}

local work = require "work"

local LOCALES = { en = "en_US", ["zh-Hans"] = "zh_CN", ["zh-Hant"] = "zh_TW", zh = "zh_CN", ja = "ja_JP" }

local function property(name, content)
  return content and html.meta { property = name, content = tostring(content) } or nil
end

local function named(name, content)
  return content and html.meta { name = name, content = content } or nil
end

local function given(option) return option and option ~= "" and option or nil end

-- The home pages of other languages, as the plugin render makes them: of those that
-- publish.yaml declares and that have a page, and of the site's own.
local function homes(site, language)
  local list, used, own = {}, {}, site.settings.language
  for _, key in ipairs(site.indexes.metadata_languages:keys()) do used[key] = true end
  local function add(one, url)
    if one ~= language then list[#list + 1] = { language = one, url = publish.link(url) } end
  end
  for _, one in ipairs(site.settings.languages or {}) do
    if one.path == "/" or used[one.language] then add(one.language, one.path) end
    if one.path == "/" or one.language == own then own = nil end
  end
  if own and site.settings.languages then add(own, "/") end
  return list
end

-- The page in other languages, one for each: articles of the same key; of the page of the first
-- folder, where that is the home page, the other home pages; of a list what its plugin says.
local function translations(page, article, site)
  if not article then return page.translations or {} end
  if article.section_page and article.url == site.home then return homes(site, article.language) end
  local list, seen = {}, { [article.language] = true }
  if not article.translation then return list end
  for _, row in ipairs(site.indexes.metadata_translations:rows(article.translation)) do
    if not seen[row.language] then
      seen[row.language] = true
      list[#list + 1] = row
    end
  end
  return list
end

-- Where search engines should count this page.
local function canonical(page, article)
  if page.canonical then return page.canonical end
  if article then
    local source = article.source
    if P.options.original and source and source.original then return source.original end
    for _, key in ipairs { "canonical", "canonical_url" } do
      local own = article.extra and article.extra[key]
      if type(own) == "string" and own:match("^https?://%S+$") then return own end
    end
  end
  return publish.absolute(page.url)
end

local function is_opinion(article)
  local wanted = {}
  for _, name in ipairs(P.options.opinion) do wanted[text.tag_key(name)] = true end
  for _, name in ipairs(article.categories or {}) do
    if wanted[text.tag_key(name)] then return true end
  end
  local lists = article.facts.lists
  for _, item in ipairs(lists and lists.categories or {}) do
    if wanted[text.tag_key(item.name)] or wanted[item.slug] then return true end
  end
  return false
end

local function kind_of(article)
  if article.sponsored then return "AdvertiserContentArticle" end
  return is_opinion(article) and "OpinionNewsArticle" or P.options.type
end

-- Home, what is above, the page itself.
local function trail(page, site, article)
  local items = { { title = site.title, url = site.home } }
  local category = article and article.facts.lists and article.facts.lists.categories and article.facts.lists.categories[1]
  if category then items[2] = { title = category.name, url = category.url } end
  for _, parent in ipairs(page.params and page.params.parents or {}) do items[#items + 1] = parent end
  items[#items + 1] = { title = page.title }
  local list = {}
  for i, item in ipairs(items) do
    list[i] = { ["@type"] = "ListItem", position = i, name = item.title, item = item.url and publish.absolute(item.url) or nil }
  end
  return { ["@type"] = "BreadcrumbList", itemListElement = list }
end

local function structured(page, site, article, others)
  if not P.options.structured then return nil end
  local graph = {}
  if article then
    graph[1] = work.of(article, site, kind_of(article), others, given(P.options.logo))
    graph[2] = trail(page, site, article)
  elseif page.kind == "home" then
    graph[1] = { ["@type"] = "WebSite", ["@id"] = publish.absolute(page.url) .. "#website", url = publish.absolute(page.url),
                 name = site.title, description = site.subtitle, inLanguage = site.language,
                 publisher = work.publisher(site, given(P.options.logo)) }
  elseif not page.noindex and page.title and page.title ~= site.title then
    graph[1] = trail(page, site)
  end
  return #graph > 0 and { ["@context"] = "https://schema.org", ["@graph"] = graph } or nil
end

local function about_article(article, site, others, add)
  add(property("article:published_time", article.date))
  add(property("article:modified_time", work.modified(article)))
  local lists = article.facts.lists
  for _, author in ipairs(lists and lists.authors or {}) do add(property("article:author", publish.absolute(author.url))) end
  local section = lists and lists.categories and lists.categories[1] and lists.categories[1].name
    or article.categories and article.categories[1]
  add(property("article:section", section))
  for _, tag in ipairs(article.tags or {}) do add(property("article:tag", tag)) end
  local names = {}
  for i, author in ipairs(article.authors or {}) do names[i] = author.name end
  add(named("author", #names > 0 and table.concat(names, ", ") or nil))
end

local function about_languages(page, site, others, add)
  if #others == 0 then return end
  local rows = { { language = page.language, url = page.url } }
  for _, row in ipairs(others) do rows[#rows + 1] = row end
  for _, row in ipairs(rows) do
    add(html.link { rel = "alternate", hreflang = row.language, href = publish.absolute(row.url) })
    if row.language == site.settings.language then
      add(html.link { rel = "alternate", hreflang = "x-default", href = publish.absolute(row.url) })
    end
  end
end

local function about_image(article, add)
  local image = article and article.image
  local url = image and image.url or given(P.options.image) and publish.link(P.options.image)
  if not url then return false end
  add(property("og:image", publish.absolute(url)))
  if image and image.url then
    add(property("og:image:width", image.width))
    add(property("og:image:height", image.height))
    add(property("og:image:alt", image.alt))
  end
  return true
end

function P.page(page, site)
  if page.kind == "feed" or page.kind == "redirect" then return nil end
  local article = page.article
  local others = translations(page, article, site)
  local head = {}
  local function add(item) head[#head + 1] = item end
  if page.kind ~= "404" then
    add(html.link { rel = "canonical", href = canonical(page, article) })
    add(property("og:url", publish.absolute(page.url)))
  end
  about_languages(page, site, others, add)
  add(property("og:type", article and "article" or "website"))
  add(property("og:site_name", site.title))
  add(property("og:title", page.title or site.title))
  add(property("og:description", page.description or article and article.excerpt or site.subtitle))
  add(property("og:locale", LOCALES[page.language]))
  for _, row in ipairs(others) do add(property("og:locale:alternate", LOCALES[row.language])) end
  local pictured = about_image(article, add)
  if article then about_article(article, site, others, add) end
  add(named("twitter:card", pictured and "summary_large_image" or "summary"))
  add(named("twitter:site", given(P.options.account)))
  return { head = html.join(head, "\n"), structured = structured(page, site, article, others) }
end

return P
