-- Likeness over fields, weighed by the statistics of a terms index.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" }, indexes = {
  words = publish.terms { fact = "facts.p.terms" },
  like = publish.similar { fields = { ["facts.p.terms"] = 1, tags = 2 }, stats = "words", k = 2 },
} }

function P.scan(article, doc) return { terms = text.terms({ doc }, article.language) } end

function P.files(site, out)
  local list = {}
  for _, page in ipairs(site.pages) do
    for _, hit in ipairs(site.indexes.like:of(site:article(page.article), 2)) do
      list[#list + 1] = page.title .. " -> " .. hit.article.title .. ": " .. hit.why
    end
  end
  out:write("out.txt", table.concat(list, "\n") .. "\n")
end

return P
