# bad_comments -- hostile texts as a reader would send them: in the name, the web address
# and the text of a comment, through import, merge and publication. What the page
# shows is what was written, and nothing of it runs.
import json
import os
import re
import urllib.parse

import bad_xss
import lab

# The form's own elements, which the oracle does not expect on other pages.
FORM_ELEMENTS = {"form", "label", "textarea", "select", "option", "button"}
FORM_ATTRIBUTES = {"method", "action", "accept-charset", "for", "name", "rows", "maxlength", "required",
                   "autocomplete", "placeholder"}
# Markdown takes these for its own, so that the text is not shown letter by letter.
MARKUP = re.compile(r"[\\`*_\[\]&~]|://|www\.|^\s*(#|>|[-+]\s|\d+[.)]\s)", re.M)


def vectors():
    path = os.path.join(lab.SHARED, "bad-inputs", "xss", "VECTORS.json")
    found = list(bad_xss.VECTORS)
    if os.path.exists(path):
        found += [v for v in json.load(open(path)) if v not in found]
    return found


def cleaned(text):
    """What the import keeps of a text: no control and no reordering characters."""
    text = re.sub("[\u2028\u2029\x85]", "\n", text)
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", "", text)


def inside(text, open_tag):
    """The text of every element that begins with `open_tag`, as a reader sees it."""
    return [bad_xss.squeezed("".join(bad_xss.Page("<p>" + part.split("</div>")[0].split("</b>")[0]).texts.get("p", "")))
            for part in text.split(open_tag)[1:]]


def run():
    texts = vectors()
    posts = lab.folder("posts")
    for i, vector in enumerate(texts):
        fields = {"comment": "v%d: %s" % (i, vector), "name": "n%d %s" % (i, vector), "url": vector,
                  "article": "articles/one.md", "reply_to": vector}
        with open(os.path.join(posts, "%03d" % i), "w") as f:
            f.write(urllib.parse.urlencode(fields))
    repo = lab.repository("xss", {
        "publish.yaml": lab.SETTINGS + "plugins: [render, {comments: {action: 'https://forms.example/'}}]\n",
        "articles/one.md": lab.article("One")})
    ran = lab.publish("-C", repo, "comments", "import", posts)
    lab.check("%d hostile comments are imported" % len(texts), ran.status == 0 and
              "imported: %d comments" % len(texts) in ran.out, str(ran) + ran.err)
    message = lab.git(repo, "log", "-1", "--format=%B", "comments")
    lab.check("the commit's message commands no terminal", not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", message), repr(message))
    lab.git(repo, "update-ref", "refs/heads/main", "refs/heads/comments")
    ran = lab.publish("-C", repo)
    lab.check("and published", ran.status == 0, str(ran) + ran.err)
    files = lab.outputs(repo)
    text = next(data for path, data in files.items() if path.endswith("one/index.html")).decode()
    elements, attributes = set(bad_xss.ELEMENTS), set(bad_xss.ATTRIBUTES)
    bad_xss.ELEMENTS.update(FORM_ELEMENTS)
    bad_xss.ATTRIBUTES.update(FORM_ATTRIBUTES)
    try:
        page = bad_xss.judge_page("one", text)
    finally:
        bad_xss.ELEMENTS.intersection_update(elements)
        bad_xss.ATTRIBUTES.intersection_update(attributes)
    links = [v for t, n, v in page.attributes if t == "a" and n == "href" and v.startswith("http")]
    lab.check("nothing of them runs", not page.wrong and text.count('<article class="comment"') == len(texts),
              "%d problems" % len(page.wrong), "\n".join(page.wrong))
    lab.check("an address that is none is no link", not [v for v in links if re.search(r"script:|[<>\s\"]", v)], str(links))
    shown = {m[1]: s for s in inside(text, '<div class="comment-text"') for m in [re.search(r"v(\d+): ", s)] if m}
    names = {m[1]: s for s in inside(text, '<b class="comment-name"') for m in [re.search(r"n(\d+) ", s)] if m}
    wrong, compared = [], 0
    for i, vector in enumerate(texts):
        if bad_xss.squeezed("n%d %s" % (i, cleaned(vector)))[:90] not in names.get(str(i), ""):
            wrong.append("the name %r is shown as %r" % (vector, names.get(str(i))))
        if MARKUP.search(vector):
            continue
        compared += 1
        if bad_xss.squeezed("v%d: %s" % (i, cleaned(vector))) not in shown.get(str(i), ""):
            wrong.append("the text %r is shown as %r" % (vector, shown.get(str(i))))
    lab.check("names and texts are shown as written (%d, %d)" % (len(texts), compared),
              not wrong and compared > len(texts) // 3, "", "\n".join(wrong))
