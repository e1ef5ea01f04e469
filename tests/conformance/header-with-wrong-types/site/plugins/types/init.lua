-- options = { a = 1, size = 2 }
local P = publish.plugin { name = "types", version = 1.0, api = 1,
  options = {
    a = 3, b = "some text", c = true, d = { 1, 2 }, e = {}, ["f-g"] = 1.5,
    size = publish.integer { default = 1 }, -- right
  },
}
return P
