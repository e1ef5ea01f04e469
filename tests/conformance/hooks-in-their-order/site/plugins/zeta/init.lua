-- Every hook, once; what it sees is what the stage before it made.
local P = publish.plugin {
  name = "zeta", version = "1.0.0", api = 1, before = { "alpha" },
  indexes = { parity = publish.group { by = "facts.zeta.parity" } }, outputs = { "zeta.txt" },
}
function P.scan(article, doc) return { scanned = article.title, length = #doc:text() } end
function P.derive(article, facts) return { parity = facts.zeta.length % 2 == 0 and "even" or "odd" } end
function P.pages(key, rows, add) add { url = "/" .. key .. "/", layout = "rows.html", title = key, rows = rows } end
function P.transform(doc, article) return { doc, ast.paragraph { "zeta ", article.facts.zeta.parity } } end
P.render = { emph = function(node, next) return html.em { class = "zeta", node:text() } end }
function P.page(page) return { footer = html.p { "zeta page ", page.url } } end
function P.files(site, out)
  local lines = {}
  for _, page in ipairs(site.pages) do lines[#lines + 1] = page.url .. " " .. page.kind end
  out:write("zeta.txt", table.concat(lines, "\n") .. "\n")
end
return P
