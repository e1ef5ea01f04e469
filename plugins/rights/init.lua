-- rights: rights go with the text.
--
-- The licence of an article, linked (rel="license"); that somebody paid for it, and that
-- machines had a part in it, said at its beginning and to machines; and rel="sponsored
-- nofollow" on links that are advertising.
--
-- Whose licence it is: the article's own (`licence:` in its front matter), else that of
-- its source, else the site's (`licence:` in publish.yaml). A text from elsewhere whose
-- source names no licence has none: the site's is for what is the site's.
--
-- Facts, for cards and other plugins: `licence` and `image_licence` are {name, url},
-- `sponsored` is {by, url}, `ai` is "generated" or "assisted".

local P = publish.plugin {
  name = "rights", version = "1.0.0", api = 1,
  doc = "Licences, advertising and the part of machines: shown, and said to machines.",
  before = { "tags" },
  options = {
    affiliates   = publish.list { default = {}, publish.string(),
                                  doc = "domains, with all below them, to which every link is advertising" },
    licences     = publish.map { default = {}, publish.url(), doc = "addresses of further licences, by name" },
    licence_line = publish.boolean { default = true, doc = "show the licence below the article" },
    ai_label     = publish.enum { "always", "unreviewed", default = "always",
                                  doc = "label what machines made always, or only when nobody is named who reviewed it" },
    propagator   = publish.string { doc = "name or code of the publisher in the implicit label; default the site's title" },
  },
}

local ai = require "ai"
local licences = require "licences"
local links = require "links"

local function web_address(url)
  return type(url) == "string" and url:find("^[hH][tT][tT][pP][sS]?://[^%s/]") and url or nil
end

local function sponsor(article)
  local given = article.sponsored
  if not given or given == "" then return nil end
  if type(given) == "string" then return { by = given } end
  if not ai.is_map(given) then return {} end
  local by = given.by or given.name
  return { by = type(by) == "string" and by ~= "" and by or nil, url = web_address(given.url) }
end

local function licence_of(article, site)
  local extra, source = article.extra, article.source
  local own = extra and (extra.licence or extra.license)
  if own then return own end
  if source then return source.licence end
  return site.settings.licence
end

function P.derive(article, facts, stats, site)
  local use = ai.read(article)
  return {
    licence = licences.find(licence_of(article, site), P.options.licences),
    image_licence = article.image and licences.find(article.image.licence, P.options.licences) or nil,
    sponsored = sponsor(article),
    ai = use and use.kind or nil,
  }
end

-- rel="sponsored nofollow": every way out of a paid article, and to affiliates from any.
P.render = {}

function P.render.link(node, next, article)
  local host = links.host(node.url)
  if not host or host == links.host(publish.absolute("/")) then return nil end
  if not article.sponsored and not links.covers(P.options.affiliates, host) then return nil end
  local rel = links.add(node:attribute("rel"), "sponsored", "nofollow")
  local title = node.title ~= "" and node.title or nil
  return next(ast.link { url = node.url, title = title, id = node.id, class = node.class, rel = rel,
    table.unpack(node:children()) })
end

local function sponsor_label(article)
  local paid = article.facts.rights.sponsored
  if not paid then return nil end
  local by = paid.by and html.bdi { lang = article.language, paid.by }
  if by and paid.url then by = html.a { href = paid.url, rel = "sponsored nofollow", by } end
  return html.p { class = "rights-label sponsor-label", lang = publish.t("rights_language"),
    by and { publish.t("sponsored_by"), by } or publish.t("sponsored_content") }
end

local function ai_label(article, use)
  if use.reviewed_by and P.options.ai_label == "unreviewed" then return nil end
  local parts = {}
  if use.text then
    parts[1] = html.span { lang = article.language, use.text }
  else
    for i, role in ipairs(use.roles) do parts[i] = publish.t("ai_role_" .. role) end
  end
  if use.tool then parts[#parts + 1] = publish.t("ai_tool", { tool = use.tool }) end
  if use.reviewed_by then
    parts[#parts + 1] = publish.t("ai_reviewed", { name = table.concat(use.reviewed_by, publish.t("rights_list")) })
  end
  return html.p { class = "rights-label ai-label", ["data-ai"] = use.kind, lang = publish.t("rights_language"),
    html.join(parts, publish.t("rights_separator")) }
end

-- To machines: IPTC's code, the implicit label of GB 45438-2025, and schema.org.
local function ai_head(article, use, site)
  local head = { html.meta { name = "Iptc4xmpExt:DigitalSourceType",
    content = "http://cv.iptc.org/newscodes/digitalsourcetype/" .. ai.source_type(use) } }
  if use.kind == "generated" then
    head[2] = html.meta { name = "AIGC", content = ai.aigc(use, article, P.options.propagator or site.title) }
  end
  return html.join(head)
end

local function ai_structured(article, use)
  local address, kind = publish.absolute(article.url), ai.source_type(use)
  local graph = { { ["@type"] = "CreativeWork", ["@id"] = address .. "#article",
    digitalSourceType = "https://schema.org/" .. kind:sub(1, 1):upper() .. kind:sub(2) .. "DigitalSource" } }
  if use.reviewed_by then
    local people = {}
    for i, name in ipairs(use.reviewed_by) do people[i] = { ["@type"] = "Person", name = name } end
    graph[2] = { ["@type"] = "WebPage", ["@id"] = address, reviewedBy = people }
  end
  return { ["@context"] = "https://schema.org", ["@graph"] = graph }
end

local function licence_link(licence, rel)
  if not licence.url then return html.span { licence.name } end
  return html.a { href = licence.url, rel = rel, licence.name }
end

local function licence_lines(article)
  local facts = article.facts.rights
  if not P.options.licence_line or not (facts.licence or facts.image_licence) then return nil end
  return html.p { class = "licence", lang = publish.t("rights_language"),
    facts.licence and { publish.t("rights_licence"), licence_link(facts.licence, "license") },
    facts.licence and facts.image_licence and " · ",
    facts.image_licence and { publish.t("rights_image_licence"), licence_link(facts.image_licence) } }
end

function P.page(page, site)
  local article = page.article
  if not article then return nil end
  local use = ai.read(article)
  return {
    head = use and ai_head(article, use, site),
    before_body = html.join { sponsor_label(article), use and ai_label(article, use) or nil },
    after_body = licence_lines(article),
    structured = use and ai_structured(article, use) or nil,
  }
end

function P.check(article)
  ai.check(article)
  local given = article.sponsored
  if given == nil or type(given) == "boolean" or type(given) == "string" then return end
  if not ai.is_map(given) then
    article:error("sponsored", "'sponsored' must be true, by whom, or a record",
      "such as sponsored: Bell & Co, or sponsored: { by: Bell & Co, url: \"https://bell.example/\" }")
  elseif given.url and not web_address(given.url) then
    article:error("sponsored.url", "the address of a sponsor is a web address", "such as https://example.org/")
  end
end

-- Domains, not addresses.
function P.check_site()
  for i, domain in ipairs(P.options.affiliates) do
    if not domain:find("^[%w.-]+%.[%w-]+$") then
      P.options.affiliates:error(i, "", "'" .. domain .. "' is not a domain", "such as shop.example.com")
    end
  end
end

return P
