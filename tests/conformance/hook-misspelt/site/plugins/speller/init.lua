local P = publish.plugin { name = "speller", version = "1.0.0", api = 1 }
function P.tranform(doc) return nil end
P.render = { imge = function(node, next) end }
P.scan = 3
return P
