-- redirects: old addresses lead on, as files that web servers and hosts read.
--
-- Where an address goes stands in two places: `aliases` of an article, and data/redirects.yaml
-- (old address: new address, or the path of an article).
local P = publish.plugin {
  name = "redirects", version = "1.0.0", api = 1,
  doc = "Write a map of old addresses for the web server.",
  options = {
    format = publish.enum { "netlify", "nginx", default = "netlify", doc = "whose syntax" },
  },
  indexes = {
    redirects_from = publish.group { map = function(article, facts, emit)
      for _, alias in ipairs(article.aliases or {}) do emit(alias) end
    end },
  },
  outputs = { "_redirects", "redirects.map" },
}

local function all(site)
  local map = {}
  for _, from in ipairs(site.indexes.redirects_from:keys()) do
    map[from] = site.indexes.redirects_from[from][1].url
  end
  for from, to in pairs(site.data.redirects or {}) do
    map[from] = text.starts(to, "articles/") and site:link(to) or text.starts(to, "/") and to or nil
    if not map[from] then
      site:warn("data/redirects.yaml", from, "'" .. to .. "' is no article", "such as articles/one.md, or an address: /one/")
    end
  end
  return map
end

function P.files(site, out)
  local lines, line = {}, P.options.format == "nginx" and "%s %s;\n" or "%s %s 301\n"
  for from, to in pairs(all(site)) do lines[#lines + 1] = line:format(from, to) end
  if #lines == 0 then return end
  out:write(P.options.format == "nginx" and "redirects.map" or "_redirects", table.concat(lines))
end

return P
