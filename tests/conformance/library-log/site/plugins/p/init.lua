-- Messages that point at the plugin.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

function P.files(site, out)
  log.note("for those who ask")
  log.warn("something to look at", "this is the way out")
  print("printed", nil, 1.5)
end

return P
