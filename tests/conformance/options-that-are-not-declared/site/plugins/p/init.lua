local P = publish.plugin {
  name = "p", version = "1.0.0", api = 1,
  options = { position = publish.string(), size = publish.integer { default = 3 } },
}

function P.page(page)
  assert(P.options.position == nil and P.options.size == 3)
  return { footer = html.p { P.options.positon or "" } }
end

return P
