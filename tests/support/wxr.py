# wxr -- exports of WordPress, written as WordPress writes them, for tests.
from xml.sax.saxutils import escape

OLD = "https://old.example.org/blog"
HEAD = """<?xml version="1.0" encoding="%s" ?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>%s</title>
<link>%s</link>
<description>%s</description>
<language>%s</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>%s</wp:base_site_url>
<wp:base_blog_url>%s</wp:base_blog_url>
"""
TAIL = "</channel>\n</rss>\n"


def cdata(text):
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def head(title="Tea & Rivers", about="Essays on tea &amp; rivers", language="en-US", encoding="UTF-8", url=OLD):
    return HEAD % (encoding, escape(title), url, escape(about), language, url, url)


def author(login, name, email="somebody@secret.example"):
    return ("<wp:author><wp:author_id>1</wp:author_id><wp:author_login>%s</wp:author_login><wp:author_email>%s</wp:author_email>"
            "<wp:author_display_name>%s</wp:author_display_name></wp:author>\n" % (cdata(login), cdata(email), cdata(name)))


def category(slug, name, parent="", id=2):
    return ("<wp:category><wp:term_id>%d</wp:term_id><wp:category_nicename>%s</wp:category_nicename><wp:category_parent>%s"
            "</wp:category_parent><wp:cat_name>%s</wp:cat_name></wp:category>\n" % (id, slug, parent, cdata(name)))


def tag(slug, name):
    return "<wp:tag><wp:tag_slug>%s</wp:tag_slug><wp:tag_name>%s</wp:tag_name></wp:tag>\n" % (slug, cdata(name))


def term(domain, slug, name):
    return '<category domain="%s" nicename="%s">%s</category>\n' % (domain, slug, cdata(name))


def meta(key, value):
    return "<wp:postmeta><wp:meta_key>%s</wp:meta_key><wp:meta_value>%s</wp:meta_value></wp:postmeta>\n" % (cdata(key), cdata(value))


def comment(id, text, parent=0, author="Bo", email="bo@secret.example", url="https://bo.example/", approved="1", kind="comment"):
    return ("<wp:comment><wp:comment_id>%d</wp:comment_id><wp:comment_author>%s</wp:comment_author>"
            "<wp:comment_author_email>%s</wp:comment_author_email><wp:comment_author_url>%s</wp:comment_author_url>"
            "<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP><wp:comment_date>2019-05-02 10:00:%02d</wp:comment_date>"
            "<wp:comment_date_gmt>2019-05-02 02:00:%02d</wp:comment_date_gmt><wp:comment_content>%s</wp:comment_content>"
            "<wp:comment_approved>%s</wp:comment_approved><wp:comment_type>%s</wp:comment_type>"
            "<wp:comment_parent>%d</wp:comment_parent></wp:comment>\n"
            % (id, cdata(author), email, escape(url), id % 60, id % 60, cdata(text), approved, kind, parent))


def item(id, title, content, name="", kind="post", status="publish", link=None, date="2019-05-01 10:00:00",
         gmt="2019-05-01 02:00:00", changed=None, excerpt="", creator="mei", password="", closed=False, parent=0, sticky=0, order=0,
         more="", url=OLD):
    """One <item>; `more` is what stands at its end: terms, metas, comments."""
    if link is None:
        link = "%s/?p=%d" % (url, id) if status != "publish" or not name else \
            "%s/%s/%s/%s/" % (url, date[:4], date[5:7], name) if kind == "post" else "%s/%s/" % (url, name)
    return """<item>
<title>%s</title>
<link>%s</link>
<dc:creator>%s</dc:creator>
<guid isPermaLink="false">%s/?p=%d</guid>
<description></description>
<content:encoded>%s</content:encoded>
<excerpt:encoded>%s</excerpt:encoded>
<wp:post_id>%d</wp:post_id>
<wp:post_date>%s</wp:post_date>
<wp:post_date_gmt>%s</wp:post_date_gmt>
<wp:post_modified>%s</wp:post_modified>
<wp:post_modified_gmt>%s</wp:post_modified_gmt>
<wp:comment_status>%s</wp:comment_status>
<wp:ping_status>open</wp:ping_status>
<wp:post_name>%s</wp:post_name>
<wp:status>%s</wp:status>
<wp:post_parent>%d</wp:post_parent>
<wp:menu_order>%d</wp:menu_order>
<wp:post_type>%s</wp:post_type>
<wp:post_password>%s</wp:post_password>
<wp:is_sticky>%d</wp:is_sticky>
%s</item>
""" % (cdata(title), link, cdata(creator), url, id, cdata(content), cdata(excerpt), id, date, gmt, changed or date, changed or gmt,
       "closed" if closed else "open", name, status, parent, order, kind, cdata(password), sticky, more)


def attachment(id, file, alt="", legend="", parent=0):
    return item(id, file, "", name=file.split("/")[-1].split(".")[0], kind="attachment", status="inherit", excerpt=legend, parent=parent,
                more="<wp:attachment_url>%s/wp-content/uploads/%s</wp:attachment_url>\n" % (OLD, file) + meta("_wp_attachment_image_alt", alt))


def menu(id, title, kind, target="", object="", url="", above="0", name="top", order=1):
    return item(id, title, "", name=str(id), kind="nav_menu_item", order=order, more=term("nav_menu", name, name) + meta("_menu_item_type", kind) +
                meta("_menu_item_object_id", target) + meta("_menu_item_object", object) + meta("_menu_item_url", url) +
                meta("_menu_item_menu_item_parent", above))


def hidden(address, key=0x5A):
    """An e-mail address as Cloudflare hides it."""
    return "%02x" % key + "".join("%02x" % (b ^ key) for b in address.encode())


def export(*items, **how):
    return head(**how) + "".join(items) + TAIL
