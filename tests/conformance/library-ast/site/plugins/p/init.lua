-- Each kind of node can be made; what is made is written like what was read.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

function P.transform(doc, article)
  return {
    ast.heading { level = 2, id = "made", "Made" },
    ast.paragraph { "text ", ast.emph { "e" }, ast.strong { "s" }, ast.strikethrough { "d" }, ast.code { "c" },
      ast.softbreak {}, ast.link { url = "https://example.org/", title = "t", "link" }, ast.linebreak {},
      ast.image { url = "https://example.org/x.png", alt = "an image" }, ast.span { class = "x", ast.text { "span" } } },
    ast.list { ordered = true, ast.item { ast.paragraph { "one" } }, ast.item { ast.paragraph { "two" } } },
    ast.block_quote { ast.paragraph { "quoted" } },
    ast.code_block { info = "lua", "return 1\n" },
    ast.thematic_break {},
    ast.table { ast.table_row { ast.table_cell { "a" }, ast.table_cell { "b" } }, ast.table_row { ast.table_cell { "1" }, ast.table_cell { "2" } } },
    ast.div { class = "box", ast.paragraph { "in a box" } },
    ast.figure { ast.image { url = "https://example.org/y.png", alt = "y" }, ast.caption { "below" } },
    ast.html(html.p { class = "own", "built" }),
  }
end

return P
