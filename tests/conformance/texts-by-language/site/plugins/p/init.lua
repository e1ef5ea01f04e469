-- publish.t: the article's language in transform, that of the words around it in page.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }
function P.transform(doc) return { doc, ast.paragraph { publish.t("word") } } end
function P.page(page) return { footer = html.p { publish.t("word"), " ", publish.t("only_english") } } end
return P
