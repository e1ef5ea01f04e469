-- tries: a template outside of the plugin's folder
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*there is no template '\.\./\.\./\.\./templates/article\.html'; a plugin's own are in its folder templates/.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  if page.url ~= "/beta/" then return nil end
  return { footer = publish.template("../../../templates/article.html", {}) }
end
return P
