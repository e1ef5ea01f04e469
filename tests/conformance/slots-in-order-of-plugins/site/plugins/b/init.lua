local P = publish.plugin { name = "b", version = "1.0.0", api = 1 }
function P.page(page)
  if not page.article then return nil end
  return { after_body = html.p { "b ", page.article.title, " ", page.kind, " ", page.url }, footer = "b" }
end
return P
