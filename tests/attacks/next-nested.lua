-- tries: handlers inside handlers, thirty deep: an honest plugin
-- class: CONTAINED
-- file: articles/deep.md = ---\ntitle: Deep\ndate: 2024-02-02\n---\n> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > x\n
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
P.render = { block_quote = function(node, next) return html.div { next(node) } end }
return P
