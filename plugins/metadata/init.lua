-- metadata: what search engines and previews read in the head of a page.

local P = publish.plugin {
  name = "metadata", version = "1.0.0", api = 1,
  doc = "Canonical addresses and Open Graph.",
}

local function property(name, content)
  return content and html.meta { property = name, content = content }
end

function P.page(page, site)
  local article = page.article
  local head = {}
  local function add(item) if item then head[#head + 1] = item end end
  add(property("og:title", page.title or site.title))
  add(property("og:description", page.description or site.subtitle))
  add(property("og:site_name", site.title))
  add(property("og:type", article and "article" or "website"))
  if page.kind ~= "404" then
    local address = page.canonical or publish.absolute(page.url)
    add(html.link { rel = "canonical", href = address })
    add(property("og:url", address))
  end
  if article then
    add(property("article:published_time", article.date))
    add(property("article:modified_time", article.updated))
    add(article.image and property("og:image", publish.absolute(article.image.url)))
  end
  return { head = html.join(head) }
end

return P
