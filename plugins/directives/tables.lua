-- Tables from files of data/: a list of maps, a list of lists, or a map of maps, whose
-- names become the first column.
local M = {}

local function plain(v)
  return type(v) == "string" or type(v) == "number" or type(v) == "boolean"
end

-- data = "shop/prices" or "shop.prices"
local function find(site, path)
  local v = site.data
  for part in path:gsub("%.%a+$", function(ending)
    local known = ending == ".yaml" or ending == ".yml" or ending == ".toml" or ending == ".json" or ending == ".csv" or ending == ".tsv"
    return known and "" or ending
  end):gsub("^data/", ""):gmatch("[^/.]+") do
    if type(v) ~= "table" and type(v) ~= "userdata" then return nil end
    v = v[part]
    if v == nil then return nil end
  end
  return v
end

local function is_container(v)
  return type(v) == "table" or type(v) == "userdata" and not pcall(function() return v.year + 0 end)
end

local function length(v)
  return #v
end

-- Only a list has a length.
local function is_list(v)
  return is_container(v) and (pcall(length, v))
end

-- rows: list of functions from a column to its value; columns: all there are, in order.
local function rows_of(data)
  local rows, columns, seen = {}, {}, {}
  local function column(name)
    if not seen[name] then
      seen[name] = true
      columns[#columns + 1] = name
    end
  end
  if is_list(data) then
    local first = data[1]
    if is_container(first) and is_list(first) then
      for i, name in ipairs(first) do column(tostring(name)) end
      for r = 2, #data do
        local row = {}
        for i, name in ipairs(columns) do row[name] = data[r][i] end
        rows[#rows + 1] = row
      end
      return rows, columns
    end
    for _, item in ipairs(data) do
      if not is_container(item) then return nil end
      local row = {}
      for name, value in pairs(item) do
        column(name)
        row[name] = value
      end
      rows[#rows + 1] = row
    end
    return rows, columns
  end
  column("")
  for key, item in pairs(data) do
    local row = { [""] = key }
    if is_container(item) and not is_list(item) then
      for name, value in pairs(item) do
        column(name)
        row[name] = value
      end
    else
      column("value")
      row.value = item
    end
    rows[#rows + 1] = row
  end
  return rows, columns
end

local function number_of(v)
  if type(v) == "number" then return v end
  if type(v) ~= "string" then return nil end
  local digits = v:gsub("[,%s%%]", "")
  return digits:find("^[+-]?%d+%.?%d*$") and tonumber(digits) or nil
end

local function cell(v, language)
  if v == nil then return "" end
  if type(v) == "string" and v:find("^https?://%S+$") then
    return ast.link { url = v, (v:gsub("^https?://", ""):gsub("/$", "")) }
  end
  if plain(v) then return tostring(v) end
  if not is_container(v) then return v:format(nil, language) end
  local parts = {}
  for _, item in ipairs(v) do parts[#parts + 1] = plain(item) and tostring(item) or "" end
  return table.concat(parts, ", ")
end

local function known(list, name)
  for _, each in ipairs(list) do
    if each == name then return true end
  end
  return false
end

-- The names of all columns, as a help.
local function columns_help(columns)
  local names = {}
  for _, name in ipairs(columns) do
    if name ~= "" then names[#names + 1] = name end
  end
  return "there are: " .. table.concat(names, ", ")
end

local function sort(rows, by)
  local name, down = by, false
  if by:sub(1, 1) == "-" then name, down = by:sub(2), true end
  table.sort(rows, function(a, b)
    local x, y = a[name], b[name]
    if down then x, y = y, x end
    if x == nil or y == nil then return x == nil and y ~= nil end
    local p, q = number_of(x), number_of(y)
    if p and q then return p < q end
    if p or q then return p ~= nil end
    return tostring(x) < tostring(y)
  end)
  return name
end

function M.make(node, article, site, most)
  local args = node.args
  local data = find(site, args.data)
  if not is_container(data) then
    node:error("there is no data/" .. args.data, "a file of data/ with a list of rows, such as data/prices.yaml")
    return nil
  end
  local rows, all = rows_of(data)
  if not rows then
    node:error("data/" .. args.data .. " is no table", "it needs a list of maps, a list of lists, or a map of maps")
    return nil
  end
  local columns = #args.columns > 0 and args.columns or all
  for _, name in ipairs(columns) do
    if not known(all, name) then
      node:error("data/" .. args.data .. " has no column '" .. name .. "'", columns_help(all))
      return nil
    end
  end
  if args.sort and not known(all, sort(rows, args.sort)) then
    node:error("data/" .. args.data .. " has no column '" .. args.sort .. "'", columns_help(all))
    return nil
  end
  local count = math.min(#rows, args.limit or #rows)
  if count > most then
    node:warn(("data/%s has %d rows, of which %d are shown"):format(args.data, count, most),
      "show a part with limit=..., or set plugins: {directives: {table_rows: ...}}")
    count = most
  end
  local align, head, body = {}, {}, {}
  for i, name in ipairs(columns) do
    local numbers, some = true, false
    for r = 1, count do
      local v = rows[r][name]
      if v ~= nil and v ~= "" then some, numbers = true, numbers and number_of(v) ~= nil end
    end
    local given = args.align[i]
    align[i] = given and given ~= "auto" and given or some and numbers and "right" or ""
    head[i] = args.headings[i] or name
  end
  body[1] = ast.table_row { header = true, head }
  for r = 1, count do
    local cells = {}
    for i, name in ipairs(columns) do cells[i] = ast.table_cell { cell(rows[r][name], article.language) } end
    body[r + 1] = ast.table_row { cells }
  end
  local made = ast.table { align = align, id = not args.caption and node.id or nil, body }
  if not args.caption then return made end
  return ast.figure { class = "data-table", id = node.id, made, ast.caption { args.caption } }
end

return M
