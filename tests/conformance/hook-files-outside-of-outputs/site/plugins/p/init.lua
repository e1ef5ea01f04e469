local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "*.txt" } }

function P.files(site, out)
  out:write("deep/a.txt", "a pattern's * stays within a folder")
end

return P
