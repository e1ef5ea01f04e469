-- What a plugin reads of a node, and of those below.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

function P.transform(doc, article)
  local list = {}
  ast.walk(doc, function(n)
    local words = { n.type, tostring(n.line) .. ":" .. tostring(n.col) }
    for _, key in ipairs { "url", "title", "alt", "level", "info", "literal", "class", "id", "origin" } do
      if n[key] ~= nil and n[key] ~= "" then words[#words + 1] = key .. "=" .. tostring(n[key]) end
    end
    list[#list + 1] = table.concat(words, " ")
    return n.type ~= "block_quote"
  end)
  list[#list + 1] = #doc .. " " .. doc[1]:text() .. " " .. #doc:children()
  return ast.code_block { table.concat(list, "\n") .. "\n" }
end

return P
