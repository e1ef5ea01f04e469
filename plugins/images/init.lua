-- images: whose a picture is, what it shows, and whether it may go out as it is.
--
-- Credit and licence of a picture come from the figure itself,
--
--   {{< figure src="flood.jpg" alt="..." credit="Ann Lee" licence="CC BY 4.0" source="https://..." >}}
--
-- or, for a file wherever it is shown, from data/images.yaml, by its path in the
-- repository or else by its name:
--
--   flood.jpg: { credit: Ann Lee, licence: CC BY 4.0, source: "https://...", zh: { credit: 李安 } }
--
-- They stand at the end of the caption. A picture alone in its paragraph becomes a
-- figure when there is a credit to show; those within a line of text are credited in
-- a line of their own behind the text.
--
-- When the caption says the very same as the alternative text, a screen reader would
-- read it twice, so the picture's own is left empty: the figure still has its name
-- from the caption. Only when the picture is a link it stays, because a link needs words.
--
-- Checks (publish.yaml, `checks:`): image_alt, image_size and image_gps warn,
-- image_credit is off, because most sites show pictures of their own.

local P = publish.plugin {
  name = "images", version = "1.0.0", api = 1,
  doc = "Credit and licence of pictures; checks of their alternative text, size and place.",
  options = {
    max_kb = publish.integer { default = 300, min = 1, doc = "kilobytes above which image_size reports a file" },
  },
  checks = {
    image_alt    = { level = "warning", doc = "a picture without alternative text, or one that says nothing" },
    image_credit = { level = "off", doc = "a picture without credit or licence" },
    image_gps    = { level = "warning", doc = "a file that says where it was taken" },
    image_size   = { level = "warning", doc = "a file that is larger than max_kb" },
  },
}

local rights = require "rights"
local alt = require "alt"

-- -- credits --

-- The picture of a paragraph or link that holds nothing else.
local function only_image(node)
  if #node ~= 1 then return nil end
  local inner = node[1]
  if inner.type == "image" then return inner end
  if inner.type == "link" and #inner == 1 and inner[1].type == "image" then return inner[1], inner end
end

local function figure_parts(figure)
  local image, link, caption
  for _, part in pairs(figure) do
    if part.type == "image" then image = part
    elseif part.type == "link" then image, link = only_image { part, type = "x" }
    elseif part.type == "caption" then caption = part end
  end
  return image, link, caption
end

local function figure(node, article, site)
  local image, link, caption = figure_parts(node)
  if not image then return nil end
  local credit = rights.line(rights.find(image, article, site, node))
  local twice = caption and not link and image.alt ~= "" and text.trim(image.alt) == text.trim(caption:text())
  if not credit and not twice then return nil end
  if twice then
    image = ast.image { url = image.url, title = image.title, width = image.width, height = image.height,
      decorative = true }
  end
  local below = { caption and caption:children() or nil }
  if credit then
    if caption then below[#below + 1] = " " end
    below[#below + 1] = credit
  end
  return ast.figure { id = node.id, class = node.class, link or image, caption = below }
end

local function paragraph(node, article, site)
  local image, link = only_image(node)
  if not image then return nil end
  local credit = rights.line(rights.find(image, article, site))
  return credit and ast.figure { link or image, caption = { credit } }
end

local rewrite = ast.filter { figure = figure, paragraph = paragraph }

-- Pictures within a line of text, each once.
local function inline_credits(doc, article, site)
  local lines, seen = {}, {}
  ast.walk(doc, function(node)
    if node.type == "figure" or (node.type == "paragraph" and only_image(node)) then return false end
    if node.type ~= "image" then return end
    local found = rights.find(node, article, site)
    local key = found and table.concat({ found.credit or "", found.licence or "", found.source or "" }, "\n")
    if key and not seen[key] then
      seen[key] = true
      if #lines > 0 then lines[#lines + 1] = " " end
      lines[#lines + 1] = rights.line(found)
    end
  end)
  return #lines > 0 and ast.paragraph { class = "image-credits", table.unpack(lines) } or nil
end

-- -- checks --

local function missing_rights(found)
  local credit, licence = found and found.credit, found and found.licence
  if credit and licence then return nil end
  return not credit and not licence and "no credit and no licence" or credit and "no licence" or "no credit"
end

-- What is wrong with the picture itself. `report(rule, message, help)`.
local function check_file(report, file, facts, found)
  local name = file and file:match("[^/]+$") or "the image"
  local lacking = missing_rights(found)
  if lacking then
    report("image_credit", "the image has " .. lacking, file and
      "put it into data/images.yaml: " .. name .. ": { credit: ..., licence: ... }" or
      'write it as {{< figure src="..." credit="..." licence="..." >}}')
  end
  if not facts then return end
  local kb = (facts.bytes + 500) // 1000
  if kb > P.options.max_kb then
    report("image_size", name .. " has " .. kb .. " kB, more than " .. P.options.max_kb,
      facts.type == "svg" and "fewer points or digits draw the same picture" or facts.width and facts.width > 1600 and
      "it is " .. facts.width .. " pixels wide: 1600 are enough for any screen that shows this page" or
      "save it with less quality, or as WebP or AVIF")
  end
  if facts.gps then
    report("image_gps", name .. " says where it was taken", "take the place out: exiftool -gps:all= -xmp:geotag= " .. name)
  end
end

local function check_image(node, article, site, holder)
  local function report(...) node:check(...) end
  local problem, help = alt.problem_of_node(node)
  if problem then report("image_alt", problem, help) end
  check_file(report, node.file, node.file and site:image(node.file), rights.find(node, article, site, holder))
end

local function check_lead(article, site)
  local image = article.image
  local at = "image"
  local function report(rule, message, help) article:check(rule, at, message, help) end
  local problem, help = alt.problem_of_lead(image)
  if problem then
    at = image.alt and "image.alt" or "image.src"
    report("image_alt", problem, help)
  end
  at = "image.src"
  check_file(report, image.file, image.file and site:image(image.file), image)
end

local function check(doc, article, site)
  if article.image then check_lead(article, site) end
  local function look(node)
    if node.type == "figure" then
      local image = figure_parts(node)
      if image then
        check_image(image, article, site, node)
        return false
      end
    elseif node.type == "image" then
      check_image(node, article, site)
    end
  end
  ast.walk(doc, look)
end

function P.transform(doc, article, site)
  check(doc, article, site)
  local credits = inline_credits(doc, article, site)
  local edited = rewrite(doc, article, site)
  if not credits then return edited end
  return { edited or doc, credits }
end

return P
