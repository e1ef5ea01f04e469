-- An article sets an option for itself; everywhere else the site's holds.
local P = publish.plugin {
  name = "box", version = "1.0.0", api = 1, outputs = { "options.txt" },
  options = {
    place = publish.enum { "top", "bottom", default = "top", per_article = true },
    size  = publish.integer { default = 3, max = 9, per_article = true },
    words = publish.list { publish.string(), default = { "one" }, per_article = true },
    plain = publish.string { default = "plain" },
  },
}

local at_load = P.options.place

local function seen()
  local all = {}
  for name, value in pairs(P.options) do
    all[#all + 1] = name .. "=" .. (name == "words" and table.concat({ table.unpack(P.options.words) }, "+") or tostring(value))
  end
  return table.concat(all, " ")
end

function P.scan(article) return { seen = seen() } end
function P.derive(article) return { again = seen() } end

function P.transform(doc, article)
  local own = article.options and article.options.box and article.options.box.place or "nothing"
  return { doc, ast.paragraph { "transform ", seen(), "; own ", own, "; at load ", at_load } }
end

function P.page(page)
  return { after_body = html.p { "page ", seen(), page.article and "; scan " .. page.article.facts.seen or "" } }
end

function P.files(site, out)
  local lines = { "files " .. seen() .. "\n" }
  for _, article in ipairs(site:articles { order = "path", ascending = true }) do
    lines[#lines + 1] = article.path .. ": " .. article.facts.again .. "\n"
  end
  out:write("options.txt", table.concat(lines))
end

return P
