-- Every function of the library `text`, but for those about terms.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  say("count", text.count("one two three", "en"), text.count("三个字", "zh-Hans"))
  say("length", text.length("日本語 é"), "width", text.width("日本 a"))
  say("excerpt", text.excerpt("A sentence. Another sentence. And one more that is long.", 30))
  say("words", table.concat(text.words("It's a well-known town."), "|"))
  say("slug", text.slug("Crème brûlée & 茶"), "anchor", text.anchor("A  heading!"))
  say("case", text.lower("ÄÖ"), text.upper("äß"), text.fold("Straße"))
  say("normalize", text.normalize("e\u{301}") == "é", "tag_key", text.tag_key("Ｏpen  DATA") == text.tag_key("open data"))
  say("trim", "[" .. text.trim("  a b \n") .. "]")
  say("split", table.concat(text.split("a,b,,c", ","), "|"))
  say("starts", text.starts("abc", "ab"), text.ends("abc", "bc"), text.contains("abc", "x"))
  say("plural", text.plural(1, "en"), text.plural(2, "en"), text.plural(2, "zh-Hans"))
  say("number", text.number(1234567, "en"), text.number(1234567, "de"))
  say("compare", text.compare("a", "b", "en"), text.compare("b", "a", "en"), text.compare("a", "a", "en"))
  say("same_language", text.same_language("zh", "zh-Hans"), text.same_language("en", "zh"))
  say("language_name", text.language_name("zh-Hans", "en"), text.language_name("en", "zh-Hans"))
  say("nearest", text.nearest("disclamer", { "disclaimer", "tags" }), text.nearest("x", { "disclaimer" }))
  out:write("out.txt", lines(list))
end

return P
