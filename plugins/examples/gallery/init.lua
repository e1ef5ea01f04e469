-- gallery: the pictures of an article's folder, shown where the text says {{< gallery >}} or :::gallery.
--
-- A picture's caption is its file name without number and ending: "02-the harbour.jpg" is "the harbour".
local P = publish.plugin {
  name = "gallery", version = "1.0.0", api = 1,
  doc = "Show the pictures of a folder as a gallery.",
  options = {
    size = publish.integer { default = 2000, min = 1, doc = "pictures wider than this are reported", per_article = true },
  },
  checks = {
    ["gallery-empty"] = { level = "error", doc = "a gallery without pictures" },
    ["gallery-size"] = { level = "warning", doc = "a picture that is wider than the option `size`" },
  },
}

local function caption(name)
  return (name:match("([^/]*)%.%w+$"):gsub("^%d+[-_ ]*", ""):gsub("[-_]", " "))
end

local function pictures(article, folder)
  local found = {}
  for _, file in ipairs(article.files) do
    if file.width and text.starts(file.name, folder) then found[#found + 1] = file end
  end
  return found
end

local function gallery(node, next, article)
  local folder, items = node.args[1] or "", {}
  for _, file in ipairs(pictures(article, folder)) do
    if file.width > P.options.size then
      node:check("gallery-size", file.name .. " is " .. file.width .. " pixels wide")
    end
    items[#items + 1] = ast.figure { ast.image { url = file.url, alt = caption(file.name), width = file.width, height = file.height }, ast.caption { caption(file.name) } }
  end
  if #items == 0 then node:check("gallery-empty", "there are no pictures for this gallery", "put them beside the article") end
  return ast.div { class = "gallery", role = "group", ["aria-label"] = publish.t("gallery", { n = #items }), items }
end

P.render = { directive = { gallery = gallery } }

return P
