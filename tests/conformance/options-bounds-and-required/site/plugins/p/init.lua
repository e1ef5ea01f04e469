local P = publish.plugin { name = "p", version = "1.0.0", api = 1, options = {
  name = publish.string { required = true, min = 2, max = 4 },
  count = publish.integer { min = 1, max = 3 },
  items = publish.list { publish.string(), single = true, max = 2 },
  person = publish.record { name = publish.string { required = true } },
  wait = publish.duration { max = 60 },
  mail = publish.email(),
  path = publish.path(),
  link = publish.url(),
  flag = publish.boolean(),
} }
return P
