-- Every type of option, those that must be given without a default: for tests/groups/schema.
local P = publish.plugin { name = "shapes", version = "1.0.0", api = 1, doc = "Has options of every type.",
  options = {
    must = publish.string { required = true, min = 2, max = 20, doc = "a text that must be given" },
    home = publish.url { required = true },
    link = publish.url { relative = true, default = "/about/" },
    mail = publish.email { required = true },
    day = publish.date { required = true },
    pause = publish.duration { required = true, min = 60, doc = "how long" },
    wait = publish.duration { default = "15m" },
    kind = publish.enum { "red", "green", "1", required = true },
    place = publish.path { required = true },
    few = publish.list { publish.string {}, required = true, min = 2, max = 3 },
    size = publish.integer { default = 5, min = 1, max = 10, per_article = true },
    share = publish.number { default = 0.5, min = 0, max = 1 },
    on = publish.boolean { default = true },
    word = publish.string { default = "yes" },
    long = publish.text { default = "two\nlines: # here" },
    names = publish.map { publish.integer { min = 0 }, default = { a = 1 } },
    rules = publish.list { publish.record { label = publish.string { required = true }, when = publish.match {} } },
    person = publish.record { required = true, name = publish.string { required = true }, age = publish.integer {} },
    when = publish.match {},
    whatever = publish.any {},
  } }

function P.page(page) return nil end

return P
