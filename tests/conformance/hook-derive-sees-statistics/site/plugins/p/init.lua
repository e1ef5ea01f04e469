local P = publish.plugin { name = "p", version = "1.0.0", api = 1, indexes = { words = publish.terms { fact = "facts.p.terms" } } }

function P.scan(article, doc) return { terms = { "all", article.title } } end

function P.derive(article, facts, stats, site)
  return { n = stats.words.n, all = stats.words:df("all"), own = stats.words:df(article.title), title = site.title }
end

function P.page(page)
  local f = page.article.facts.p
  return { footer = html.p { f.n, " ", f.all, " ", f.own, " ", f.title } }
end

return P
