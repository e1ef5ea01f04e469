local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

-- Emphasis in links and headings stays: the second result keeps the filter out of them.
local function keep_out() return nil, false end

P.transform = ast.filter {
  link = keep_out, heading = keep_out,
  emph = function(node) return ast.strong { node:text() } end,
}

return P
