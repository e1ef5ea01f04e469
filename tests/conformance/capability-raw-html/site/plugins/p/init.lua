local P = publish.plugin { name = "p", version = "1.0.0", api = 1, capabilities = { "raw_html" } }
function P.page(page) return { footer = html.raw("<b onclick=x>as it is</b>") } end
return P
