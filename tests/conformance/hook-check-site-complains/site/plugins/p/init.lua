-- P.check_site is called once, and can point into data files.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }

function P.check_site(site)
  for key in pairs(site.data.people) do
    if not site:article("articles/" .. key .. ".md") then
      site:warn("data/people.yaml", key, "nobody writes about " .. key, "delete the line")
    end
  end
end

return P
