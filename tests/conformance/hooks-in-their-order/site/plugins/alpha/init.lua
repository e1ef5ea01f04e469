-- Runs behind zeta although its name sorts before.
local P = publish.plugin { name = "alpha", version = "1.0.0", api = 1, after = { "zeta" }, outputs = { "alpha.txt" } }
function P.derive(article, facts) return { heard = facts.zeta.parity .. " of " .. facts.zeta.scanned } end
function P.transform(doc, article) return { doc, ast.paragraph { "alpha heard ", article.facts.alpha.heard } } end
function P.page(page) return { footer = html.p { "alpha page" } } end
function P.files(site, out)
  out:write("alpha.txt", table.concat(site.indexes.parity:keys(), ",") .. "\n")
end
function P.check(article, site)
  if article.title == "Two" then article:warn("title", "checked: " .. article.title) end
end
return P
