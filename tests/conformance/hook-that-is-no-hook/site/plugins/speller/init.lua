local P = publish.plugin { name = "speller", version = "1.0.0", api = 1,
  indexes = { tag = publish.group { by = "tags" } } }
P.renderr = { image = function(node, next) end }
P.filter = { shout = function(words) return words:upper() end }
P.x = 5
P["per page"] = 20
function P.filterz(words) return words end
function P.helper() end
P.page = 5
P.render = { image = 5, headng = function() end, directive = { note = 5 } }
P.filters = { shout = 5 }
P.pages = { tgas = function(key, rows, add) end, site = 5 }
return P
