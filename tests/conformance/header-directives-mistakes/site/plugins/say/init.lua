local P = publish.plugin {
  name = "say", version = "1.0.0", api = 1, doc = "Declares what its directives take.",
  directives = {
    say = { doc = "says it", unnamed = { "what", "times" }, args = {
      what = publish.string { default = "hm", doc = "the words" },
      times = publish.integer { default = 1, min = 1 },
      loud = publish.boolean { default = false },
      to = publish.list { publish.string() },
    } },
    quiet = { doc = "only its content is seen", open = true, pair = true },
  },
}

P.render = { directive = {
  say = function(node)
    local a = node.args
    return html.p { class = a.class, a.what, a.loud and "!" or ".", " ", a.times + 1, " ", #a.to }
  end,
} }

return P
