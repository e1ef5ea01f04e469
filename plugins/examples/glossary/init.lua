-- glossary: the first mention of a term in an article links to the page that explains it.
local P = publish.plugin {
  name = "glossary", version = "1.0.0", api = 1,
  doc = "Explain the terms of data/glossary.yaml on one page, and link to it from the articles.",
  options = {
    url = publish.string { default = "/glossary/" }, title = publish.string { default = "Glossary" },
  },
}

-- Where a term stands in s. "art" is not mentioned in "party"; Chinese has no blanks and needs none.
local function find(s, term)
  local from, to = s:find(term, 1, true)
  while from and (s:sub(math.max(from - 1, 1), from):find("^%w%w") or s:sub(to, to + 1):find("^%w%w")) do
    from, to = s:find(term, to + 1, true)
  end
  return from, to
end

-- The first term in s that was not linked yet; of two that begin together, the longer one.
local function mention(s, terms, seen)
  local found
  for term in pairs(terms) do
    local from, to = find(s, term)
    if from and not seen[term] and (not found or from < found.from or from == found.from and to > found.to) then
      found = { term = term, from = from, to = to }
    end
  end
  return found
end

local function keep_out() return nil, false end -- leave it, and what is in it

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

function P.transform(doc, article, site) return link(doc, site.data.glossary or {}, {}) end

function P.pages(key, rows, add, site)
  local items = {}
  for term, meaning in pairs(site.data.glossary or {}) do
    items[#items + 1] = { term = term, id = text.anchor(term), meaning = meaning }
  end
  add { url = P.options.url, layout = "glossary.html", kind = "glossary", title = P.options.title, params = { items = items } }
end

return P
