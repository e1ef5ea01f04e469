local P = publish.plugin { name = "o", version = "1.0.0", api = 1 }
function P.page(page, site)
  local list = page.article.tags
  if page.title == "One" then return { footer = list .. html.p { "y" } .. list, aside = table.concat(list, ", ") } end
  if page.title == "Two" then return { footer = 1 + list } end
  return { footer = page.article < 1 }
end
return P
