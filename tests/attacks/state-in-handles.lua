-- tries: fields hung on what the host hands out
-- class: REFUSED
-- says: @FILE@:12:\d+: error: .*all refused.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page, site)
  if page.url ~= "/beta/" then return nil end
  local handles = { page, page.article, site, page.article.date, html.p { "x" } }
  for i, handle in ipairs(handles) do
    local ok = pcall(function() handle.hidden = i end)
    if ok then error("handle " .. i .. " takes fields") end
  end
  error("all refused")
end
return P
