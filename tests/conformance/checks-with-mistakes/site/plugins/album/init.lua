local P = publish.plugin {
  name = "album", version = "1.0.0", api = 1,
  checks = {
    links = { level = "warning" },
    ["no name"] = { level = "warning" },
    album_level = { level = "waring" },
    album_field = { levle = "error" },
    album_text = "warning",
  },
}
return P
