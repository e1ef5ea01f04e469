-- work.lua -- an article in the words of schema.org.

local work = {}

-- Left out when it has nothing but its type.
local function thing(kind, fields)
  if next(fields) == nil then return nil end
  fields["@type"] = kind
  return fields
end

local function organisation(name, url)
  return name and thing("Organization", { name = name, url = url }) or nil
end

-- The address of a licence, or its name when it has none that we know.
function work.licence(licence)
  if not licence then return nil end
  if licence:match("^https?://%S+$") then return licence end
  local plain = licence:upper():gsub("[%s_]+", " ")
  local terms, version = plain:match("^CC[ -]BY([%-A-Z]*)[ -](%d%.%d)")
  if terms and (terms == "" or terms:match("^%-[NCSDA%-]+$")) then
    return "https://creativecommons.org/licenses/by" .. terms:lower() .. "/" .. version .. "/"
  end
  if plain:match("^CC ?0") then return "https://creativecommons.org/publicdomain/zero/1.0/" end
  return { ["@type"] = "CreativeWork", name = licence }
end

function work.publisher(site, logo)
  return { ["@type"] = "Organization", name = site.title, url = publish.absolute(publish.link("/")),
           logo = logo and { ["@type"] = "ImageObject", url = publish.absolute(publish.link(logo)) } or nil }
end

-- When it was changed last: an update, or a correction.
function work.modified(article)
  local at = article.updated
  for _, correction in ipairs(article.corrections or {}) do
    if correction.date and (not at or at < correction.date) then at = correction.date end
  end
  if at and article.date and at < article.date then return article.date end
  return at
end

function work.people(article)
  local list, own = {}, article.facts.lists and article.facts.lists.authors
  for i, author in ipairs(article.authors or {}) do
    local url = author.url or own and own[i] and own[i].url
    list[i] = { ["@type"] = "Person", name = author.name, jobTitle = author.role, url = url and publish.absolute(url),
                affiliation = organisation(author.affiliation) }
  end
  return #list > 0 and list or nil
end

local function image_of(article)
  local image = article.image
  if not image or not image.url then return nil end
  return { ["@type"] = "ImageObject", url = publish.absolute(image.url), width = image.width, height = image.height,
           caption = image.caption or image.alt, creditText = image.credit, license = work.licence(image.licence) }
end

local function sections(article)
  local lists, out = article.facts.lists, {}
  if lists then
    for i, item in ipairs(lists.categories or {}) do out[i] = item.name end
  else
    for i, name in ipairs(article.categories or {}) do out[i] = name end
  end
  return #out > 0 and out or nil
end

local function keywords(article)
  local out = {}
  for i, tag in ipairs(article.tags or {}) do out[i] = tag end
  return #out > 0 and out or nil
end

local function corrections(article)
  local out = {}
  for i, correction in ipairs(article.corrections or {}) do
    out[i] = { ["@type"] = "CorrectionComment", text = correction.text,
               datePublished = correction.date and tostring(correction.date) or nil }
  end
  return #out > 0 and out or nil
end

local ACTIONS = { { "views", "ViewAction" }, { "likes", "LikeAction" }, { "comments", "CommentAction" },
                  { "favourites", "BookmarkAction" } }

local function interactions(article)
  local counts, out = article.facts.counts, {}
  for _, action in ipairs(counts and ACTIONS or {}) do
    local n = counts[action[1]]
    if math.type(n) == "integer" then
      out[#out + 1] = { ["@type"] = "InteractionCounter", userInteractionCount = n,
                        interactionType = "https://schema.org/" .. action[2] }
    end
  end
  return #out > 0 and out or nil
end

local function sponsor(article)
  local by = article.sponsored
  if not by or by == true then return nil end
  if type(by) == "string" then return organisation(by) end
  return type(by.by) == "string" and organisation(by.by, type(by.url) == "string" and by.url or nil) or nil
end

-- Whose it is and on what terms: the source's for a republished article, else ours.
local function rights(article, site, out)
  local source = article.source
  local owner = source and (source.name or source.author)
  local year = article.date and article.date:format("yyyy", "en", site.timezone)
  out.copyrightHolder = owner and organisation(owner, source.home) or organisation(site.title)
  out.copyrightYear = year and tonumber(year) or nil
  out.copyrightNotice = source and source.credit or "© " .. (not owner and year and year .. " " or "") .. (owner or site.title)
  local licence = source and source.licence or not source and site.settings.licence or nil
  if licence then
    out.license = work.licence(licence)
    out.copyrightNotice = out.copyrightNotice .. ", " .. licence
  end
  if source then
    out.creditText = source.credit or owner
    if source.original then
      out.isBasedOn = { ["@type"] = "CreativeWork", url = source.original, publisher = organisation(source.name, source.home),
                        author = source.author and { ["@type"] = "Person", name = source.author } or nil }
    end
  else
    local names = {}
    for i, author in ipairs(article.authors or {}) do names[i] = author.name end
    out.creditText = #names > 0 and table.concat(names, ", ") or site.title
  end
end

-- `kind` is the type; `others` the rows of its translations.
function work.of(article, site, kind, others, logo)
  local url = publish.absolute(article.url)
  local modified = work.modified(article)
  local series = article.facts.lists and article.facts.lists.series
  local out = {
    ["@type"] = kind, ["@id"] = url .. "#article", url = url, mainEntityOfPage = { ["@type"] = "WebPage", ["@id"] = url },
    headline = article.title, description = article.description or article.excerpt, inLanguage = article.language,
    datePublished = article.date and tostring(article.date) or nil,
    dateModified = modified and tostring(modified) or article.date and tostring(article.date) or nil,
    author = work.people(article) or organisation(site.title), publisher = work.publisher(site, logo),
    image = image_of(article), keywords = keywords(article), articleSection = sections(article),
    wordCount = article.words, correction = corrections(article), interactionStatistic = interactions(article),
    sponsor = sponsor(article),
  }
  if series then
    local page = publish.absolute(series.url)
    out.isPartOf = { ["@type"] = "CreativeWorkSeries", ["@id"] = page .. "#series", name = series.name, url = page }
  end
  local translations = {}
  for _, row in ipairs(others) do
    translations[#translations + 1] = { ["@type"] = "CreativeWork", url = publish.absolute(row.url),
                                        inLanguage = row.language, name = row.title }
  end
  if #translations > 0 then out.workTranslation = translations end
  rights(article, site, out)
  return out
end

return work
