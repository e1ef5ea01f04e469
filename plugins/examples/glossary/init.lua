-- glossary: the first mention of a term in an article links to the page that explains it.
local P = publish.plugin {
  name = "glossary", version = "1.0.0", api = 1,
  doc = "Explain the terms of data/glossary.yaml on one page, and link to it from the articles.",
  options = {
    url = publish.string { default = "/glossary/", doc = "address of the page" },
    title = publish.string { default = "Glossary", doc = "its title" },
  },
}

-- "art" is not mentioned in "party". Chinese has no blanks between words, and needs none.
local function alone(s, from, to)
  return not s:sub(math.max(from - 1, 1), from):find("^%w%w") and not s:sub(to, to + 1):find("^%w%w")
end

-- The first term in s that was not linked yet; of two that begin together, the longer one.
local function mention(s, terms, seen)
  local found
  for term in pairs(terms) do
    local from, to = s:find(term, 1, true)
    if from and not seen[term] and alone(s, from, to)
      and (not found or from < found.from or from == found.from and to > found.to) then
      found = { term = term, from = from, to = to }
    end
  end
  return found
end

local function keep_out() return nil, false end

local link = ast.filter {
  heading = keep_out, link = keep_out,
  text = function(node, terms, seen)
    local parts, rest = {}, node.literal
    local found = mention(rest, terms, seen)
    while found do
      seen[found.term] = true
      parts[#parts + 1] = rest:sub(1, found.from - 1)
      parts[#parts + 1] = ast.link { url = P.options.url .. "#" .. text.anchor(found.term), found.term }
      rest = rest:sub(found.to + 1)
      found = mention(rest, terms, seen)
    end
    if #parts > 0 then return { parts, rest } end
  end,
}

function P.transform(doc, article, site)
  if site.data.glossary then return link(doc, site.data.glossary, {}) end
end

P.pages = {
  site = function(key, rows, add, site)
    local items = {}
    for term, meaning in pairs(site.data.glossary or {}) do
      items[#items + 1] = { term = term, id = text.anchor(term), meaning = meaning }
    end
    table.sort(items, function(a, b) return text.compare(a.term, b.term) < 0 end)
    if #items > 0 then
      add { url = P.options.url, layout = "glossary.html", kind = "glossary", title = P.options.title, params = { items = items } }
    end
  end,
}

return P
