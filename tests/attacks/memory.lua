-- tries: a string that doubles, with pcall around it
-- class: STOPPED
-- says: @FILE@:\d+:\d+: error: .*needs more than its 256 MB of memory \(in articles/gamma\.md\).*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.derive(article)
  if article.title ~= "Gamma" then return nil end
  local s = "0123456789abcdef"
  while true do pcall(function() s = s .. s end) end
end
return P
