-- tries: an endless loop for one of three articles
-- class: STOPPED
-- says: @FILE@:7:\d+: error: .*ran longer than its budget of .* steps \(in articles/beta\.md\).*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.transform(doc, article)
  if article.title ~= "Beta" then return nil end
  while true do local x = 1 end
end
return P
