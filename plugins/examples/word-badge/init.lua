-- word-badge: how long a text is, in words or characters, as its language counts.
local P = publish.plugin {
  name = "word-badge", version = "1.0.0", api = 1,
  doc = "Show the length of an article below its title, in the reader's language.",
  options = {
    long = publish.integer { default = 2000, min = 1, doc = "from so many words on an article is a long read" },
  },
}

function P.page(page)
  local article = page.article
  if not article then return nil end
  local kind = article.words >= P.options.long and "long" or "short"
  return {
    byline = html.p { class = "badge badge-" .. kind,
      publish.t("badge_words", { n = article.words }),
      kind == "long" and { " · ", publish.t("badge_long") } or nil,
    },
  }
end

return P
