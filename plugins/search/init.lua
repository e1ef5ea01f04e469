-- search: a search form, and a list of all articles for whatever answers it.
--
-- A static site cannot answer questions, so the form goes where the site's owner
-- says: to a search engine that looks at this site only, or to a program of one's
-- own, which finds what to look through in search.json:
--
--   search: { action: "https://duckduckgo.com/", hidden: { sites: example.org } }
--   search: { action: /cgi-bin/search, index: true }

local P = publish.plugin {
  name = "search", version = "1.0.0", api = 1,
  doc = "A search form, and a list of all articles for whatever answers it.",
  after = { "tags" },
  options = {
    action = publish.url { relative = true, doc = "where the form goes; without it there is none" },
    query  = publish.string { default = "q", doc = "name of the field with the words" },
    hidden = publish.map { default = {}, publish.string(), doc = "further fields of the form" },
    index  = publish.boolean { default = false, doc = "write search.json: url, title, text, tags, date, language" },
  },
  indexes = { searchable = publish.sorted { by = "date" } },
  outputs = { "search.json" },
}

function P.page(page, site)
  if not P.options.action then return nil end
  local fields = {}
  for name, value in pairs(P.options.hidden) do
    fields[#fields + 1] = html.input { type = "hidden", name = name, value = value }
  end
  return { header = html.form { class = "site-search", role = "search", method = "get",
    action = publish.link(P.options.action), lang = publish.t("interface_language"),
    html.label { ["for"] = "site-search", publish.t("search_label") },
    html.input { type = "search", id = "site-search", name = P.options.query, required = true },
    html.button { type = "submit", publish.t("search_button") }, table.unpack(fields) } }
end

function P.files(site, out)
  if not P.options.index then return end
  out:template("search.json", "search.json", { rows = site.indexes.searchable[""] })
end

return P
