-- lists: pages of categories, authors and series, and the archive.
--
-- What an article belongs to is a fact, with the address of its page, so that a
-- theme can link it:
--
--   article.facts.lists.categories   { { name, slug, url }, ... }
--   article.facts.lists.authors      the same, in the order of article.authors
--   article.facts.lists.series       { name, slug, url }
--
-- Every list has its own record of what it reads: an article that changes touches
-- the pages that show it, and the overviews only when a number on them changes.

local P = publish.plugin {
  name = "lists", version = "1.0.0", api = 1,
  doc = "Pages of categories, authors and series, and the archive.",
  options = {
    categories      = publish.boolean { default = true, doc = "a page for each category" },
    authors         = publish.boolean { default = true, doc = "a page for each author" },
    series          = publish.boolean { default = true, doc = "a page for each series, and the parts on each article" },
    archive         = publish.boolean { default = true, doc = "all articles by year and month" },
    categories_path = publish.string { default = "/categories/", min = 1, doc = "where the pages of categories are" },
    authors_path    = publish.string { default = "/authors/", min = 1, doc = "where the pages of authors are" },
    series_path     = publish.string { default = "/series/", min = 1, doc = "where the pages of series are" },
    archive_path    = publish.string { default = "/archive/", min = 1, doc = "where the archive is" },
    overview        = publish.integer { default = 1000, min = 0, max = 3000,
                                        doc = "names on an overview page at the most; 0 = no overviews" },
    sections        = publish.integer { default = 200, min = 0, max = 2000,
                                        doc = "articles on the page of a folder (_index.md) at the most; 0 = none" },
    parts           = publish.integer { default = 30, min = 0, max = 200,
                                        doc = "a longer series shows its neighbours only; 0 = no box on articles" },
  },
  indexes = {
    list_categories = publish.group { by = "facts.lists.category_slugs" },
    list_authors    = publish.group { by = "facts.lists.author_slugs" },
    list_series     = publish.group { by = "facts.lists.series.slug", order = "facts.lists.place", ascending = true },
    list_years      = publish.group { by = "facts.lists.year" },
    list_months     = publish.group { by = "facts.lists.month" },
    list_tongues    = publish.group { by = "language" },
    list_languages  = publish.group { by = "facts.lists.by_language" },
    list_sections   = publish.group { by = "facts.lists.sections", order = "facts.lists.order", ascending = true },
  },
}

local names = require "names"

local function folder(kind) return names.folder(P.options[kind .. "_path"]) end

-- The key of an article without a weight or date in a series: behind all others.
local LAST = math.maxinteger

local function author_slug(author)
  return names.slug(author.id or author.name)
end

-- Every folder around an article, the outermost "" first, by language.
local function sections(article)
  local list, path = { article.language .. ":" }, ""
  for part in (article.section or ""):gmatch("[^/]+") do
    path = path .. (path == "" and "" or "/") .. part
    list[#list + 1] = article.language .. ":" .. path
  end
  return list
end

-- The address of a series in one language, below the folder of all series: parts are those of one
-- language, and the site's own has the plain name.
local function series_key(slug, language, site)
  return text.same_language(language, site.language) and slug or slug .. "/" .. language
end

function P.derive(article, facts, stats, site)
  if not article.listed then return nil end
  local o = P.options
  local out, language = {}, article.language
  -- Which of the lists below have articles of which language: of interest where there are several.
  local by_language = site.settings.languages and {}
  local function note(kind, slug)
    if by_language then by_language[#by_language + 1] = kind .. "\n" .. slug .. "\n" .. language end
  end
  if o.categories and article.categories and #article.categories > 0 then
    local list, slugs, seen = {}, {}, {}
    for _, given in ipairs(article.categories) do
      local name, slug, entry = names.resolve(site.data.categories, given, language)
      if not seen[slug] then
        seen[slug] = true
        slugs[#slugs + 1] = slug
        note("categories", slug)
        list[#list + 1] = { name = name, slug = slug, entry = entry, url = publish.link(folder("categories") .. slug .. "/") }
      end
    end
    out.categories, out.category_slugs = list, slugs
  end
  if o.authors and article.authors and #article.authors > 0 then
    local list, slugs, seen = {}, {}, {}
    for i, author in ipairs(article.authors) do
      local slug = author_slug(author)
      slugs[i] = slug
      if not seen[slug] then note("authors", slug) end
      seen[slug] = true
      list[i] = { name = author.name, slug = slug, url = publish.link(folder("authors") .. slug .. "/") }
    end
    out.authors, out.author_slugs = list, slugs
  end
  if o.series and article.series then
    local name, slug, entry = names.resolve(site.data.series, article.series, language)
    -- Each language has its own parts, in their own order.
    local key = series_key(slug, language, site)
    out.series = { name = name, slug = key, entry = entry, url = publish.link(folder("series") .. key .. "/") }
    out.place = { article.weight or LAST, article.date and article.date.seconds or LAST }
  end
  out.by_language = by_language or nil
  if o.sections > 0 then
    out.sections = sections(article)
    -- Those with a weight first, then the newest.
    out.order = { article.weight ~= 0 and article.weight or LAST, article.date and -article.date.seconds or LAST }
  end
  if o.archive and article.date then
    out.month = article.date:format("yyyy-MM", "en", site.timezone)
    out.year = out.month:match("^(.*)-")
  end
  return out
end

-- -- lists that show the newest first --

local function numbered(base, number)
  return number == 0 and base or base .. "page/" .. number .. "/"
end

-- Adds the pages of one list; `page` has what they share.
local function paged(add, site, rows, base, page)
  for _, part in ipairs(publish.paginate(#rows, site.settings.pagination.list)) do
    local one = {}
    for key, value in pairs(page) do one[key] = value end
    one.url = numbered(base, part.number)
    one.rows = rows:slice(part.from, part.to)
    one.number, one.count, one.first_url = part.number, part.count, base
    one.prev_url = part.newer and numbered(base, part.newer)
    one.next_url = part.older and numbered(base, part.older)
    add(one)
  end
end

local function parents(kind)
  local list = {}
  if folder(kind) ~= "/" and (P.options.overview > 0 or kind == "archive") then
    list[1] = { title = publish.t(kind), url = publish.link(folder(kind)) }
  end
  return list
end

-- How the newest article of a list spells the list's name.
local function spelt(row, field, slug)
  for _, item in ipairs(row.facts.lists[field]) do
    if item.slug == slug then return item end
  end
  return { name = slug, slug = slug }
end

P.pages = {}

-- The language of a name that articles write: theirs, but a name in plain ASCII on a
-- Chinese article is no Chinese.
local function language_of(name, row, site)
  return name:find("[\x80-\xff]") and row.language or site.language
end

-- The title of a category or series, its language and its description.
local function titled(vocabulary, item, row, language, site)
  local entry = item.entry and vocabulary and vocabulary[item.entry]
  if not entry then return item.name, language_of(item.name, row, site), nil end
  return names.said(entry, language, "name") or item.entry, language, names.said(entry, language, "description")
end

-- Where publish.yaml declares languages: the one that all articles of a list are in, or
-- the site's. The words around the list are in it; else they are as ever.
local function words_of(kind, slug, rows, site)
  if not site.settings.languages then return nil end
  local first = rows[1].language
  local own = site.indexes.list_languages:rows(kind .. "\n" .. slug .. "\n" .. first)
  return #own == #rows and first or site.language
end

function P.pages.list_categories(slug, rows, add, site)
  local item, words = spelt(rows[1], "categories", slug), words_of("categories", slug, rows, site)
  local title, language, description = titled(site.data.categories, item, rows[1], words or site.language, site)
  paged(add, site, rows, folder("categories") .. slug .. "/", {
    layout = "category.html", kind = "category", key = slug, title = title, description = description,
    language = words == rows[1].language and words or language, interface = words,
    params = { name_language = language, parents = parents("categories"), total = #rows },
  })
end

-- What is known of an author: the entry of data/authors.yaml, in the language of the words
-- around it, for those that have one; else what the newest article says.
local function known(author, slug, row, site, words)
  local entry = author.id and site.data.authors and site.data.authors[author.id]
  local language = entry and (words or site.language) or language_of(author.name, row, site)
  local out = { slug = slug, language = language }
  for _, field in ipairs { "name", "role", "affiliation", "bio", "email", "url", "image" } do
    local value = entry and names.said(entry, language, field) or not entry and author[field] or nil
    out[field] = type(value) == "string" and value or nil
  end
  out.name = out.name or author.name
  if out.image and out.image:sub(1, 1) ~= "/" then out.image = nil end
  return out
end

function P.pages.list_authors(slug, rows, add, site)
  local author
  for _, candidate in ipairs(rows[1].authors) do
    if author_slug(candidate) == slug then author = candidate end
  end
  local words = words_of("authors", slug, rows, site)
  local about = known(author, slug, rows[1], site, words)
  paged(add, site, rows, folder("authors") .. slug .. "/", {
    layout = "author.html", kind = "author", key = slug, title = about.name, description = about.bio,
    language = words == rows[1].language and words or about.language, interface = words,
    params = { name_language = about.language, author = about, parents = parents("authors"), total = #rows },
  })
end

-- -- series: read from the first part on --

-- The same series in other languages.
local function series_translations(series, site)
  local list, seen = {}, { [series.slug] = true }
  local slug = series.slug:match("^[^/]+")
  for _, language in ipairs(site.indexes.list_tongues:keys()) do
    local key = series_key(slug, language, site)
    if not seen[key] and #site.indexes.list_series:rows(key) > 0 then
      list[#list + 1] = { language = language, url = folder("series") .. key .. "/" }
    end
    seen[key] = true
  end
  return #list > 0 and list or nil
end

function P.pages.list_series(slug, rows, add, site)
  local first = rows[1]
  local title, language, description = titled(site.data.series, first.facts.lists.series, first, first.language, site)
  local base, size = folder("series") .. slug .. "/", site.settings.pagination.list
  local count = (#rows + size - 1) // size
  local function url(number) return number == 1 and base or base .. "page/" .. number .. "/" end
  for number = 1, count do
    add {
      url = url(number), layout = "series.html", kind = "series", key = slug, title = title, description = description,
      language = first.language, translations = number == 1 and series_translations(first.facts.lists.series, site) or nil,
      rows = rows:slice((number - 1) * size + 1, number * size), number = number, count = count, first_url = base,
      prev_url = number > 1 and url(number - 1) or nil, next_url = number < count and url(number + 1) or nil,
      params = { name_language = language, parents = parents("series"), total = #rows, start = (number - 1) * size + 1 },
    }
  end
end

-- -- the archive --

local MONTHS = { "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12" }

-- The months of a year that have articles, the newest first: { key, name, from, count }.
local function months_of(year, site)
  local list, from = {}, 1
  for i = 12, 1, -1 do
    local key = year .. "-" .. MONTHS[i]
    local count = #site.indexes.list_months:rows(key)
    if count > 0 then
      list[#list + 1] = { key = key, from = from, count = count,
                          name = date.parse(key .. "-01"):format("LLLL", site.language) }
      from = from + count
    end
  end
  return list
end

function P.pages.list_years(year, rows, add, site)
  local base = folder("archive") .. year .. "/"
  local months = months_of(year, site)
  for _, part in ipairs(publish.paginate(#rows, site.settings.pagination.list)) do
    local shown = {}
    for _, month in ipairs(months) do
      local from, to = math.max(month.from, part.from), math.min(month.from + month.count - 1, part.to)
      if from <= to then
        shown[#shown + 1] = { key = month.key, name = month.name, from = from - part.from + 1, count = to - from + 1 }
      end
    end
    add {
      url = numbered(base, part.number), layout = "archive-year.html", kind = "archive", key = year,
      title = publish.t("archive_of", { year = year }), rows = rows:slice(part.from, part.to),
      number = part.number, count = part.count, first_url = base,
      prev_url = part.newer and numbered(base, part.newer), next_url = part.older and numbered(base, part.older),
      params = { months = shown, parents = parents("archive"), total = #rows },
    }
  end
end

-- Where the first article of a month stands: on which page of its year.
local function month_url(year, total, month, size)
  local base = folder("archive") .. year .. "/"
  for _, part in ipairs(publish.paginate(total, size)) do
    if month.from >= part.from and month.from <= part.to then
      return publish.link(numbered(base, part.number)) .. "#m" .. month.key
    end
  end
end

local function add_archive(add, site)
  local years, total = {}, 0
  local keys = site.indexes.list_years:keys()
  for i = #keys, 1, -1 do
    local year = keys[i]
    local count = #site.indexes.list_years:rows(year)
    local months = {}
    for k, month in ipairs(months_of(year, site)) do
      months[k] = { name = month.name, count = month.count,
                    url = month_url(year, count, month, site.settings.pagination.list) }
    end
    total = total + count
    years[#years + 1] = { year = year, count = count, url = publish.link(folder("archive") .. year .. "/"), months = months }
  end
  add { url = folder("archive"), layout = "archive.html", kind = "archive", title = publish.t("archive"),
        params = { years = years, total = total } }
end

-- -- overviews --

-- All names of one kind with their numbers of articles, in the order of a dictionary.
-- When there are too many, those with the most articles.
local function add_overview(add, site, kind, index, describe)
  local items = {}
  local rows_of = site.indexes[index]
  for _, slug in ipairs(rows_of:keys()) do
    items[#items + 1] = { slug = slug, count = #rows_of:rows(slug) }
  end
  local most, more = P.options.overview, 0
  if #items > most then
    table.sort(items, function(a, b) return a.count > b.count end)
    more = #items - most
    for i = #items, most + 1, -1 do items[i] = nil end
  end
  for _, item in ipairs(items) do
    item.url = publish.link(folder(kind) .. item.slug .. "/")
    item.name, item.language, item.description = describe(item.slug, rows_of:rows(item.slug))
  end
  table.sort(items, function(a, b) return text.compare(a.name, b.name, site.language) < 0 end)
  add { url = folder(kind), layout = "overview.html", kind = "overview", key = kind, title = publish.t(kind),
        params = { items = items, more = more } }
end

function P.pages.site(key, none, add, site)
  local o = P.options
  if o.archive and folder("archive") ~= "/" and #site.indexes.list_years:keys() > 0 then add_archive(add, site) end
  local function overview(kind, index, describe)
    if o[kind] and o.overview > 0 and folder(kind) ~= "/" and #site.indexes[index]:keys() > 0 then
      add_overview(add, site, kind, index, describe)
    end
  end
  overview("categories", "list_categories", function(slug, rows)
    return titled(site.data.categories, spelt(rows[1], "categories", slug), rows[1], site.language, site)
  end)
  overview("series", "list_series", function(slug, rows)
    return titled(site.data.series, rows[1].facts.lists.series, rows[1], rows[1].language, site)
  end)
  overview("authors", "list_authors", function(slug, rows)
    for _, author in ipairs(rows[1].authors) do
      if author_slug(author) == slug then
        local about = known(author, slug, rows[1], site)
        return about.name, about.language, about.affiliation or about.role
      end
    end
  end)
end

-- -- on the page of an article --

local function step(row, rel, label)
  return row and html.a { href = row.url, rel = rel, class = "series-" .. rel, html.span { publish.t(label) }, " ",
                          html.span { lang = row.language, row.title } } or nil
end

-- "Part 2 of 5 of ...": all parts to unfold, or the neighbours in a long series.
local function series_box(article, site)
  local series = article.facts.lists and article.facts.lists.series
  if not series or P.options.parts == 0 then return nil end
  local index = site.indexes.list_series
  local rows = index:rows(series.slug)
  local at, total = index:position(article, series.slug), #rows
  if not at or total < 2 then return nil end
  local line = html.p { publish.t("part_of", { n = at, total = total }), " ",
                        html.a { href = series.url, lang = article.language, series.name } }
  local parts = {}
  if total <= P.options.parts then
    for i = 1, total do
      local row = rows[i]
      parts[i] = html.li { i == at and html.span { ["aria-current"] = "page", lang = row.language, row.title }
                           or html.a { href = row.url, lang = row.language, row.title } }
    end
  end
  return html.nav { class = "series", ["aria-label"] = publish.t("series_parts"), lang = publish.t("interface_language"),
    line,
    #parts > 0 and html.details { html.summary { publish.t("all_parts") }, html.ol { table.unpack(parts) } } or
      html.p { step(index:near(article, -1, series.slug), "prev", "earlier_part"), " ",
               step(index:near(article, 1, series.slug), "next", "later_part") } }
end

-- -- for machines --

local function person(about)
  return { ["@type"] = "Person", name = about.name, jobTitle = about.role, description = about.bio,
           url = about.url, image = about.image and publish.absolute(publish.link(about.image)),
           affiliation = about.affiliation and { ["@type"] = "Organization", name = about.affiliation } }
end

-- The articles of a folder, and of the folders in it, on the folder's own page.
local function of_section(article, site)
  local most = P.options.sections
  if most == 0 then return nil end
  local rows = site.indexes.list_sections:rows(article.language .. ":" .. (article.section or ""))
  if #rows == 0 then return nil end
  return publish.template("section-list.html", { rows = rows:slice(1, math.min(most, #rows)), more = #rows - most })
end

function P.page(page, site)
  if page.kind == "section" then return { after_body = of_section(page.article, site) } end
  if page.article then
    local box = series_box(page.article, site)
    return box and { before_body = box }
  end
  if page.kind == "author" and page.params and page.params.author and page.number == 0 then
    return { structured = { ["@context"] = "https://schema.org", ["@type"] = "ProfilePage",
                            url = publish.absolute(page.url), mainEntity = person(page.params.author) } }
  end
  if page.kind == "series" and page.number == 1 then
    return { structured = { ["@context"] = "https://schema.org", ["@type"] = "CreativeWorkSeries",
                            ["@id"] = publish.absolute(page.url) .. "#series", name = page.title,
                            description = page.description, url = publish.absolute(page.url) } }
  end
  return nil
end

return P
