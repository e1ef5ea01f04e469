-- Options within options: records, lists and maps of them, conditions.
local P = publish.plugin {
  name = "deep", version = "1.0.0", api = 1, doc = "Options within options.",
  options = {
    box = publish.record {
      size = publish.integer { min = 1, max = 9, default = 3 },
      label = publish.record { text = publish.string { required = true }, side = publish.enum { "left", "right" } },
    },
    cards = publish.list { publish.record { title = publish.string { required = true }, link = publish.url { relative = true } }, max = 3 },
    people = publish.map { publish.record { mail = publish.email {}, since = publish.date {} } },
    ages = publish.map { publish.integer { min = 0 } },
    words = publish.list { publish.string { min = 2 }, min = 1 },
    where = publish.match {},
    folder = publish.path {},
    flag = publish.boolean { default = false },
  },
}

function P.page(page) return nil end

return P
