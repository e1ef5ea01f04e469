local P = publish.plugin {
  name = "shapes", version = "1.0.0", api = 1,
  options = {
    colour = publish.enum { "red", "green", "blue", default = "red" },
    size   = publish.integer { default = 1, min = 1, max = 10 },
    count  = publish.number { default = 0.5 },
    name   = publish.string { default = "n" },
    links  = publish.list { publish.url() },
    rules  = publish.list { publish.record { when = publish.match { required = true },
                                             label = publish.string { required = true } } },
    since  = publish.date(),
    pause  = publish.duration { default = "1h" },
    must   = publish.string { required = true },
  },
}
return P
