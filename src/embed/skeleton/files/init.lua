-- NAME: a file for programs: the titles and addresses of all articles.
local P = publish.plugin {
  name = "NAME",
  version = "0.1.0",
  api = 1,
  doc = "Write the titles and addresses of all pages into a text file.",
  options = {
    heading = publish.boolean { default = true, doc = "begin with a heading" },
  },
  -- The files that it may write: names or patterns such as "NAME/*.txt".
  outputs = { "NAME.txt" },
}

-- P.files is called once, when all pages are known.
function P.files(site, out)
  local lines = {}
  -- publish.t takes the words from i18n/, in the language of the site.
  if P.options.heading then lines[1] = publish.t("heading") end
  for _, page in ipairs(site.pages) do
    lines[#lines + 1] = page.url .. " " .. page.title
  end
  out:write("NAME.txt", table.concat(lines, "\n") .. "\n")
end

return P
