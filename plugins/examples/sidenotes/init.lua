-- sidenotes: footnotes stand beside the sentence that they belong to, not at the end.
--
-- The note is an <aside> behind its paragraph: the style sheet of a wide page puts it into the margin,
-- a phone shows it where it stands, and a screen reader reads it in its place.
local P = publish.plugin {
  name = "sidenotes", version = "1.0.0", api = 1,
  doc = "Show footnotes beside the text instead of below it.",
}

-- What the notes say, by name.
local function notes_of(doc)
  local notes = {}
  ast.walk(doc, function(node)
    if node.type == "footnote_definition" then notes[node.name] = node:children() end
  end)
  return notes
end

local function reference(node, used)
  used[#used + 1] = node.name
  local n = tostring(#used)
  return ast.link { url = "#sidenote-" .. n, ["aria-label"] = publish.t("sidenote", { n = n }), n }
end

local number = ast.filter { footnote_reference = reference }

local function with_notes(node, notes, used)
  local before = #used
  local changed = number(node, used)
  if not changed then return nil end
  local parts = { changed }
  for i = before + 1, #used do
    parts[#parts + 1] = ast.div { class = "sidenote", id = "sidenote-" .. i, role = "note", notes[used[i]] }
  end
  return parts
end

local place = ast.filter {
  paragraph = with_notes, heading = with_notes, list = with_notes, table = with_notes, block_quote = with_notes,
  footnote_definition = function() return false end,
}

function P.transform(doc)
  return place(doc, notes_of(doc), {})
end

return P
