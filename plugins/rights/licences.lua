-- licences: what a licence is called, and where its text is.
--
-- Names are compared without case, and blanks, hyphens and underscores are the same:
-- "CC BY-SA 4.0", "cc-by-sa-4.0" and "CC_BY_SA 4.0" are one licence. A name without
-- its version ("CC BY") is no licence that could be linked.

local M = {}

M.list = {
  -- Creative Commons, https://creativecommons.org/licenses/
  { "CC BY 4.0",       "https://creativecommons.org/licenses/by/4.0/" },
  { "CC BY-SA 4.0",    "https://creativecommons.org/licenses/by-sa/4.0/" },
  { "CC BY-ND 4.0",    "https://creativecommons.org/licenses/by-nd/4.0/" },
  { "CC BY-NC 4.0",    "https://creativecommons.org/licenses/by-nc/4.0/" },
  { "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/" },
  { "CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/" },
  { "CC BY 3.0",       "https://creativecommons.org/licenses/by/3.0/" },
  { "CC BY-SA 3.0",    "https://creativecommons.org/licenses/by-sa/3.0/" },
  { "CC BY-ND 3.0",    "https://creativecommons.org/licenses/by-nd/3.0/" },
  { "CC BY-NC 3.0",    "https://creativecommons.org/licenses/by-nc/3.0/" },
  { "CC BY-NC-SA 3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/" },
  { "CC BY-NC-ND 3.0", "https://creativecommons.org/licenses/by-nc-nd/3.0/" },
  { "CC BY 2.5",       "https://creativecommons.org/licenses/by/2.5/" },
  { "CC BY-SA 2.5",    "https://creativecommons.org/licenses/by-sa/2.5/" },
  { "CC BY 2.0",       "https://creativecommons.org/licenses/by/2.0/" },
  { "CC BY-SA 2.0",    "https://creativecommons.org/licenses/by-sa/2.0/" },
  { "CC0 1.0",         "https://creativecommons.org/publicdomain/zero/1.0/", "CC0", "CC Zero" },
  { "PDM 1.0",         "https://creativecommons.org/publicdomain/mark/1.0/", "Public Domain Mark 1.0", "CC PDM 1.0" },
  -- Governments
  { "OGL UK 3.0",      "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
                       "Open Government Licence v3.0", "OGL 3.0" },
  { "DL-DE BY 2.0",    "https://www.govdata.de/dl-de/by-2-0" },
  { "DL-DE Zero 2.0",  "https://www.govdata.de/dl-de/zero-2-0" },
  -- Software and manuals
  { "GFDL 1.3",        "https://www.gnu.org/licenses/fdl-1.3.html", "GNU FDL 1.3", "GFDL 1.3 or later" },
  { "MIT",             "https://opensource.org/license/mit", "MIT License", "MIT Licence" },
  { "Apache 2.0",      "https://www.apache.org/licenses/LICENSE-2.0", "Apache License 2.0", "Apache Licence 2.0" },
}

local function key(name)
  local plain = text.lower(text.normalize(name)):gsub("[%s_%-]+", " "):gsub("^ ", ""):gsub(" $", "")
  plain = plain:gsub("^creative commons ", "cc "):gsub("^知识共享 ?", "cc "):gsub("^創用 ?cc ?", "cc ")
  plain = plain:gsub(" international$", ""):gsub(" unported$", ""):gsub(" generic$", ""):gsub(" universal$", "")
  return (plain:gsub(" ?国际$", ""):gsub(" ?國際$", ""))
end

local by_key = {}
for _, entry in ipairs(M.list) do
  for i, name in ipairs(entry) do
    if i ~= 2 then by_key[key(name)] = entry end
  end
end

-- The licence as { name, url }, the address nil when nobody knows it; `own` maps the
-- site's further names to addresses.
function M.find(name, own)
  if type(name) ~= "string" or name == "" then return nil end
  if name:find("^https?://%S+$") then return { name = name, url = name } end
  for called, url in pairs(own) do
    if key(called) == key(name) then return { name = name, url = url } end
  end
  local entry = by_key[key(name)]
  return { name = name, url = entry and entry[2] }
end

return M
