"""Writes one corpus as a site of each generator, with themes that print the same elements.

Links between pages are plain addresses in every site. Only Plainleaf checks them; its build
pays for that.
"""

import json
import pathlib
import shutil

from . import text

# No noun of the corpus: its links to other sites are made of those.
BASE_URL = "https://corpus.example"
TITLE = "The village handbook"
DESCRIPTION = "One corpus, several generators"
FEED_LENGTH = 50
THEMES = pathlib.Path(__file__).parent / "themes"

PLAINLEAF = f"""base_url = "{BASE_URL}/"
title = "{TITLE}"
description = "{DESCRIPTION}"
"""

HUGO = f"""baseURL = "{BASE_URL}/"
title = "{TITLE}"
locale = "en"
enableRobotsTXT = true
capitalizeListTitles = false
disableLiveReload = true
[params]
description = "{DESCRIPTION}"
[taxonomies]
tag = "tags"
[outputs]
home = ["html", "rss"]
section = ["html", "rss"]
taxonomy = ["html"]
term = ["html"]
[services.rss]
limit = {FEED_LENGTH}
[markup.highlight]
codeFences = false
[markup.goldmark.extensions]
linkify = false
[markup.goldmark.extensions.typographer]
disable = true
"""

ZOLA = f"""base_url = "{BASE_URL}"
title = "{TITLE}"
description = "{DESCRIPTION}"
compile_sass = false
build_search_index = false
generate_feeds = true
feed_filenames = ["atom.xml"]
feed_limit = {FEED_LENGTH}
taxonomies = [{{ name = "tags" }}]
[markdown]
smart_punctuation = false
"""


def quoted(value):
    """A TOML string or list of strings."""
    return json.dumps(value, ensure_ascii=False)


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="\n")


def write(tool, site, pages):
    """Makes the folder `site` anew for one tool. Returns the pages without their bodies."""
    shutil.rmtree(site, ignore_errors=True)
    WRITERS[tool](site)
    content, seen, facts = site / "content", set(), []
    sort = "" if tool == "hugo" else 'sort_by = "date"\n'
    if tool == "zola":
        sort += "generate_feeds = true\n"
    put(content / "_index.md", f"+++\ntitle = {quoted(TITLE)}\n+++\n")
    for page in pages:
        if page.section not in seen:
            seen.add(page.section)
            title = quoted(text.section_title(page.section))
            put(content / page.section / "_index.md", f"+++\ntitle = {title}\n{sort}+++\n")
        path = content / page.section / f"{page.slug}.md"
        path.write_text(front_matter(tool, page) + page.body, encoding="utf-8", newline="\n")
        facts.append((page.address, page.title, page.code, page.tags))
    return facts


def front_matter(tool, page):
    head = f"title = {quoted(page.title)}\ndescription = {quoted(page.description)}\n"
    head += f"date = {page.date}\n"
    tags = f"tags = {quoted(list(page.tags))}\n"
    return f"+++\n{head}{tags}+++\n" if tool == "hugo" else f"+++\n{head}\n[taxonomies]\n{tags}+++\n"


def style():
    return (THEMES / "style.css").read_text(encoding="utf-8")


def copy_templates(source, target):
    """Copies templates; the word STYLE in them becomes the style sheet that all share."""
    for path in sorted(source.rglob("*.html")):
        content = path.read_text(encoding="utf-8").replace("STYLE", style())
        put(target / path.relative_to(source), content)


def plainleaf(site):
    put(site / "site.toml", PLAINLEAF + 'theme = "bench"\n')
    shutil.copytree(THEMES / "plainleaf", site / "themes/bench")
    put(site / "themes/bench/assets/style.css", style())


def plainleaf_default(site):
    put(site / "site.toml", PLAINLEAF)


def hugo(site):
    put(site / "hugo.toml", HUGO)
    copy_templates(THEMES / "hugo", site / "layouts")


def zola(site):
    put(site / "config.toml", ZOLA)
    copy_templates(THEMES / "zola", site / "templates")


WRITERS = {
    "plainleaf": plainleaf, "plainleaf-default": plainleaf_default, "hugo": hugo, "zola": zola,
}
