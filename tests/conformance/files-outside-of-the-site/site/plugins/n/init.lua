local P = publish.plugin { name = "n", version = "1.0.0", api = 1, outputs = { "**" } }
function P.files(site, out)
  out:write("../x", "x")
end
return P
