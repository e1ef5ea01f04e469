local P = publish.plugin { name = "a", version = "1.0.0", api = 1 }
function P.page(page)
  if page.url == "/one/" then return { after_bdy = "x" } end
  if page.url == "/two/" then return { footer = function() end } end
  if page.url == "/three/" then return "x" end
end
return P
