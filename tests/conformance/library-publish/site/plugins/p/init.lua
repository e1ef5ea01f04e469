-- Addresses, texts, templates, files of the plugin, parts of a list.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  say(publish.link("/a/"), publish.absolute("/a/"), publish.absolute(publish.link("/a/")))
  say(publish.t("apples", { n = 1 }), "/", publish.t("apples", { n = 5 }))
  say("refused:", not pcall(publish.t, "nothing_of_that_name"))
  say(publish.read("list.txt"))
  say(publish.template("box.html", { words = { "a <b>", "c" } }))
  for _, part in ipairs(publish.paginate(5, 2)) do say(part.number, part.from, part.to) end
  out:write("out.txt", lines(list))
end

return P
