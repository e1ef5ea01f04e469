-- tips: codes by which readers give money to the author, below the article.
--
--   tips:
--     text: 如果这篇文章对你有用，可以请作者喝杯茶。
--     codes:
--       - { name: 微信, code: "wxp://f2f0aBcD" }              # drawn here, from the text
--       - { name: 支付宝, image: /codes/alipay.png }          # or a picture of yours
--       - { name: PayPal, code: "https://paypal.me/ann", link: "https://paypal.me/ann" }
--
-- Each code is an <img> of at least 240 by 240 pixels, because a long press in WeChat
-- finds nothing in smaller ones, and lies in the site itself: no service is asked. A
-- reader opens one at a time, so that a telephone never sees two codes at once; where
-- a browser does not know <details name>, each is opened and closed by itself.

local P = publish.plugin {
  name = "tips", version = "1.0.0", api = 1,
  doc = "Codes by which readers tip the author.",
  after = { "tags", "disclaimer", "counts" },
  options = {
    title = publish.string { doc = "heading of the box; default: the interface text tips_title" },
    text  = publish.text { doc = "a line below the heading" },
    open  = publish.boolean { default = false, doc = "show the first code at once" },
    codes = publish.list { default = {}, max = 12, publish.record {
      name    = publish.string { doc = "of the payment service; default WeChat" },
      code    = publish.string { doc = "the payment text that the code holds" },
      image   = publish.string { doc = "or a picture of the code: an address of this site, or a path in the repository" },
      caption = publish.string { doc = "below the code" },
      alt     = publish.string { doc = "what the picture is, for those who do not see it" },
      link    = publish.url { doc = "where the same can be paid by a click" },
    } },
  },
}

local LEAST = 240 -- pixels

-- An image file: its facts and its address, or nil and what is wrong with it.
local function find_image(path, site)
  if path:find("^%a[%w+.-]*:") or path:sub(1, 2) == "//" then
    return nil, "the picture of a code must lie on this site", "put it into static/ and write /name.png"
  end
  local facts = site:image(path)
  local url = path:sub(1, 1) == "/" and publish.link(path) or site:link(path)
  if not facts or not url then
    return nil, "there is no such image on this site: " .. path,
      "a file static/codes/a.png is written as /codes/a.png"
  end
  if facts.width and math.min(facts.width, facts.height) < LEAST then
    return nil, "the picture has " .. facts.width .. " by " .. facts.height .. " pixels, and a code needs " .. LEAST,
      "export it larger, or give the text of the code as `code`"
  end
  return { url = url, width = facts.width or LEAST, height = facts.height or LEAST }
end

-- nil, or the field at fault, what is wrong, and the way out.
local function problem(item, site)
  if item.code and item.image then return "image", "a code is either a text or an image", "keep one of the two" end
  if not item.code and not item.image then
    return "name", "a code needs `code` or `image`", 'such as code: "wxp://...", or image: /codes/a.png'
  end
  if item.code then
    if item.code == "" then return "code", "the text of the code is empty" end
    if #item.code > 1024 then return "code", "the text of a code has at most 1,024 bytes" end
    return nil
  end
  local _, wrong, help = find_image(item.image, site)
  if wrong then return "image", wrong, help end
end

local function picture(item, name, site)
  local alt = item.alt or publish.t("tips_alt", { name = name })
  if item.code then return html.qr(item.code, { alt = alt }) end
  local image = find_image(item.image, site)
  return html.img { src = image.url, alt = alt, width = image.width, height = image.height, loading = "lazy", decoding = "async" }
end

local function box(item, first, site)
  local name = item.name or publish.t("tips_wechat")
  return html.details { name = "tips", open = first and P.options.open,
    html.summary { name },
    html.figure { picture(item, name, site),
      html.figcaption { item.caption or publish.t("tips_caption", { name = name }),
        item.link and { " ", html.a { href = item.link, rel = "noopener nofollow", publish.t("tips_link", { name = name }) } } } } }
end

function P.page(page, site)
  if not page.article or #P.options.codes == 0 then return nil end
  local boxes = {}
  for _, item in ipairs(P.options.codes) do
    if not problem(item, site) then boxes[#boxes + 1] = box(item, #boxes == 0, site) end
  end
  if #boxes == 0 then return nil end
  local title = P.options.title or publish.t("tips_title")
  return { after_body = html.aside { class = "tips", ["aria-label"] = title, lang = publish.t("tips_language"),
    html.h2 { lang = P.options.title and site.settings.language or nil, title },
    P.options.text and html.p { lang = site.settings.language, P.options.text } or nil, boxes } }
end

function P.check_site(site)
  for i, item in ipairs(P.options.codes) do
    local field, wrong, help = problem(item, site)
    if wrong then P.options.codes:error(i, field, wrong, help) end
  end
end

return P
