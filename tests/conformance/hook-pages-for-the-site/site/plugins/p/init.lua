-- Without indexes P.pages is called once; with several, P.pages is a table.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

function P.pages(key, rows, add, site)
  add { url = "/all/", layout = "all.html", kind = "all", title = "All of " .. site.title, params = { n = { 1, 2 } }, noindex = true }
end

return P
