-- NAME: looks at each article and says what is missing.
local P = publish.plugin {
  name = "NAME",
  version = "0.1.0",
  api = 1,
  doc = "Warn about articles without a description.",
  options = {
    most = publish.integer { default = 160, min = 20, doc = "characters of a description" },
  },
}

-- P.check changes nothing: it complains, at the place in the article that is to blame.
-- warn tells and goes on, error stops the publication.
function P.check(article, site)
  local description = article.description
  -- publish.t takes the words from i18n/.
  if not description then
    article:warn("title", publish.t("none"), publish.t("add"))
  elseif text.length(description) > P.options.most then
    article:warn("description", publish.t("long", { n = P.options.most }))
  end
end

return P
