-- tries: a file outside of the site
-- class: REFUSED
-- says: @FILE@:6:\d+: error: .*'\.\./\.\./etc/cron\.d/evil'.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1, outputs = { "**" } }
function P.files(site, out)
  out:write("../../etc/cron.d/evil", "x")
end
return P
