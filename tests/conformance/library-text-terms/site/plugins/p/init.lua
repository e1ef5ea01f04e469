-- Terms of a text are facts: a vector that indexes weigh, with the words that stand for it.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" },
  indexes = { words = publish.terms { fact = "facts.p.terms" } } }

function P.scan(article, doc)
  return { terms = text.terms({ doc }, article.language) }
end

function P.derive(article, facts, stats)
  local list = {}
  for i, term in ipairs(text.keyterms(facts.p.terms, stats.words, { max = 3, min_df = 0, max_share = 1000000, threshold = 0 })) do list[i] = term.term .. " (" .. term.surface .. ")" end
  local all = {}
  for i, term in ipairs(text.term_list(facts.p.terms)) do all[i] = term.term .. "=" .. term.count end
  return { all = table.concat(all, " "), key = table.concat(list, ","), n = stats.words.n }
end

function P.files(site, out)
  local list = {}
  for _, path in ipairs { "articles/a.md", "articles/b.md" } do
    local facts = site:article(path).facts.p
    list[#list + 1] = path .. " " .. facts.n .. " " .. facts.key .. "\n" .. facts.all
  end
  out:write("out.txt", table.concat(list, "\n") .. "\n")
end

return P
