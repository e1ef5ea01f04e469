local P = publish.plugin { name = "h", version = "1.0.0", api = 1 }
local known = { html.a { href = "/", title = "x", ["data-hrf"] = "1", ["aria-lable"] = "2", ["x-on"] = "3", zoink = "4",
                         property = "name", ["hx-get"] = "/" }, html.div { class = {}, hidden = {} } }
function P.page(page)
  if page.title == "One" then return { footer = html.a { hrf = "x", "y" } } end
  if page.title == "Two" then return { footer = html.p { title = { a = 1 } } } end
  return { footer = { known, html.p { clas = "x" } } }
end
return P
