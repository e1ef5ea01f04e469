local P = publish.plugin { name = "r", version = "1.0.0", api = 1, outputs = { "*.txt" } }
local helper = require "lib.helper"
function P.files(site, out)
  out:write("r.txt", helper.shout(publish.read("words.txt")) .. out_of(publish.t("greeting", { name = "<Ann>" })))
  out:template("t.txt", "r-note.html", { rows = site.indexes and { site:article("articles/one.md") }, n = 3 })
end
function out_of(t) return tostring(t) .. "\n" end
return P
