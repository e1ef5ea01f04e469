# import_sites -- small sites of other generators, with what is awkward in real ones.
JEKYLL = {
    "_config.yml": """# A real one has remarks, too.
title: The River
tagline: Notes from the bank
description: >
  Longer, and folded.
url: https://river.example.org/
baseurl: blog
lang: en_GB
timezone: Europe/Berlin
author: {name: Ann Lee, email: ann@example.org}
email: hello@example.org
permalink: /:categories/:year/:month/:day/:title.html
paginate: 7
theme: minima
plugins: [jekyll-feed, jekyll-sitemap, jekyll-redirect-from, jekyll-mentions]
collections:
  recipes: {output: true, permalink: "/cook/:path/"}
  quotes: {output: false}
defaults:
  - {scope: {path: "", type: posts}, values: {layout: post}}
  - {scope: {path: travel}, values: {author: ann}}
  - {scope: {path: "_posts/old"}, values: {image: /assets/old.png}}
exclude: [notes.txt, vendor]
twitter_username: river
""",
    "Gemfile": "gem 'jekyll'\n",
    "README.md": "# About this repository\n",
    "notes.txt": "not for readers\n",
    "_data/authors.yml": "ann: {name: Ann Lee, url: https://ann.example.org/}\n",
    "_data/navigation.yml": "- {title: About, url: /about.html}\n- {title: \"Far: away\", url: \"https://far.example/\"}\n",
    "_data/boats.csv": "name,length\n\"The \"\"Heron\"\", blue\",12\r\nGull,7\n",
    "_data/tags.yml": "- this is another shape\n",
    "_layouts/post.html": "<p>{{ content }}</p>\n",
    "_includes/video.html": "<video></video>\n",
    "_sass/_base.scss": "a { b: c }\n",
    "_quotes/one.md": "---\n---\nA quotation.\n",
    "_recipes/soups/pea soup.md": "---\ntitle: Pea soup\ndate: 2020-02-02\n---\nPeas.\n",
    "_recipes/Bread.md": "---\ntitle: Bread\ndate: 2020-02-03\n---\nFlour. See {% link _recipes/soups/pea soup.md %}.\n",
    "_drafts/later.md": "---\ntitle: Later\n---\nNot yet.\n",
    "_posts/2019-03-04-Hello-World.md": """---
layout: post
title: "Hello: World"
categories: news river
tags: [water, First Things]
# a remark that stays
redirect_from: /old/hello/
---
See [the next]({% post_url 2019-05-06-code %}), [about]({{ site.baseurl }}/about.html) and ![a boat]({{ "/assets/boat.png" | relative_url }}).
{: .lead }

{% include video.html id="1" %}
""",
    "_posts/2019-05-06-code.markdown": """---
title: Code
category: Two Words
---
* TOC
{:toc}

{% highlight ruby %}
puts "*not emphasis*" # {{ not liquid }}
h = {:a => 1}
{% endhighlight %}

    indented = {: still code }

Text from {{ page.title }}, {{ site.title }} and {{ site.time | date: "%Y" }}.
""",
    "_posts/2019-07-08-late.md": "---\ntitle: Late in the day\ndate: 2019-07-08 23:30:00 +0000\n---\nIn Berlin it was the 9th.\n",
    "_posts/2019-08-09-odd-date.md": "---\ntitle: Odd\ndate: Fri Aug  9 7:05:03 CEST 2019\n---\nA date as a program writes it.\n",
    "_posts/2019-09-10-hidden.md": "---\ntitle: Hidden\npublished: no\n---\nNot shown.\n",
    "_posts/2019-10-11-broken.md": "---\ntitle: a: b: c\n---\nFront matter that Ruby refuses as well.\n",
    "_posts/2019-11-12-layout.md": "---\ntitle: Layout\nlayout: wide\nlast_modified_at: 2020-01-01\nmodified: 2020-01-02\n---\n[nowhere](gone.md)\n",
    "_posts/2020-01-02-über-flüsse.md": "---\ntitle: Über Flüsse\n---\nUmlaute im Namen.\n",
    "_posts/old/2018-01-02-deep.md": "---\ntitle: Deep\n---\nIn a folder.\n",
    "_posts/2020-02-03-raw.html": "---\ntitle: As HTML\n---\n<p>One <b>two</b></p>\n",
    "_posts/notes.md": "no date in the name\n",
    "travel/_posts/2018-05-05-trip.md": "---\ntitle: Trip\ntags: one two\n---\nA post in a folder of its own.\n",
    "about.md": "---\ntitle: About\nlayout: page\n---\nWho we are, at {{ site.email }}.\n",
    "docs/guide.md": "---\ntitle: Guide\npermalink: /help/\n---\nHelp.\n",
    "index.html": "---\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n",
    "archive-by-year.html": "---\ntitle: By year\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n",
    "404.html": "---\n---\nLost\n",
    "feed.xml": "---\n---\n{% for post in site.posts %}{% endfor %}\n",
    "css/main.scss": "---\n---\n@import 'base';\n",
    "css/plain.css": "a { color: red }\n",
    "js/site.js": "---\n---\nvar a = 1;\n",
    "CNAME": "river.example.org\n",
    "assets/boat.png": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "assets/old.png": b"\x89PNG\r\n\x1a\n" + bytes(41),
}
# What Jekyll 4 makes of it, by its documented rules.
JEKYLL_ADDRESSES = [
    "/news/river/2019/03/04/Hello-World.html", "/two%20words/2019/05/06/code.html", "/2019/07/09/late.html",
    "/2019/08/09/odd-date.html", "/2019/11/12/layout.html", "/2020/01/02/über-flüsse.html",
    "/old/2018/01/02/deep.html", "/2020/02/03/raw.html", "/travel/2018/05/05/trip.html", "/about.html", "/help/",
    "/cook/soups/pea%20soup/", "/cook/Bread/", "/old/hello/", "/css/plain.css", "/js/site.js", "/assets/boat.png",
    "/CNAME",
]

HUGO = {
    "config/_default/hugo.toml": """baseURL = 'https://lake.example.org/'
defaultContentLanguage = 'en'
timeZone = 'Asia/Shanghai'
copyright = 'CC BY 4.0'
theme = ['ananke']
enableRobotsTXT = true
disqusShortname = 'lake'
[pagination]
pagerSize = 8
[taxonomies]
tag = 'tags'
author = 'authors'
topic = 'topics'
""",
    "config/_default/languages.toml": """[en]
title = 'The Lake'
languageName = 'English'
weight = 1
[zh-cn]
title = '湖'
languageName = '中文'
weight = 2
contentDir = 'content.zh'
copyright = '知识共享'
languageDirection = 'ltr'
[fr]
title = 'Le lac'
weight = 3
contentDir = 'content.fr'
[de]
weight = 4
contentDir = 'content.de'
[zh-cn.params]
description = '湖边笔记'
""",
    "config/_default/permalinks.toml": "[page]\nposts = '/:year/:month/:slug/'\n",
    "config/_default/menus.en.toml": "[[main]]\nname = 'Posts'\nurl = '/posts/'\nweight = 2\n[[main]]\nname = 'Home'\nurl = '/'\nweight = 1\n",
    # In any case, as Hugo takes the names of its settings.
    "config/_default/menus.zh-CN.toml": "[[main]]\nname = '文章'\nurl = '/posts/'\nweight = 2\n[[main]]\nname = '首页'\nurl = '/'\nweight = 1\n"
        "[[main]]\nidentifier = 'nameless'\nurl = '/x/'\n[[main]]\nname = '关于'\npageRef = '/about'\nweight = 3\n"
        "[[main]]\nname = '英文'\nurl = '/who/'\nweight = 4\n",
    "config/_default/menus.toml": "[[foot]]\nname = 'Code'\nurl = 'https://example.com/code'\n[[foot]]\nname = 'Below'\nurl = '/b/'\nparent = 'Code'\n",
    "config/_default/params.yaml": "description: Notes from the shore\nauthor: {name: Ann Lee}\n",
    "archetypes/default.md": "---\ntitle: x\n---\n",
    "layouts/_default/single.html": "{{ .Content }}\n",
    "themes/ananke/theme.toml": "name = 'x'\n",
    "assets/main.scss": "a { b: c }\n",
    "i18n/en.toml": "[more]\nother = 'More'\n",
    "data/boats.csv": "name,length\nHeron,12\n",
    "data/depths.toml": "[lake]\nmax = 40\n",
    "static/robots-note.txt": "hello\n",
    "static/img/boat.png": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "content/_index.md": "+++\ntitle = 'Home'\n+++\nWelcome.\n",
    "content/about.md": "+++\ntitle = 'About us'\nmenu = 'main'\nweight = 30\naliases = ['/who/']\n+++\nSee [the post]({{< relref \"posts/first.md#part\" >}}).\n",
    "content/posts/_index.md": "---\ntitle: All posts\n---\n",
    "content/posts/first.md": "+++\ntitle = 'First Post: It Begins!'\ndate = 2020-01-02T23:30:00+08:00\ntags = ['Water']\ntopics = ['x']\nseries = ['Rivers', 'Lakes']\n[params]\nx = 1\n+++\n# Part {#part}\n\n{{< youtube abc123 >}}\n\n{{< chart name=\"a\" >}}\n\n![boat](/img/boat.png)\n",
    "content/posts/2021-02-03-Name With Capitals.md": "---\ntitle: Named\ndate: 2021-02-03\nslug: Own Slug\n---\nText.\n",
    "content/posts/bundle/index.md": "---\ntitle: A bundle\ndate: \"2021-04-05\"\nlayout: gallery\n---\n![inside](photo.png)\n",
    "content/posts/bundle/photo.png": b"\x89PNG\r\n\x1a\n" + bytes(42),
    "content/posts/json.md": "{\n  \"title\": \"JSON\",\n  \"date\": \"2021-06-07\"\n}\nText of JSON.\n",
    "content/posts/draft.md": "---\ntitle: Draft\ndraft: true\n---\n",
    "content/posts/url.md": "---\ntitle: Its own\ndate: 2021-07-08\nurl: /somewhere/else.html\n---\nText.\n",
    "content/posts/broken.md": "+++\ntitle = 'unclosed\n+++\nText.\n",
    "content/docs/deep/page.md": "---\ntitle: Deep\nsummary: a\ndescription: b\n---\n[gone](nowhere.md) {{% ref \"/posts/no.md\" %}}\n",
    "content/docs/other.adoc": "= Asciidoc\n",
    "content/docs/Raw.html": "---\ntitle: Raw\n---\n<p>HTML</p>\n",
    "content.zh/posts/first.md": "---\ntitle: 第一篇\ndate: 2020-01-02T23:30:00+08:00\n---\n正文。\n",
    "content.zh/about.md": "---\ntitle: 关于\n---\n正文。\n",
    "content.zh/terms.md": "---\ntitle: 条款\nmenus:\n  main: {weight: 9, name: 使用条款}\n  other: {parent: x}\n---\n正文。\n",
    "content.fr/legal.md": "---\ntitle: Mentions\nmenus: foot\n---\nTexte.\n",
    "content.fr/brouillon.md": "---\ntitle: Brouillon\nmenus: foot\ndraft: true\n---\nTexte.\n",
}
HUGO_ADDRESSES = [
    "/about/", "/who/", "/posts/", "/2020/01/first-post-it-begins/", "/2021/02/own-slug/", "/2021/04/a-bundle/",
    "/2021/06/json/", "/somewhere/else.html", "/docs/deep/page/", "/docs/raw/", "/zh-cn/about/",
    "/zh-cn/2020/01/第一篇/", "/img/boat.png", "/robots-note.txt",
]
