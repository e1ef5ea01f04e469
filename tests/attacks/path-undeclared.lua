-- tries: a file that the header does not declare
-- class: REFUSED
-- says: @FILE@:6:\d+: error: .*'index\.html', which the header does not declare.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1, outputs = { "own/*" } }
function P.files(site, out)
  out:write("index.html", "defaced")
end
return P
