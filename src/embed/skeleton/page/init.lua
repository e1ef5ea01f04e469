-- NAME: a line below the title of each article.
--
-- The header is data: it says what the plugin is and which options it takes. No code of
-- the plugin runs before it has been read.
local P = publish.plugin {
  name = "NAME",
  version = "0.1.0",
  api = 1,
  doc = "Say how many words an article has.",
  options = {
    least = publish.integer { default = 1, min = 1, doc = "say nothing below so many words" },
  },
}

-- P.page sees each page before it is written, and returns what goes into which slot.
-- The slots are head, header, byline, before_body, after_body, aside and footer.
function P.page(page, site)
  if not page.article then return nil end -- a list, a feed: nothing to add
  local words = page.article.words
  if words < P.options.least then return nil end
  -- publish.t takes the words from i18n/, in the language of the reader.
  return { byline = html.p { class = "NAME", publish.t("words", { n = words }) } }
end

return P
