local P = publish.plugin { name = "a", version = "1.0.0", api = 1 }
function P.page(page)
  return { head = html.meta { name = "a", content = '"<&' }, header = "text <b>", byline = { html.em { "x" }, " y", nil },
           before_body = html.p { "a" }, after_body = html.p { "a" }, aside = "a", footer = html.small { "a" },
           structured = { ["@type"] = "Thing", name = "</script>" } }
end
return P
