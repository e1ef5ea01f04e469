-- P.check points into the front matter and into the text, and changes nothing.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

function P.check(article, site)
  article:warn("tags", "there are " .. #article.tags .. " tags", "three are enough")
  article:warn("about the article as a whole")
  article:error("title", "the title is 'Two'", "call it otherwise")
end

return P
