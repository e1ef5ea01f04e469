-- directives: the few that every site can use, whichever generator it came from.
--
--   :::note A title            {{< tip >}} ... {{< /tip >}}       {% warning %} ... {% endwarning %}
--   Text of the box.
--   :::
--
-- Each is declared below with what it takes; `publish plugin doc directives` prints that.
-- Pages load nothing from elsewhere: what others would show inside of a page is a card
-- with a link. figure and image are made by publish itself; they are here for their
-- description. Another plugin that claims one of these names says
-- before = { "directives" } and comes first.

local text, url = publish.string, publish.url

local function box(doc)
  return { doc = doc, pair = true, unnamed = { "title" }, args = { title = text { doc = "what stands above it" } } }
end

-- Boxes that say their kind in a value, as other generators have them.
local function typed_box()
  return { doc = "a box; type says which", pair = true, open = true, unnamed = { "type", "title" }, args = {
    type = text { doc = "note, info, tip, important, warning, caution or danger" },
    style = text { doc = "another name for type" },
    color = text { doc = "another name for type" },
    title = text { doc = "what stands above it" },
  } }
end

-- A link to something that others show inside of the page.
local function elsewhere(doc, unnamed, id)
  return { doc = doc, open = true, unnamed = unnamed, args = {
    id = id or text { required = true, doc = "what its address ends with" },
    user = text { doc = "whose it is, where the address needs it" },
    file = text { doc = "of a gist: one of its files" },
    title = text { doc = "what the link says; its address unless given" },
    description = text { doc = "a sentence below it" },
  } }
end

local function picture(doc, unnamed)
  return { doc = doc, unnamed = unnamed, args = {
    src = text { required = true, doc = "the file, beside the article or from /static on; or an address" },
    alt = text { doc = "what it shows; \"\" for one that says nothing" },
    caption = text { doc = "what stands below it" },
    credit = text { doc = "who made it" },
    licence = text { doc = "under which licence" },
    source = url { doc = "where it is from" },
    link = text { doc = "where it leads" },
    class = text { doc = "left, right, center, wide, or what markdown.classes allows" },
    width = publish.integer { min = 1, doc = "in pixels" },
    height = publish.integer { min = 1, doc = "in pixels" },
  } }
end

local function quotation()
  return { doc = "a quotation and where it is from", unnamed = { "text", "author", "source", "url" }, args = {
    text = publish.text { doc = "the words; or they stand between the directive and its end, and this is the author" },
    author = text { doc = "who said it" },
    source = text { doc = "where: a book, an article" },
    url = url { relative = true, doc = "its address" },
    link = url { relative = true, doc = "another name for url" },
    title = text { doc = "another name for source" },
  } }
end

local function reference(doc)
  return { doc = doc, open = true, unnamed = { "path" }, args = {
    path = text { required = true, doc = "the article's file, or its name" },
  } }
end

local P = publish.plugin {
  name = "directives", version = "2.0.0", api = 1,
  doc = "Boxes, quotations, tables, cards and links written as directives.",
  options = {
    boxes = publish.boolean { default = true, doc = "note, info, tip, important, warning, caution, danger" },
    table_rows = publish.integer { default = 1000, min = 1, max = 10000, doc = "the most rows that a table of a data file shows" },
  },
  directives = {
    figure = picture("a picture with a caption", { "src" }),
    image = picture("a picture", { "src", "alt" }),
    quote = quotation(),
    blockquote = quotation(),
    embed = { doc = "a card with a link to another page", unnamed = { "url", "title" }, args = {
      url = url { required = true, doc = "the address" },
      title = text { doc = "what the link says; the address unless given" },
      description = text { doc = "a sentence below it" },
      image = text { doc = "a picture of the repository" },
      alt = text { doc = "what the picture shows" },
    } },
    table = { doc = "a table from a file of data/", unnamed = { "data" }, args = {
      data = text { required = true, doc = "the file below data/, without its ending" },
      columns = publish.list { text(), doc = "the columns to show, in this order; all unless given" },
      headings = publish.list { text(), doc = "what stands above them; their names unless given" },
      align = publish.list { publish.enum { "left", "center", "right", "auto" }, doc = "numbers stand on the right unless given" },
      sort = text { doc = "a column; with - in front the greatest first" },
      limit = publish.integer { min = 1, doc = "so many rows" },
      caption = text { doc = "what stands below it" },
    } },
    details = { doc = "text that readers open", pair = true, open = true, unnamed = { "summary" }, args = {
      summary = text { doc = "what is seen at first" },
      open = text { doc = "true: it is open at first" },
    } },
    note = box("something worth to know"), info = box("the same as note"), tip = box("something that helps"),
    important = box("something not to miss"), warning = box("something that may go wrong"),
    caution = box("something that may hurt"), danger = box("the same as caution"),
    hint = typed_box(), alert = typed_box(), notice = typed_box(), admonition = typed_box(), callout = typed_box(),
    youtube = elsewhere("a video", { "id" }), vimeo = elsewhere("a video", { "id" }),
    gist = elsewhere("code on GitHub", { "user", "id", "file" }, text { doc = "its number" }),
    tweet = elsewhere("a post on X", { "user", "id" }, text { doc = "its number" }),
    twitter = elsewhere("a post on X", { "user", "id" }, text { doc = "its number" }),
    x = elsewhere("a post on X", { "user", "id" }, text { doc = "its number" }),
    instagram = elsewhere("a post on Instagram", { "id" }),
    ref = reference("the address of an article, for a link"),
    relref = reference("the address of an article, for a link"),
    post_url = reference("the address of an article, for a link"),
    highlight = { doc = "code", pair = true, open = true, unnamed = { "lang" }, args = { lang = text { doc = "its language" } } },
    comment = { doc = "what nobody sees", pair = true, open = true },
    raw = { doc = "text in which directives are none", pair = true, open = true },
  },
}

local cards = require "cards"
local tables = require "tables"

local KINDS = { note = "note", info = "note", tip = "tip", success = "tip", important = "important",
                primary = "important", warning = "warning", caution = "caution", danger = "caution", error = "caution" }

local function box_of(node, kind)
  local title = node.args.title or publish.t("directives_" .. kind)
  if not node.block then
    return ast.span { class = "box-inline box-" .. kind, id = node.id, role = "note",
      ast.strong { title }, " ", node:children() }
  end
  return ast.div { class = "box box-" .. kind, id = node.id, role = "note",
    ast.paragraph { class = "box-title", title }, node:children() }
end

local function typed(node)
  local args = node.args
  local kind = args.type or args.style or args.color or "note"
  if KINDS[kind] then return box_of(node, KINDS[kind]) end
  return ast.div { class = "box box-note", id = node.id, role = "note",
    ast.paragraph { class = "box-title", args.title or kind }, node:children() }
end

local function code(node)
  local lines = (node.literal or ""):gsub("^[ \t]*\r?\n", "")
  return ast.code_block { info = node.args.lang or "", lines }
end

local COMMAS = { zh = "，", ja = "、" }

-- "Words", Author, Source: whatever of it is there.
local function quote(node, article)
  local args, words = node.args, node:children()
  local author, source, address = args.author, args.source or args.title, args.url or args.link
  if #words == 0 then
    if not args.text then
      node:error("a quotation without words", "write them between {{< quote >}} and {{< /quote >}}, or text=\"...\"")
      return nil
    end
    words = ast.paragraph { args.text }
  elseif args.text and not author then
    author = args.text
  end
  if not node.block then return ast.span { class = "quote", args.text or node:children() } end
  if address and not source and not author then source = (address:gsub("^https?://", "")) end
  local by = {}
  if author then by[1] = source and author or address and ast.link { url = address, author } or author end
  if source then
    if author then by[#by + 1] = COMMAS[article.language:match("^%a+")] or ", " end
    by[#by + 1] = ast.span { class = "quote-source", address and ast.link { url = address, source } or source }
  end
  return ast.figure { class = "quote", id = node.id,
    ast.block_quote { words }, #by > 0 and ast.caption { by } or nil }
end

local REFERS = { ref = true, relref = true, post_url = true, link = true }

-- The path of a file from the folder of the article, as links are written.
local function from_article(article, path)
  local _, depth = article.path:gsub("/", "")
  return ("../"):rep(depth) .. path:gsub("^/", "")
end

-- {% post_url 2020-01-31-name %} says neither folder nor ending.
local function post_path(article, site, name)
  local folder = article.path:match("^(.*/)") or ""
  for _, ending in ipairs { "md", "markdown", "html" } do
    if site:article(folder .. name .. "." .. ending) then return name .. "." .. ending end
  end
  return name .. ".md"
end

-- Where {{< ref "other.md" >}} leads, or nil.
local function target(node, article, site)
  local name, to = node.name, node.args.path or node.args[1]
  local scheme = to and to:match("^%a[%w+.-]*:")
  if not to or scheme and scheme ~= "https:" and scheme ~= "http:" then
    node:error(name .. (to and " leads to an article, not to '" .. to .. "'" or " needs an article"),
      'such as {{< ref "other.md" >}}')
    return nil
  end
  if name == "post_url" then return post_path(article, site, to) end
  return name == "link" and from_article(article, to) or to
end

-- [text]({{< ref "other.md" >}}#part); what stands behind the directive stays there.
local function reference_link(node, article, site)
  local to = target(node, article, site)
  if not to then return node:children() end
  return ast.link { url = to .. (node.url:match("[}%%]}([#?].*)$") or ""), title = node.title, node:children() }
end

-- In a text and not in a link, its address is what others print.
local function reference_text(node, article, site)
  local to = target(node, article, site)
  local link = to and ast.link { url = to, to }
  return link and node.block and ast.paragraph { link } or link
end

P.transform = ast.filter {
  directive = function(node, article, site)
    local name = node.name
    if node.unclosed and (name == "highlight" or name == "comment" or name == "raw") then return nil end
    if name == "highlight" then return code(node) end
    if name == "comment" then return false end
    if name == "raw" then return node:children() end
    if name == "quote" or name == "blockquote" then return quote(node, article) end
    if name == "table" then return tables.make(node, article, site, P.options.table_rows) end
    if name == "embed" then return cards.embed(node) end
    if name == "ref" or name == "relref" or name == "post_url" then return reference_text(node, article, site) end
    if name == "include" then return cards.included(node) end
    if cards.known(name) then return cards.elsewhere(node) end
  end,
  link = function(node, article, site)
    if REFERS[node.name] then return reference_link(node, article, site) end
  end,
}

P.render = { directive = {
  details = function(node, next)
    local args = node.args
    return html.details { id = node.id, open = args.open == "true" or args.open == "open",
      html.summary { args.summary or publish.t("directives_details") }, next(node:children()) }
  end,
} }

for _, name in ipairs { "hint", "alert", "notice", "admonition", "callout" } do
  P.render.directive[name] = function(node)
    if P.options.boxes then return typed(node) end
  end
end
for _, name in ipairs { "note", "info", "tip", "important", "warning", "caution", "danger" } do
  P.render.directive[name] = function(node)
    if P.options.boxes then return box_of(node, KINDS[name]) end
  end
end

return P
