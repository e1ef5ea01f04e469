local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }
function P.page(page) return { structured = { ["@type"] = "Article", headline = page.title, list = { 1, 2 }, ok = true } } end
return P
