-- A filter is a function from texts to text. What it returns is escaped.
local P = publish.plugin {
  name = "loud", version = "1.0.0", api = 1,
  options = { mark = publish.string { default = "!" } },
}

P.filters = {
  shout = function(words, times) return words:upper() .. P.options.mark:rep(tonumber(times) or 1) end,
  bracket = function(words) return "<" .. words .. ">" end,
}

-- Its own filter, from a template that it renders itself.
function P.page(page)
  if not page.article then return nil end
  return { after_body = publish.template("aside.html", { words = "quiet" }) }
end

return P
