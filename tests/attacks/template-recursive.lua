-- tries: a filter that renders the template it stands in
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*(stack overflow|memory).*
-- file: plugins/@NAME@/templates/again.html = <p>{{ value | again }}</p>\n
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
P.filters = { again = function(value) return publish.template("again.html", { value = value }) end }
function P.page(page)
  if page.url ~= "/beta/" then return nil end
  return { footer = publish.template("again.html", { value = "x" }) }
end
return P
