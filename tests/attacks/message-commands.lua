-- tries: terminal escapes and commands of CI systems in a message
-- class: REFUSED
-- says: articles/beta\.md(:\d+:\d+)?: error: .*\\x1B.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local evil = "\27]0;x\7\27[2J\r\n::add-mask::x\n##[error]y\n::stop-commands::z\u{202e}\u{9b}31m"
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  article:error("title", evil, evil)
end
return P
