-- share: links by which readers pass an article on.
--
--   share: { links: [standard] }             # what readers of the site's language use
--   share: { links: [wechat, weibo, email] }
--
-- They are plain links to the services' own pages: nothing is loaded from there, and
-- nothing is told to them before a reader follows one. `wechat`, which has no such
-- page, is a code with the address of this page.

local P = publish.plugin {
  name = "share", version = "1.0.0", api = 1,
  doc = "Links by which readers pass an article on.",
  after = { "tags", "disclaimer", "counts", "tips" },
  options = {
    links = publish.list { default = {}, max = 20, single = true, doc = "in this order; none: nothing is shown",
      publish.enum { "standard", "wechat", "weibo", "qzone", "douban", "x", "facebook", "linkedin", "mastodon", "bluesky",
        "telegram", "whatsapp", "line", "reddit", "email" } },
    mastodon = publish.string { default = "mastodon.social", doc = "the server that a link to Mastodon leads to" },
  },
}

-- {url}, {title} and {both} are put in encoded.
local services = {
  weibo    = "https://service.weibo.com/share/share.php?url={url}&title={title}",
  qzone    = "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey?url={url}&title={title}",
  douban   = "https://www.douban.com/share/service?href={url}&name={title}",
  x        = "https://x.com/intent/post?url={url}&text={title}",
  facebook = "https://www.facebook.com/sharer/sharer.php?u={url}",
  linkedin = "https://www.linkedin.com/sharing/share-offsite/?url={url}",
  mastodon = "https://{server}/share?text={both}",
  bluesky  = "https://bsky.app/intent/compose?text={both}",
  telegram = "https://t.me/share/url?url={url}&text={title}",
  whatsapp = "https://wa.me/?text={both}",
  line     = "https://social-plugins.line.me/lineit/share?url={url}",
  reddit   = "https://www.reddit.com/submit?url={url}&title={title}",
  email    = "mailto:?subject={title}&body={url}",
}

local standard = {
  zh = { "wechat", "weibo", "qzone", "email" },
  ja = { "x", "line", "facebook", "email" },
  other = { "mastodon", "bluesky", "facebook", "linkedin", "whatsapp", "email" },
}

local function encoded(words)
  return (words:gsub("[^%w%-._~]", function(c) return ("%%%02X"):format(c:byte()) end))
end

-- The names in their order, each once, `standard` replaced by what it stands for.
local function names(site)
  local list, seen = {}, {}
  local function add(name)
    if not seen[name] then
      seen[name] = true
      list[#list + 1] = name
    end
  end
  for _, name in ipairs(P.options.links) do
    if name == "standard" then
      for _, each in ipairs(standard[site.language:match("^%a+")] or standard.other) do add(each) end
    else
      add(name)
    end
  end
  return list
end

local function code(url)
  return html.li { class = "share-code", html.details {
    html.summary { publish.t("share_wechat") },
    html.figure { html.qr(url, { alt = publish.t("share_alt") }), html.figcaption { publish.t("share_caption") } } } }
end

local function link(name, values)
  local href = services[name]:gsub("{(%a+)}", values)
  return html.li { html.a { href = href, rel = "noopener nofollow", publish.t("share_" .. name) } }
end

local function has_address(site)
  return site.url ~= nil and site.url ~= ""
end

function P.page(page, site)
  if not page.article or #P.options.links == 0 or not has_address(site) then return nil end
  local url, title = publish.absolute(page.url), page.article.title
  local values = { url = encoded(url), title = encoded(title), both = encoded(title .. " " .. url), server = P.options.mastodon }
  local items = {}
  for i, name in ipairs(names(site)) do
    items[i] = name == "wechat" and code(url) or link(name, values)
  end
  return { after_body = html.section { class = "share", ["aria-label"] = publish.t("share_title"),
    lang = publish.t("share_language"), html.h2 { publish.t("share_title") }, html.ul(items) } }
end

function P.check_site(site)
  if #P.options.links > 0 and not has_address(site) then
    P.options.links:error(1, "", "links to share an article need the site's full address",
      "write it into publish.yaml: url: https://www.example.org")
  end
  if not P.options.mastodon:find("^[%w-]+%.[%w.-]+$") then
    log.error("share.mastodon must be the name of a server, such as mastodon.social")
  end
end

return P
