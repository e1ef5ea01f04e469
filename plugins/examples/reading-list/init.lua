-- reading-list: a page of the books in data/books.yaml, the one read last first.
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

local function entry(site, book, number)
  local review = book.review and site:article(book.review)
  if book.review and not review then
    site:warn("data/books.yaml", number, "there is no article '" .. book.review .. "'", "such as articles/a-book.md")
  end
  return {
    title = book.title, author = book.author, note = book.note,
    read = book.read and date.parse(book.read),
    review = review and { url = review.url, title = review.title },
  }
end

local function later(a, b)
  if a.read and b.read then return a.read > b.read end
  return a.read ~= nil and b.read == nil
end

function P.pages(key, rows, add, site)
  local books = {}
  for i, book in ipairs(site.data.books or {}) do books[i] = entry(site, book, i) end
  table.sort(books, later)
  add { url = P.options.url, layout = "reading-list.html", kind = "books", title = P.options.title, params = { books = books } }
end

return P
