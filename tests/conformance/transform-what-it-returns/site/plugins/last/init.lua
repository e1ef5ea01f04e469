-- Sees what t made, and which plugin a node came from.
local P = publish.plugin { name = "last", version = "1.0.0", api = 1, after = { "t" } }
function P.transform(doc)
  local origins = {}
  ast.walk(doc, function(n) if n.origin and n.origin ~= "" then origins[#origins + 1] = n.type .. ":" .. n.origin end end)
  return { doc, ast.code_block { table.concat(origins, " ") } }
end
return P
