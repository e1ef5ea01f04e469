-- comments: readers' comments below an article, and a form that sends one.
--
-- A comment is one file, data/comments/<article id>/<comment id>.yaml, which
-- `publish comments import` writes and an editor merges:
--
--   { name: Mei, url: "https://mei.example", date: "2026-02-01T08:00:00Z",
--     text: "Which **bridge**?", reply_to: 3f0c2a917d4be856 }
--
-- In the path of an id, characters of ASCII other than letters, digits and . _ -
-- are percent-encoded, and so are a dot at the beginning of a name and a slash
-- that would make an empty one. Comments have numbers in order of time; replies
-- stand below what they answer, down to `depth`, and then in one line.
--
-- The form appears only where `action` says where it goes. An article closes its
-- comments with `comments: false` (shows none) or `comments: {closed: true}`
-- (takes no new ones).

local P = publish.plugin {
  name = "comments", version = "1.0.0", api = 1,
  doc = "Show readers' comments, and a form that sends one.",
  after = { "related" },
  options = {
    action  = publish.url { relative = true, doc = "where the form is sent: an address, a path, or mailto:; none = no form" },
    depth   = publish.integer { default = 3, min = 1, max = 8, doc = "how deep replies are indented" },
    privacy = publish.map { publish.text(), default = {}, doc = "by language: what happens to what a reader sends" },
    privacy_url = publish.url { relative = true, doc = "the page that says it at length" },
    thanks  = publish.string { default = "/thanks/", doc = "the page that thanks for a comment" },
    length  = publish.integer { default = 10000, min = 100, max = 20000, doc = "characters of a comment at the most" },
  },
  indexes = {
    comments_once = publish.group { map = function(article, facts, emit) emit("") end },
    comments_languages = publish.group { by = "language" },
  },
}

-- What cannot be a file's name is percent-encoded, so that every id has a path.
local function path_of(id, encode)
  id = id:gsub(encode, function(c) return ("%%%02X"):format(c:byte()) end)
  id = id:gsub("^/", "%%2F"):gsub("/$", "%%2F")
  while id:find("//", 1, true) do id = id:gsub("//", "/%%2F") end
  return (id:gsub("^%.", "%%2E"):gsub("/%.", "/%%2E"))
end

local function walk(folder, path)
  for part in path:gmatch("[^/]+") do
    folder = folder and type(folder) ~= "string" and folder[part] or nil
    if folder == nil then return nil end
  end
  return folder
end

-- The folder of an article's comments. Letters of other scripts may be encoded too.
local function folder_of(article, site)
  local comments = site.data.comments
  if not comments then return nil end
  local id = article.id or article.path
  local path = path_of(id, "[^%w%._/\x80-\xff-]")
  local folder = walk(comments, path)
  if folder then return folder, path end
  path = path_of(id, "[^%w%._/-]")
  return walk(comments, path), path
end

-- A folder also holds the folders of articles whose id goes on behind a slash.
local function is_comment(entry)
  local kind = type(entry)
  if kind ~= "table" and kind ~= "userdata" then return false end
  kind = type(entry.text)
  return kind == "string" or kind == "number" or kind == "boolean"
end

-- Pages that are in no list (a manual, the thank-you page) have comments only when
-- they ask for them.
local function shown(article)
  if article.listed == false then return article.comments ~= nil and article.comments ~= false end
  return article.comments ~= false
end

function P.derive(article, facts, stats, site)
  local count = 0
  local folder = shown(article) and folder_of(article, site)
  if folder then
    for _, entry in pairs(folder) do
      if is_comment(entry) then count = count + 1 end
    end
  end
  return { count = count }
end

-- The language of a text that nobody named: what its letters prove, the article's
-- where they agree with it, else "", which says that it is not known.
local function language_of(written, article)
  local han, kana, hangul, latin, other = 0, 0, 0, 0, 0
  for a, b in written:sub(1, 2000):gmatch("([%a\xc3-\xf4])([\x80-\xbf]?)") do
    local lead, next = a:byte(), b ~= "" and b:byte() or 0
    if lead < 0x80 or lead <= 0xcb then latin = latin + 1
    elseif lead == 0xe3 and next >= 0x81 and next <= 0x83 then kana = kana + 1
    elseif lead == 0xe3 and next < 0x81 then -- punctuation
    elseif lead >= 0xe3 and lead <= 0xe9 then han = han + 1
    elseif lead >= 0xea and lead <= 0xed then hangul = hangul + 1
    elseif lead < 0xe2 then other = other + 1 end
  end
  local base = article.language:match("^%a+")
  if kana > 0 and (kana + han) * 4 >= latin then return base == "ja" and article.language or "ja" end
  if hangul > han and hangul * 4 >= latin then return base == "ko" and article.language or "ko" end
  if han * 4 >= latin + other and han > 0 then
    return (base == "zh" or base == "ja") and article.language or "zh"
  end
  if other > latin then return "" end
  if base == "zh" or base == "ja" or base == "ko" then return latin > 3 and "" or article.language end
  return article.language
end

local function line_of(value)
  return value ~= nil and text.trim((tostring(value):gsub("[%c%s]+", " "))) or ""
end

local function anchor(id)
  return "comment-" .. id:gsub("[^%w_\x80-\xff-]", function(c) return (".%02x"):format(c:byte()) end)
end

-- All comments of an article, oldest first and numbered; those without a date last.
local function collect(folder, path, article)
  local list = {}
  for id, entry in pairs(folder) do
    if is_comment(entry) then
      local when, problem
      if entry.date ~= nil then
        when, problem = date.parse(tostring(entry.date))
        if problem then log.warn(("data/comments/%s/%s.yaml: the date %s"):format(path, id, problem)) end
      end
      local name, url, written = line_of(entry.name), line_of(entry.url), tostring(entry.text)
      list[#list + 1] = {
        id = id, anchor = anchor(id), date = when, seconds = when and when.seconds or math.maxinteger,
        name = name ~= "" and name or nil, url = url:match("^https?://[^%s]+$"),
        text = written, reply_to = entry.reply_to ~= nil and tostring(entry.reply_to) or nil,
        language = entry.language ~= nil and tostring(entry.language) or language_of(written, article),
        replies = {},
      }
    end
  end
  table.sort(list, function(a, b)
    if a.seconds ~= b.seconds then return a.seconds < b.seconds end
    return a.id < b.id
  end)
  for i, comment in ipairs(list) do comment.number = i end
  return list
end

-- Everything below a comment, which is marked as placed.
local function below(comment, placed)
  local found, waiting = {}, { comment }
  placed[comment] = true
  while #waiting > 0 do
    local at = table.remove(waiting)
    for _, reply in ipairs(at.replies) do
      if not placed[reply] then
        placed[reply] = true
        found[#found + 1] = reply
        waiting[#waiting + 1] = reply
      end
    end
  end
  return found
end

local function by_number(a, b) return a.number < b.number end

-- The comments that answer none. A reply to one that is not there is among them,
-- and so is the oldest of a circle.
local function threads(list)
  local by_id, tops, placed = {}, {}, {}
  for _, comment in ipairs(list) do by_id[comment.id] = comment end
  for _, comment in ipairs(list) do
    comment.parent = comment.reply_to and by_id[comment.reply_to]
    if comment.parent == comment then comment.parent = nil end
    if comment.parent then table.insert(comment.parent.replies, comment)
    else tops[#tops + 1] = comment end
  end
  for _, comment in ipairs(tops) do below(comment, placed) end
  for _, comment in ipairs(list) do
    if not placed[comment] then
      for i, reply in ipairs(comment.parent.replies) do
        if reply == comment then table.remove(comment.parent.replies, i) break end
      end
      comment.parent = nil
      tops[#tops + 1] = comment
      below(comment, placed)
    end
  end
  table.sort(tops, by_number)
  return tops
end

-- A list of comments as html; at the last level all that is below stands in one line.
local function render(list, level, form)
  local items = {}
  for i, comment in ipairs(list) do
    local replies = comment.replies
    if level == P.options.depth then
      replies = below(comment, {})
      table.sort(replies, by_number)
      for _, reply in ipairs(replies) do reply.replies = {} end
    end
    local parent = comment.parent
    items[i] = publish.template("comment.html", {
      comment = { number = comment.number, anchor = comment.anchor, name = comment.name, url = comment.url,
                  date = comment.date, timed = comment.date and comment.date.has_time or false,
                  language = comment.language,
                  parent = parent and { number = parent.number, anchor = parent.anchor } },
      text = html.markdown(comment.text), form = form,
      replies = #replies > 0 and level < P.options.depth and render(replies, level + 1, form) or false,
    })
    if level == P.options.depth and #replies > 0 then
      items[i] = html.join { items[i], render(replies, level, form) }
    end
  end
  return html.join(items)
end

-- The full address of a path that has the site's base in front.
local function absolute(path, site)
  local origin = (site.url or ""):match("^%a+://[^/]+")
  return origin and path:sub(1, 1) == "/" and origin .. path or path
end

local function thanks_of(language, site)
  local own = publish.t("interface_language", nil, site.settings.language)
  local other = publish.t("interface_language", nil, language)
  return own == other and P.options.thanks or P.options.thanks .. other .. "/"
end

local function privacy()
  local language = publish.t("interface_language")
  local said = P.options.privacy
  return said[language] or said[language:match("^%a+")] or publish.t("comments_privacy")
end

local function form_of(article, list, site)
  local action = P.options.action
  if not action then return nil end
  local mail = action:lower():find("^mailto:") ~= nil
  local choices = {}
  for i, comment in ipairs(list) do
    choices[i] = { id = comment.id, number = comment.number, language = comment.language,
                   name = text.excerpt(comment.name or publish.t("comments_anonymous"), 40) }
  end
  if mail and not action:find("?", 1, true) then
    action = action .. "?subject=" .. publish.t("comments_subject", { title = article.title })
      :gsub("[^%w%._~-]", function(c) return ("%%%02X"):format(c:byte()) end)
  elseif action:sub(1, 1) == "/" then
    action = publish.link(action)
  end
  local privacy_url = P.options.privacy_url
  return publish.template("comment-form.html", {
    action = action, mail = mail, choices = choices, article = article,
    id = article.id or article.path, address = absolute(article.url, site),
    thanks = absolute(publish.link(thanks_of(publish.t("interface_language"), site)), site),
    privacy = privacy(), privacy_url = privacy_url and publish.link(privacy_url) or false, length = P.options.length,
  })
end

function P.page(page, site)
  local article = page.article
  if not article or not shown(article) then return nil end
  local folder, path = folder_of(article, site)
  local list = folder and collect(folder, path, article) or {}
  local wish = article.comments
  local closed = wish ~= nil and wish ~= true and wish.closed == true
  local open = P.options.action ~= nil and not closed
  if #list == 0 and not open then return nil end
  local form = open and form_of(article, list, site)
  return { after_body = publish.template("comments.html", {
    count = #list, list = #list > 0 and render(threads(list), 1, open) or false,
    form = form or false, closed = closed,
  }) }
end

-- The page that thanks: one for each language that the form may be in.
P.pages = {}

function P.pages.comments_once(key, rows, add, site)
  if not P.options.action or P.options.action:lower():find("^mailto:") then return end
  local done = {}
  local function page(language)
    local url = thanks_of(language, site)
    if done[url] then return end
    done[url] = true
    add { url = url, layout = "comment-thanks.html", kind = "thanks", noindex = true,
          language = publish.t("interface_language", nil, language),
          title = publish.t("comments_thanks", nil, language) }
  end
  page(site.language)
  local follows, editions = site.settings.interface_language, site.settings.editions
  for _, language in ipairs(follows ~= "site" and site.indexes.comments_languages:keys() or {}) do
    if follows == "article" or editions and editions[language] then page(language) end
  end
end

return P
