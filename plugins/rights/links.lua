-- links: whither an address leads, as browsers see it.

local M = {}

local function undone(s)
  return (s:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- The host of an absolute web address in small letters, nil for every other address.
-- Browsers skip tabs and line ends, and take '\' for '/'.
function M.host(url)
  local plain = url:gsub("[\t\r\n]", ""):gsub("^[%s%c]+", ""):gsub("\\", "/")
  local rest = plain:match("^[hH][tT][tT][pP][sS]?:/*(.*)$") or plain:match("^//+(.*)$")
  local authority = rest and rest:match("^[^/?#]*")
  if not authority or authority == "" then return nil end
  local host = undone(authority:gsub("^.*@", "")):gsub(":%d*$", ""):gsub("%.$", ""):lower()
  return host ~= "" and host or nil
end

-- Is the host one of these domains, or below one?
function M.covers(domains, host)
  for _, domain in ipairs(domains) do
    local name = domain:lower():gsub("^%.", "")
    if host == name or host:sub(-#name - 1) == "." .. name then return true end
  end
  return false
end

-- The words of a rel attribute with others added, each once.
function M.add(rel, ...)
  local words, seen = {}, {}
  local function add(word)
    if not seen[word] then
      seen[word] = true
      words[#words + 1] = word
    end
  end
  for word in (rel or ""):gmatch("%S+") do add(word:lower()) end
  for _, word in ipairs { ... } do add(word) end
  return table.concat(words, " ")
end

return M
