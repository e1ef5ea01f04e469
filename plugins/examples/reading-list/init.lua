-- reading-list: a page of the books in data/books.yaml, newest first.
--
--   - { title: A Book, author: Someone, read: 2024-05-01, review: articles/a-book.md, note: Read it twice. }
local P = publish.plugin {
  name = "reading-list", version = "1.0.0", api = 1,
  doc = "A page that lists the books of data/books.yaml, with links to their reviews.",
  options = {
    url = publish.string { default = "/books/", doc = "address of the page" },
    title = publish.string { default = "Reading list", doc = "its title" },
  },
}

local function entry(site, book)
  local review = book.review and site:article(book.review)
  return {
    title = book.title, author = book.author, read = book.read, note = book.note,
    review = review and { url = review.url, title = review.title },
  }
end

P.pages = {
  site = function(key, rows, add, site)
    local books = {}
    for i, book in ipairs(site.data.books or {}) do books[i] = entry(site, book) end
    if #books == 0 then return end
    table.sort(books, function(a, b) return (a.read and a.read.year or 0) > (b.read and b.read.year or 0) end)
    add { url = P.options.url, layout = "reading-list.html", kind = "books", title = P.options.title, params = { books = books } }
  end,
}

-- A review that is not there is told where it is asked for.
function P.check_site(site)
  for i, book in ipairs(site.data.books or {}) do
    if book.review and not site:article(book.review) then
      site:warn("data/books.yaml", book.title, "no article '" .. book.review .. "' for " .. book.title)
    end
  end
end

return P
