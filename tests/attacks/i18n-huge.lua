-- tries: texts of sixty megabytes
-- class: REFUSED
-- says: plugins/@NAME@/i18n/en\.yaml:1:1: error: more than 16 MiB of YAML.*
-- file: plugins/@NAME@/i18n/en.yaml = k1234567: some text that is fairly long and goes on for a while\n x 1000000
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  return { footer = publish.t("k0") }
end
return P
