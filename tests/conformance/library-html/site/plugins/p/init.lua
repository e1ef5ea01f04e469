-- The builder of HTML escapes by itself; literal HTML needs a capability.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  say(html.p { class = "a\"b", "text <b> & ", html.em { "in" }, nil, { " and ", 3 } })
  say("refused:", not pcall(html.a, { href = "javascript:alert(1)", "an address that is not allowed" }))
  say(html.a { href = "https://example.org/?a=1&b=2", "allowed" })
  say(html.input { type = "text", required = true, disabled = false, value = "<" })
  say(html.join({ "a<", html.b { "b" }, 1 }, ", "))
  local node = ast.div { id = "x", ["data-x"] = "1", "y" }
  say(node:attribute("data-x"), node.id, node:text())
  say(html.text("1 < 2"), html.is(html.p { "x" }), html.is("x"))
  say(html.email("desk@example.org", "Desk") ~= nil)
  say(html.markdown("*Said* <b>by</b> a [stranger](https://example.org/) ![x](y.png)"))
  say(tostring(html.qr("https://example.org/")):sub(1, 10))
  say("refused:", not pcall(function() return html.script { "alert(1)" } end))
  say("refused:", not pcall(html.raw, "<b>"))
  out:write("out.txt", lines(list))
end

return P
