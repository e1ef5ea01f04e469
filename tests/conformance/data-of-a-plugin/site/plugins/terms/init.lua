-- YAML and JSON files of the plugin's own folder, read while loading and in hooks.
local P = publish.plugin { name = "terms", version = "1.0.0", api = 1, outputs = { "terms.txt" } }

local terms = publish.data("terms.yaml")

function P.files(site, out)
  local colours = publish.data("tables/colours.json")
  local _, missing = pcall(publish.data, "none.yaml")
  local _, text = pcall(publish.data, "init.lua")
  out:write("terms.txt", table.concat({ terms.Tea.text, terms.Tea.since:format("iso"), terms.Tea.cups + 1, terms.Water[2],
    colours.colour, #colours.list, tostring(colours.list[3]), missing, text }, "\n") .. "\n")
end

return P
