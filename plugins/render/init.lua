-- render: the theme, the home page and old addresses.
--
-- Articles use the layout article.html (or the one their `layout` names). The
-- home page shows the newest articles; numbered pages count from the oldest, so
-- that /page/1/ never changes once it is full.

local P = publish.plugin {
  name = "render", version = "1.0.0", api = 1,
  doc = "The default theme: articles, home page, old addresses.",
  options = {
    nearby   = publish.boolean { default = true, doc = "link the previous and next article" },
  },
  indexes = {
    posts = publish.sorted { by = "date" },
    aliases = publish.group { by = "aliases" },
  },
  outputs = { "style.css" },
}

local function page_url(number)
  return number == 0 and "/" or "/page/" .. number .. "/"
end

P.pages = {}

function P.pages.posts(key, rows, add, site)
  for _, part in ipairs(publish.paginate(#rows, site.settings.pagination.home)) do
    add {
      url = page_url(part.number), layout = part.number == 0 and "home.html" or "list.html",
      kind = part.number == 0 and "home" or "list",
      title = site.title, rows = rows:slice(part.from, part.to),
      number = part.number, count = part.count,
      prev_url = part.newer and page_url(part.newer),
      next_url = part.older and page_url(part.older),
    }
  end
  for _, gone in ipairs(site.withdrawn) do
    add { url = gone.url, layout = "withdrawn.html", kind = "withdrawn", title = gone.title,
          language = gone.language, noindex = true, source = gone.path,
          params = { date = gone.date, reason = gone.reason, notice = gone.notice,
                     permission = gone.permission } }
    for _, alias in ipairs(gone.aliases or {}) do
      add { url = alias, layout = "redirect.html", kind = "redirect", title = gone.title,
            language = gone.language, noindex = true, source = gone.path,
            params = { to = publish.link(gone.url) } }
    end
  end
  add { url = "/404.html", layout = "404.html", kind = "404", title = publish.t("not_found"), noindex = true }
end

-- An old address leads on to the article that names it among its `aliases`.
function P.pages.aliases(alias, rows, add)
  for _, row in ipairs(rows) do
    add { url = alias, layout = "redirect.html", kind = "redirect", title = row.title, language = row.language,
          noindex = true, source = row.path, params = { to = row.url } }
  end
end

local function neighbour(row, class, label)
  if not row then return nil end
  return html.a { class = class, href = row.url, rel = class == "newer" and "next" or "prev",
    html.span { class = "label", publish.t(label) },
    html.span { class = "title", lang = row.language, row.title } }
end

function P.page(page, site)
  if not page.article or not P.options.nearby then return nil end
  local older = site.indexes.posts:near(page.article, 1)
  local newer = site.indexes.posts:near(page.article, -1)
  if not older and not newer then return nil end
  return { after_body = html.nav { class = "nearby", ["aria-label"] = publish.t("nearby"),
    neighbour(older, "older", "older_article"), neighbour(newer, "newer", "newer_article") } }
end

function P.files(site, out)
  out:write("style.css", publish.read("static/style.css"))
end

return P
