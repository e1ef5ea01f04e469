-- Files with text, with HTML, and from templates; their names fit the patterns of `outputs`.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "list.txt", "parts/*.html" } }

function P.files(site, out)
  for i, page in ipairs(site.pages) do out:template("parts/" .. i .. ".html", "part.html", { page = page }) end
  out:write("list.txt", #site.pages .. " pages\n")
end

return P
