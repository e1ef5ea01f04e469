-- feeds: what feed readers and search engines read.

local P = publish.plugin {
  name = "feeds", version = "1.0.0", api = 1,
  doc = "Atom feed and sitemap.",
  options = {
    count   = publish.integer { default = 20, min = 0, max = 200, doc = "articles in a feed; 0 = no feeds" },
    sitemap = publish.boolean { default = true, doc = "write sitemap.xml" },
  },
  indexes = { feed_all = publish.sorted { by = "date" } },
  outputs = { "feed.xml", "sitemap.xml" },
}

function P.page(page, site)
  if P.options.count == 0 then return nil end
  return {
    head = html.link { rel = "alternate", type = "application/atom+xml", title = site.title,
                       href = publish.link("/feed.xml") },
    footer = html.p { html.a { href = publish.link("/feed.xml"), lang = publish.t("interface_language"),
                               publish.t("feed") } },
  }
end

function P.files(site, out)
  if P.options.count > 0 then
    out:template("feed.xml", "feed.xml", { rows = site.indexes.feed_all[""]:slice(1, P.options.count) })
  end
  if P.options.sitemap then
    out:template("sitemap.xml", "sitemap.xml", { pages = site.pages })
  end
end

return P
