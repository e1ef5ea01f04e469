-- tries: files, processes, clock and environment, each behind pcall; nothing may be there
-- class: CONTAINED
-- says:
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1, outputs = { "PWNED/*" } }
function P.files(site, out)
  local attempts = {
    function() return io.open("/etc/passwd") end, function() return os.execute("id") end,
    function() return os.getenv("SECRET_TOKEN") end, function() return os.time() end,
    function() return dofile("/etc/passwd") end, function() return loadfile("/etc/passwd") end,
    function() return debug.getregistry() end, function() return load("return 1") end,
    function() return package.loaded end, function() return require("os") end,
    function() return collectgarbage("count") end, function() return string.dump(function() end) end,
    function() return math.random() end, function() return require("../../../etc/passwd") end,
    function() return publish.read("../../../../etc/passwd") end, function() return publish.read("/etc/passwd") end,
  }
  for i, attempt in ipairs(attempts) do
    local ok, value = pcall(attempt)
    if ok and value ~= nil then out:write("PWNED/" .. i, tostring(value)) end
  end
end
return P
