-- tries: fields written into P.options
-- class: REFUSED
-- says: @FILE@:6:\d+: error: .*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title == "Beta" then P.options["seen " .. article.title] = true end
  return nil
end
return P
