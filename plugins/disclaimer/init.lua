-- disclaimer: insert the notice that an article's origin calls for.
--
-- A notice is a Markdown file below notices/, <id>.<language>.md, with its version and
-- the time in which it holds. Which one an article gets is decided from the particular
-- to the general:
--
--   1. the article's own `notice`: an id, a list of ids, or `none`
--   2. the `notice` of its source (data/sources.yaml)
--   3. the rules: the first that has a notice and whose conditions hold; with
--      `all: true` every such rule
--
--   disclaimer:
--     rules:
--       - { when: { source: true }, notice: republished, require: source.url }
--       - { when: { categories: opinion }, notice: opinion }
--
-- `require` names fields that an article must have to which the rule applies; so does
-- `requires` in a notice. A rule without a notice only requires, and applies whenever its
-- conditions hold. What a rule requires stays required when the article or its source
-- names another notice: the article is still what the rule is about.
--
-- Facts: `notices` are the ids; `chosen` says of each which file and version it is, who
-- chose it ("article", "source" or "rule") and why; `missing` lists what is required and
-- not there. `publish notices` prints them.

local P = publish.plugin {
  name = "disclaimer", version = "2.0.0", api = 1,
  doc = "Insert the legal notice that an article's origin calls for.",
  options = {
    position = publish.enum { "top", "bottom", default = "bottom", per_article = true,
      doc = "before or after the text" },
    all      = publish.boolean { default = false, doc = "every rule that holds adds its notice" },
    heading  = publish.boolean { default = false, doc = "show a notice's title above it" },
    version  = publish.boolean { default = false, doc = "show a notice's version and since when it holds" },
    rules    = publish.list { default = {}, publish.record {
      name     = publish.string { doc = "what messages and `publish notices` call the rule" },
      when     = publish.match { required = true },
      notice   = publish.list { publish.string(), single = true, doc = "ids of the notices" },
      require  = publish.list { publish.string(), single = true, doc = "fields that such an article must have" },
      position = publish.enum { "top", "bottom", doc = "in place of the plugin's own" },
      reason   = publish.string { doc = "why there is this rule; for `publish notices`" },
    } },
  },
}

local fields = require "fields"

local function rule_name(number)
  local name = P.options.rules[number].name
  return name and "the rule '" .. name .. "'" or "rule " .. number .. " of disclaimer"
end

-- The rules that apply: a list of { number, why }. Of those with a notice only the
-- first, unless `all`.
local function applying(article)
  local list, chosen = {}, false
  for number, rule in ipairs(P.options.rules) do
    local gives = rule.notice and #rule.notice > 0
    if not gives or P.options.all or not chosen then
      local why = P.options.rules:why(number, article)
      if why then
        list[#list + 1] = { number = number, why = why }
        chosen = chosen or gives
      end
    end
  end
  return list
end

-- Ids that the article itself names: nil when it says nothing.
local function named(article)
  if not article.notice then return nil end
  local ids = {}
  for _, id in ipairs(article.notice) do
    if id ~= "none" then ids[#ids + 1] = id end
  end
  return ids
end

-- The notices of an article in the order in which they stand, each once: { id, by, ... }.
local function choices(article, rules)
  local list, seen = {}, {}
  local function add(id, choice)
    if seen[id] then return end
    seen[id] = true
    choice.id = id
    list[#list + 1] = choice
  end
  local own = named(article)
  if own then
    for _, id in ipairs(own) do add(id, { by = "article" }) end
    return list
  end
  local source = article.source
  if source and source.notice then
    if source.notice ~= "none" then add(source.notice, { by = "source", source = source.id or source.name }) end
    if not P.options.all then return list end
  end
  for _, found in ipairs(rules) do
    local rule = P.options.rules[found.number]
    for _, id in ipairs(rule.notice or {}) do
      add(id, { by = "rule", rule = found.number, name = rule.name, reason = rule.reason, why = found.why,
        position = rule.position })
    end
  end
  return list
end

-- Which file and version it is, or what is wrong with it.
local function describe(choice, article, site)
  local notice = site.notices:has(choice.id) and site.notices[choice.id]
  if not notice then
    choice.problem = site.notices:problem(choice.id)
    return
  end
  local wanted = site.settings.notice_language == "article" and article.language or site.language
  choice.language, choice.version, choice.title = notice.language, notice.version, notice.title
  choice.file, choice.from, choice["until"] = notice.path, notice.from, notice.ends
  if notice.language ~= wanted then choice.wanted = wanted end
end

function P.derive(article, facts, stats, site)
  local rules = applying(article)
  local chosen = choices(article, rules)
  local ids, missing, asked = {}, {}, {}
  local function demand(list, by)
    for _, name in ipairs(list or {}) do
      local field = fields.resolve(name, site)
      if field and not asked[field] and fields.lacks(article, field) then
        asked[field] = true
        missing[#missing + 1] = { field = field, by = by, how = fields.how(field) }
      end
    end
  end
  for _, found in ipairs(rules) do demand(P.options.rules[found.number].require, rule_name(found.number)) end
  for _, choice in ipairs(chosen) do
    ids[#ids + 1] = choice.id
    describe(choice, article, site)
    if not choice.problem then demand(site.notices[choice.id].requires, "the notice '" .. choice.id .. "'") end
  end
  return { notices = ids, chosen = chosen, missing = missing }
end

-- Small print: which version this is, and since when it holds.
local function version_line(notice)
  if not P.options.version or not (notice.version or notice.from) then return nil end
  local language = notice.language
  local text = notice.version and publish.t("notice_version", { version = notice.version }, language)
  local since = notice.from and html.time { datetime = notice.from.iso, notice.from:format("long", language) }
  if not since then return ast.html(html.p { class = "notice-version", text }) end
  return ast.html(html.p { class = "notice-version", text, text and publish.t("notice_separator", nil, language),
    publish.t("notice_since", nil, language), " ", since })
end

local function box(choice, article, site)
  local notice = site.notices[choice.id]
  local label = notice.title or publish.t("notice_label", nil, notice.language)
  local parts = notice:blocks(article, { contact = site.contact and site.contact.email or "" })
  if P.options.heading and notice.title then
    table.insert(parts, 1, ast.paragraph { class = "notice-title", notice.title })
  end
  parts[#parts + 1] = version_line(notice)
  return ast.div {
    id = "notice-" .. text.anchor(choice.id), class = "notice", role = "note", lang = notice.language,
    ["aria-label"] = label, ["data-notice"] = choice.id, ["data-version"] = notice.version,
    ["data-from"] = notice.from and notice.from.iso,
    table.unpack(parts),
  }
end

-- Where the id came from is where the mistake is. Of a rule whose notice does not exist at
-- all P.check_site tells, once.
local function complain(choice, article, site)
  local known = site.notices:known(choice.id)
  if choice.by == "rule" and not known then return end
  local fix = known and "a version that holds now is a notice without `from` and `until`, or with others"
    or "add notices/" .. choice.id .. "." .. site.language .. ".md"
  if choice.by == "source" then
    article:error("source", choice.problem, fix)
  elseif choice.by == "rule" then
    P.options.rules:error(choice.rule, "notice", choice.problem, fix)
  else
    article:error("notice", choice.problem, fix)
  end
end

function P.transform(doc, article, site)
  local above, below = {}, {}
  local own = article.options and article.options.disclaimer
  for _, choice in ipairs(article.facts.disclaimer.chosen) do
    if choice.problem then
      complain(choice, article, site)
    else
      local list = (own and own.position or choice.position or P.options.position) == "top" and above or below
      list[#list + 1] = box(choice, article, site)
    end
  end
  if #above + #below == 0 then return nil end
  above[#above + 1] = doc
  for _, one in ipairs(below) do above[#above + 1] = one end
  return above
end

-- A withdrawn article's page may have a notice of its own.
function P.page(page, site)
  if page.kind ~= "withdrawn" then return nil end
  local id = page.params and page.params.notice
  if not id then return nil end
  local notice = site.notices:has(id) and site.notices[id]
  if not notice then
    log.error("the notice of a withdrawn article: " .. site.notices:problem(id))
    return nil
  end
  local params = page.params
  return { after_body = html.div { id = "notice-" .. text.anchor(id), class = "notice", role = "note",
    lang = notice.language, ["aria-label"] = notice.title or publish.t("notice_label", nil, notice.language),
    ["data-notice"] = id, ["data-version"] = notice.version, ["data-from"] = notice.from and notice.from.iso,
    notice:html(nil, { title = page.title, reason = params.reason or "", date = params.date or "",
      contact = site.contact and site.contact.email or "" }) } }
end

function P.check(article)
  for _, item in ipairs(article.facts.disclaimer.missing) do
    article:error(item.field, item.by .. " requires " .. item.field:gsub("^extra%.", "") .. ", which the article lacks",
      item.how)
  end
end

-- Rules that could never do what they say, whether an article is there for them or not.
function P.check_site(site)
  local rules = P.options.rules
  for number, rule in ipairs(rules) do
    for _, id in ipairs(rule.notice or {}) do
      if not site.notices:known(id) then
        rules:error(number, "notice", site.notices:problem(id), "add notices/" .. id .. "." .. site.language .. ".md")
      end
    end
    for _, name in ipairs(rule.require or {}) do
      if not fields.resolve(name, site) then
        rules:error(number, "require", "articles have no field '" .. name .. "' that could be required",
          "such as source.url, source.permission, source.licence, image.credit, or a field of `fields:`")
      end
    end
    if not rule.name and not (rule.notice and #rule.notice > 0) and not (rule.require and #rule.require > 0) then
      rules:error(number, "when", "the rule neither gives a notice nor requires anything", "add `notice:` or `require:`")
    end
  end
end

return P
