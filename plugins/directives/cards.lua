-- Cards: a link to what others would show inside of the page, with where it leads.
local M = {}

local function host_of(url)
  return ((url:match("^%a+://([^/?#]+)") or ""):gsub("^www%.", ""))
end

local function without_scheme(url)
  return (url:gsub("^https?://", ""):gsub("^www%.", ""):gsub("/$", ""))
end

-- `id`: of the element; the id of a video is none.
local function card(node, url, args, id)
  local title = args.title
  local link = ast.link { url = url, title or without_scheme(url) }
  if not node.block then return link end
  return ast.div { class = "embed", id = id,
    args.image and ast.paragraph { class = "embed-image",
      ast.image { url = args.image, alt = args.alt, decorative = not args.alt } } or nil,
    ast.paragraph { class = "embed-title", link },
    args.description and ast.paragraph { class = "embed-text", args.description } or nil,
    title and ast.paragraph { class = "embed-host", host_of(url) } or nil }
end

function M.embed(node)
  return card(node, node.args.url, node.args, node.id)
end

-- {% gist 42 %}, {% gist ann/42 file %}, {{< gist ann 42 file >}}
local function gist(args)
  local user, id, file = args.user, args.id, args.file
  if user and not id then
    user, id = nil, user
  elseif id and id:find(".", 1, true) then
    user, id, file = nil, user, id
  end
  if not id then return nil end
  return "https://gist.github.com/" .. (user and user .. "/" or "") .. id ..
    (file and "#file-" .. file:lower():gsub("[^%w]+", "-") or "")
end

local function post(args)
  local user, id = args.user, args.id
  if user and not id then user, id = nil, user end
  if id and id:find("^https?://") then return id end
  return id and "https://x.com/" .. (user or "i") .. "/status/" .. id
end

-- Some write the whole address.
local function behind(start)
  return function(args)
    local id = args.id
    return id and (id:find("^https?://") and id or start .. id)
  end
end

local ADDRESS = {
  youtube = behind "https://www.youtube.com/watch?v=",
  vimeo = behind "https://vimeo.com/",
  instagram = behind "https://www.instagram.com/p/",
  gist = gist, tweet = post, twitter = post, x = post,
}

function M.known(name)
  return ADDRESS[name] ~= nil
end

function M.elsewhere(node)
  local url = ADDRESS[node.name](node.args)
  if url then return card(node, url, node.args) end
  node:error(node.name .. " needs an id", "such as {{< " .. node.name .. " abc123 >}}")
end

-- {% include youtube.html id="..." %}, {% include video id="..." provider="youtube" %}: what
-- themes of Jekyll have. Any other include is left.
function M.included(node)
  local args = node.args
  local name = (args[1] or ""):match("([%w_-]+)%.?%w*$")
  if name == "video" then name = args.provider end
  if not ADDRESS[name] then return nil end
  local url = ADDRESS[name] { id = args.id or args.video_id or args.url, user = args.user, file = args.file }
  if url and not url:find("{", 1, true) then return card(node, url, args) end
end

return M
