-- NAME: a page for each year, with its articles.
local P = publish.plugin {
  name = "NAME",
  version = "0.1.0",
  api = 1,
  doc = "A page for each year.",
  options = {
    folder = publish.path { default = "years", doc = "below which the pages lie" },
  },
  -- An index is made by the program from all articles: here rows grouped by year.
  indexes = {
    ["NAME"] = publish.group { map = function(article, facts, emit)
      if article.date then emit(tostring(article.date.year)) end
    end },
  },
}

-- P.pages is called for each key of the index, with the articles that have it. The layout
-- is a template of this plugin (templates/) or of the site.
function P.pages(year, rows, add, site)
  add { url = "/" .. P.options.folder .. "/" .. year .. "/", layout = "NAME.html", kind = "year",
        title = publish.t("year", { year = year }), rows = rows }
end

return P
