local P = publish.plugin {
  name = "shapes", version = "1.0.0", api = 1, outputs = { "*.txt" },
  options = {
    colour = publish.enum { "red", "green", default = "red" },
    size   = publish.integer { default = 7 },
    ratio  = publish.number { default = 0.25 },
    flag   = publish.boolean { default = false },
    text   = publish.text { default = "long text" },
    path   = publish.path { default = "data/x.yaml" },
    mail   = publish.email { default = "a@example.org" },
    link   = publish.url { default = "https://example.org/" },
    names  = publish.map { publish.string() },
    empty  = publish.list { publish.string() },
    since  = publish.date(),
    pause  = publish.duration { default = "1s" },
    thing  = publish.any(),
    person = publish.record { name = publish.string { default = "nobody" }, age = publish.integer() },
    rules  = publish.list { publish.record { when = publish.match(), label = publish.string() } },
  },
}
function P.files(site, out)
  local o, lines = P.options, {}
  local function say(...) lines[#lines + 1] = table.concat({ ... }, " ") end
  for _, name in ipairs { "colour", "size", "ratio", "flag", "text", "path", "mail", "link", "pause", "thing" } do
    say(name, math.type(o[name]) or type(o[name]), tostring(o[name]))
  end
  for key, value in pairs(o.names) do say("names", key, value) end
  say("empty", #o.empty)
  say("since", o.since.year, o.since.month, o.since.day, tostring(o.since))
  say("person", o.person.name, tostring(o.person.age))
  for _, path in ipairs { "articles/one.md", "articles/two.md", "articles/three.md" } do
    local row = site:article(path)
    local first, all = o.rules:first_match(row), {}
    for i, rule in ipairs(o.rules:all_matches(row)) do all[i] = rule.label end
    say(row.title, first and first.label or "-", table.concat(all, "+"))
  end
  say(tostring(pcall(function() o.size = 3 end)))
  out:write("options.txt", table.concat(lines, "\n") .. "\n")
end
return P
