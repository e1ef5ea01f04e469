-- feeds: what feed readers and search engines read.
--
-- Atom for the site, for each tag that an author gave, and for each language when
-- there are several; JSON Feed for the site; the sitemap and robots.txt. A feed is a
-- page like any other, so it is made again only when an article in it changes.
--
-- A site that had feeds before keeps their addresses: `path` and `json_path` say where the
-- site's feeds are, and `also` where the same feed is to be found as well: with static hosting
-- an address that only leads on would end every subscription. `tags_also` and
-- `categories_also` do the same for /tag/:slug/feed/ and the like.
--
-- Feeds hold the summary, never the text: the notices that an article must carry
-- (source, licence, opinion, advertisement) are part of its page, and a text sent out
-- without them would be read without them.

local P = publish.plugin {
  name = "feeds", version = "1.0.0", api = 1,
  doc = "Atom and JSON feeds, sitemap and robots.txt.",
  after = { "lists", "tags" },
  options = {
    count     = publish.integer { default = 20, min = 0, max = 200, doc = "articles in a feed; 0 = no feeds" },
    path      = publish.string { default = "/feed.xml", min = 2, doc = "where the Atom feed of the site is" },
    also      = publish.list { default = {}, publish.string { min = 2 }, single = true,
                               doc = "former addresses of the site's feed, such as /feed/ or /index.xml: each is the feed itself" },
    tags_also = publish.list { default = {}, publish.string { min = 2 }, single = true,
                               doc = "former addresses of the feeds of tags: /tag/:slug/feed/" },
    categories_also = publish.list { default = {}, publish.string { min = 2 }, single = true,
                                     doc = "addresses of feeds of categories: /category/:slug/feed/" },
    json_path = publish.string { default = "/feed.json", min = 2, doc = "where the JSON Feed of the site is" },
    json      = publish.boolean { default = true, doc = "a JSON Feed for the site as well" },
    tags      = publish.boolean { default = true, doc = "a feed for each tag that an author gave" },
    languages = publish.boolean { default = true, doc = "a feed for each language when there are several" },
    sitemap   = publish.boolean { default = true, doc = "write sitemap.xml" },
    robots    = publish.boolean { default = true, doc = "write robots.txt, unless static/ has one" },
    rules     = publish.text { default = "User-agent: *\nDisallow:", doc = "what robots.txt says before the address of the sitemap" },
    sitemap_size = publish.integer { default = 45000, min = 1, max = 45000, doc = "addresses in one file of the sitemap" },
  },
  indexes = {
    feed_all       = publish.sorted { by = "date" },
    feed_tags      = publish.group { by = "facts.tags.own" },
    feed_categories = publish.group { by = "facts.lists.category_slugs" },
    feed_languages = publish.group { by = "language" },
  },
  outputs = { "sitemap.xml", "sitemap-*.xml", "robots.txt" },
}

local entry = require "entry"

local NEVER = "1970-01-01T00:00:00Z" -- a feed must say when it changed, an empty one too

-- The feed of the newest of these rows; those without a date stand in none.
local function feed_of(rows, site, about)
  local feed = { id = about.id or publish.absolute(publish.link(about.path)), title = about.title, subtitle = about.subtitle,
                 language = about.language or site.language, home = publish.absolute(publish.link(about.home)),
                 author = site.author and site.author.name or site.title, rights = site.settings.licence,
                 updated = NEVER, entries = {} }
  local latest
  for _, row in ipairs(rows:slice(1, P.options.count)) do
    if not row.date then break end
    local at = entry.updated(row)
    if not latest or latest < at then latest = at end
    feed.entries[#feed.entries + 1] = entry.of(row, site)
  end
  if latest then feed.updated = latest:format("rfc3339") end
  return feed
end

-- The feed at its address, and at those it had before. All say which one is its own now.
local function add_atom(add, feed, path, also)
  feed.self = publish.absolute(publish.link(path))
  local seen = {}
  local function one(url)
    if seen[url] then return end
    seen[url] = true
    add { url = url, layout = "feed.xml", kind = "feed", title = feed.title, language = feed.language, noindex = true,
          params = { feed = feed } }
  end
  one(path)
  for _, url in ipairs(also or {}) do one(url) end
end

-- The addresses of one tag's feed by patterns with :slug.
local function filled(patterns, slug)
  local out = {}
  for i, pattern in ipairs(patterns) do
    out[i] = pattern:gsub(":slug", function() return slug end)
  end
  return out
end

-- The same as JSON Feed 1.1 has it.
local function json_feed(feed, path)
  local items = {}
  for i, one in ipairs(feed.entries) do
    local authors = {}
    for k, author in ipairs(one.authors) do authors[k] = { name = author.name, url = author.url } end
    items[i] = {
      id = one.id, url = one.url, external_url = one.original, title = one.title, language = one.language,
      content_text = one.text ~= "" and one.text or one.title, summary = one.summary,
      image = one.image and one.image.url, date_published = one.published, date_modified = one.updated,
      authors = #authors > 0 and authors or nil, tags = #one.categories > 0 and one.categories or nil,
      _rights = (one.rights or one.source) and { about = "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.10",
        rights = one.rights, source = one.source and one.source.name, source_url = one.source and one.source.home } or nil,
    }
  end
  return { version = "https://jsonfeed.org/version/1.1", title = feed.title, description = feed.subtitle,
           home_page_url = feed.home, feed_url = publish.absolute(publish.link(path)), language = feed.language,
           authors = { { name = feed.author } }, items = items }
end

P.pages = {}

function P.pages.feed_all(key, rows, add, site)
  if P.options.count == 0 then return end
  local about = { id = publish.absolute(publish.link("/")), title = site.title, subtitle = site.subtitle, home = "/",
                  path = P.options.path }
  local feed = feed_of(rows, site, about)
  if P.options.json then
    add { url = P.options.json_path, layout = "feed.json", kind = "feed", title = site.title, noindex = true,
          params = { feed = json_feed(feed, P.options.json_path) } }
  end
  add_atom(add, feed, P.options.path, P.options.also)
end

local function tag_folder(row, slug) return row.facts.tags.path .. slug .. "/" end

function P.pages.feed_tags(slug, given, add, site)
  if P.options.count == 0 or not P.options.tags then return end
  local rows = site.indexes.tags:rows(slug)
  local name = slug
  for _, tag in ipairs(given[1].facts.tags.list) do
    if tag.slug == slug then name = tag.name end
  end
  local home = tag_folder(given[1], slug)
  local path = home .. "feed.xml"
  add_atom(add, feed_of(rows, site, { path = path, home = home, title = publish.t("feed_of", { title = site.title, name = name }) }), path,
           filled(P.options.tags_also, slug))
end

-- Feeds of categories are for sites that had them: there are none unless their addresses are given.
function P.pages.feed_categories(slug, rows, add, site)
  local paths = filled(P.options.categories_also, slug)
  if P.options.count == 0 or #paths == 0 then return end
  local category
  for _, one in ipairs(rows[1].facts.lists.categories) do
    if one.slug == slug then category = one end
  end
  local feed = feed_of(rows, site, { path = paths[1], home = "/", title = publish.t("feed_of", { title = site.title, name = category.name }) })
  feed.home = publish.absolute(category.url)
  add_atom(add, feed, paths[1], paths)
end

local function several(site)
  return P.options.languages and #site.indexes.feed_languages:keys() > 1
end

-- The language as publish.yaml declares it, or nil.
local function declared(language, site)
  for _, one in ipairs(site.settings.languages or {}) do
    if one.language == language then return one end
  end
end

-- The site's title in the language, else its own with the language behind it.
local function language_title(language, site)
  local one = declared(language, site)
  if one and one.title ~= site.settings.title then return one.title end
  return publish.t("feed_of", { title = site.settings.title, name = one and one.name or language }, one and language)
end

local function language_path(language) return "/" .. language .. "/feed.xml" end

function P.pages.feed_languages(language, rows, add, site)
  if P.options.count == 0 or not several(site) then return end
  local path, one = language_path(language), declared(language, site)
  add_atom(add, feed_of(rows, site, { path = path, home = one and one.path or "/", language = language,
                                      subtitle = one and one.subtitle or site.subtitle,
                                      title = language_title(language, site) }), path)
end

function P.check_site(site)
  for _, name in ipairs { "tags_also", "categories_also" } do
    for _, pattern in ipairs(P.options[name]) do
      if not pattern:find(":slug", 1, true) then
        log.error(name .. ": '" .. pattern .. "' has no :slug, so all of these feeds would have one address")
      end
    end
  end
end

-- -- in every page: where the feeds are --

local function alternate(kind, title, path)
  return html.link { rel = "alternate", type = "application/" .. kind, title = title, href = path }
end

-- Has this language a feed of its own?
local function has_feed(language, site)
  return several(site) and #site.indexes.feed_languages:rows(language) > 0
end

function P.page(page, site)
  if P.options.count == 0 or page.kind == "feed" then return nil end
  local head, title, own = {}, site.settings.title, nil
  -- Readers of one of the site's languages are offered what they can read, first.
  if declared(site.language, site) and has_feed(site.language, site) then
    own = publish.link(language_path(site.language))
    head[1] = alternate("atom+xml", language_title(site.language, site), own)
  end
  head[#head + 1] = alternate("atom+xml", title, publish.link(P.options.path))
  if P.options.json then head[#head + 1] = alternate("feed+json", title, publish.link(P.options.json_path)) end
  if (not own or page.language ~= site.language) and has_feed(page.language, site) then
    head[#head + 1] = alternate("atom+xml", language_title(page.language, site), publish.link(language_path(page.language)))
  end
  if page.kind == "tag" and page.key and P.options.tags and #site.indexes.feed_tags:rows(page.key) > 0 then
    head[#head + 1] = alternate("atom+xml", publish.t("feed_of", { title = site.title, name = page.title }),
                                (page.first_url or page.url) .. "feed.xml")
  end
  return {
    head = html.join(head, "\n"),
    footer = html.p { html.a { href = own or publish.link(P.options.path), lang = publish.t("interface_language"),
                               publish.t("feed_link") } },
  }
end

-- -- for search engines --

-- The home pages of the declared languages, and of the site's own: whoever made them.
local function home_urls(site)
  local urls, own = {}, true
  for _, one in ipairs(site.settings.languages or {}) do
    urls[publish.link(one.path)] = true
    if one.path == "/" or one.language == site.language then own = false end
  end
  if own and site.settings.languages then urls[publish.link("/")] = true end
  return urls
end

-- The version in the site's language is for readers of all others, too.
local function with_default(group, language)
  for _, page in ipairs(group) do
    if page.language == language then
      group[#group + 1] = { language = "x-default", url = page.url }
      return
    end
  end
end

-- Translations by the key that they share, and of lists by their address:
-- key -> { { language, url }, ... }.
local function translations(pages, site)
  local groups, out, homes, home_group = {}, {}, home_urls(site), {}
  for _, page in ipairs(pages) do
    local own = { language = page.language, url = page.url }
    if page.noindex then
      -- is no version that anybody should find
    elseif homes[page.url] then
      home_group[#home_group + 1] = own
      groups[page.url] = home_group
    elseif page.translations then
      groups[page.url] = { own, table.unpack(page.translations) }
    elseif page.translation then
      local group = groups[page.translation] or {}
      groups[page.translation] = group
      group[#group + 1] = own
    end
  end
  for key, group in pairs(groups) do
    if #group > 1 then
      out[key] = group
      if group[#group].language ~= "x-default" then with_default(group, site.language) end
    end
  end
  return out
end

-- sitemap.xml: the addresses, or above `sitemap_size` an index of files that hold them.
local function write_sitemap(site, out)
  local pages, size = site.pages, P.options.sitemap_size
  local parts, shown, from = {}, 0, 1
  for i, page in ipairs(pages) do
    if not page.noindex then
      if shown == size then
        parts[#parts + 1] = { from = from, count = i - from }
        from, shown = i, 0
      end
      shown = shown + 1
    end
  end
  parts[#parts + 1] = { from = from, count = #pages - from + 1 }
  local others = translations(pages, site)
  local function write(path, part)
    out:template(path, "sitemap.xml", { pages = pages, from = part.from, count = part.count, translations = others })
  end
  if #parts == 1 then return write("sitemap.xml", parts[1]) end
  local files = {}
  for i, part in ipairs(parts) do
    files[i] = publish.absolute(publish.link("/sitemap-" .. i .. ".xml"))
    write("sitemap-" .. i .. ".xml", part)
  end
  out:template("sitemap.xml", "sitemap-index.xml", { files = files })
end

local function has_own_robots(site)
  local folders = site.settings.static
  if type(folders) == "string" then folders = { folders } end
  for _, folder in ipairs(folders or { "static" }) do
    if site:link(folder .. "/robots.txt") then return true end
  end
  return false
end

function P.files(site, out)
  if P.options.sitemap then write_sitemap(site, out) end
  if P.options.robots and not has_own_robots(site) then
    local lines = { (P.options.rules:gsub("%s+$", "")) }
    if P.options.sitemap then lines[2] = "\nSitemap: " .. publish.absolute(publish.link("/sitemap.xml")) end
    out:write("robots.txt", table.concat(lines, "\n") .. "\n")
  end
end

return P
