-- tries: an iterator half used, that goes on in the next article
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*plugin keeps state between articles: variable 'next_letter' holds an iterator; make it inside the hook.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local next_letter = ("abcdefghijklmnopqrstuvwxyz"):gmatch(".")
function P.scan(article)
  return { letter = next_letter() }
end
return P
