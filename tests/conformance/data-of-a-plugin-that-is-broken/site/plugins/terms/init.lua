-- What is wrong with a data file is told at its line, caught or not.
local P = publish.plugin { name = "terms", version = "1.0.0", api = 1 }

function P.check_site(site)
  pcall(publish.data, "broken.yaml")
end

return P
