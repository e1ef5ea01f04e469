-- A plugin's templates are escaped by place; the site's own of the same name goes first.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }
function P.page(page) return { footer = publish.template("mine.html", { word = "<&" }), aside = publish.template("theirs.html", {}) } end
return P
