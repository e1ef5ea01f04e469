-- tries: a field of a metatable that all articles share
-- class: REFUSED
-- says: @FILE@:10:\d+: error: .*plugin keeps state between articles.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local Class = {}
Class.__index = Class
local object = setmetatable({}, Class)
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  getmetatable(object).seen = article.title
  return { seen = object.seen }
end
return P
