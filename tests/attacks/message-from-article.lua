-- tries: an article whose text breaks out of the excerpt below a message
-- class: REFUSED
-- says: articles/evil\.md:5:3: error: .*about this: bold \\x1B\[31mred\\u\{9B\} ##\\x5Berror\]x ::error::y .*
-- messages: 2
-- file: articles/evil.md = ---\ntitle: Evil\ndate: 2024-02-02\n---\nA **bold \x1b[31mred\x9b ##[error]x ::error::y** text\n\n::error::at the beginning **not this\x07**\n
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.transform(doc, article)
  if article.title ~= "Evil" then return nil end
  ast.walk(doc, function(n) if n.type == "strong" then n:error("about this: " .. n:text()) end end)
end
return P
