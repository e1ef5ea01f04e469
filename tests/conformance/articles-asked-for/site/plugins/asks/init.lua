-- Every kind of question to the catalog, in each hook that has a site.
local P = publish.plugin {
  name = "asks", version = "1.0.0", api = 1,
  outputs = { "answers.txt" },
}

local function ids(rows)
  local list = {}
  for _, article in ipairs(rows) do list[#list + 1] = article.path:match("(%w+)%.") end
  return table.concat(list, " ")
end

local questions = {
  { "everything", {} },
  { "tag", { tag = "Tea" } },
  { "tag, folded", { tag = "ＴＥＡ" } },
  { "two tags", { tag = { "tea", "maps" } } },
  { "tag and category", { tag = "tea", category = "Travel" } },
  { "author", { author = "Ann Lee" } },
  { "author by id", { author = "bo" } },
  { "series", { series = "Rivers" } },
  { "language", { language = "zh" } },
  { "language, exact", { language = "zh-Hans" } },
  { "year", { from = "2023", to = "2023" } },
  { "month", { from = "2024-02", to = "2024-02" } },
  { "day", { from = "2024-02-29", to = "2024-02-29" } },
  { "until a month", { to = "2023-12" } },
  { "from a date", { from = date.parse("2024-02-29") } },
  { "dates, oldest first", { from = "2023", to = "2024-02", ascending = true } },
  { "tag and dates", { tag = "tea", from = 2024 } },
  { "title", { order = "title", ascending = true } },
  { "words, most first", { order = "words", tag = "tea" } },
  { "own field", { order = "place", ascending = true, where = { place = true } } },
  { "where", { where = { ["source.name"] = "Elsewhere" } } },
  { "where not", { where = { ["not"] = { tag = "tea" } } } },
  { "unlisted", { unlisted = true, where = { listed = false } } },
  { "two", { count = 2 } },
  { "two more", { first = 3, count = 2 } },
  { "behind the fourth", { first = 5 } },
  { "behind the end", { first = 50, count = 2 } },
  { "none", { count = 0 } },
  { "no such tag", { tag = "nothing" } },
}

local function answers(site)
  local lines = {}
  for _, question in ipairs(questions) do
    local rows = site:articles(question[2])
    lines[#lines + 1] = question[1] .. ": " .. #rows .. ": " .. ids(rows) .. "\n"
  end
  local all = site:articles()
  lines[#lines + 1] = "slice: " .. ids(all:slice(2, 3)) .. "\n"
  lines[#lines + 1] = "first and last: " .. all[1].title .. ", " .. all[#all].title .. "\n"
  lines[#lines + 1] = "behind the end: " .. tostring(all[#all + 1]) .. "\n"
  return table.concat(lines)
end

function P.pages(key, rows, add, site)
  add { url = "/tea/", layout = "answers.html", title = answers(site), rows = site:articles { tag = "tea" } }
end

function P.transform(doc, article, site)
  return { doc, ast.paragraph { "Newer: " .. ids(site:articles { from = article.date, count = 2, ascending = true }) } }
end

function P.page(page, site)
  return { after_body = html.p { "Same language: ", ids(site:articles { language = page.language, count = 3 }) } }
end

function P.check(article, site)
  if #site:articles { series = article.series or "none", order = "weight", ascending = true } > 9 then
    article:warn("a long series")
  end
end

function P.files(site, out) out:write("answers.txt", answers(site)) end

return P
