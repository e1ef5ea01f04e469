-- tries: handlers inside handlers, two hundred deep
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*C stack overflow \(in articles/deep\.md\).*
-- file: articles/deep.md = ---\ntitle: Deep\ndate: 2024-02-02\n---\n> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > x\n
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
P.render = { block_quote = function(node, next) return html.div { next(node) } end }
return P
