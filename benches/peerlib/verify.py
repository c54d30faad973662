"""Checks that two generators made the same site: a failed build looks like a fast one."""

import html
import re

COUNTED = ("<h3", "<table", "<pre", "<blockquote", "<time", 'rel="prev"', 'rel="next"', "<h2")
"""Elements that a page holds equally often whoever made it."""

# Our notes have a heading of their own.
NOTES = re.compile(r'<h2 id="?footnotes"?>')
LOC = re.compile(r"<loc>\s*https?://[^/]+(/[^<]*?)\s*</loc>")


class Mismatch(Exception):
    """Two outputs that ought to be equal are not."""


def addresses(output):
    """Every page of an output, as /section/slug/."""
    found = {}
    for path in output.rglob("index.html"):
        folder = path.parent.relative_to(output).as_posix()
        found["/" if folder == "." else f"/{folder}/"] = path
    return found


def shape(output, facts):
    """What an output holds, for comparison; `facts` are what its pages must hold.

    Raises Mismatch if a page, or its title, text, path or tags, is not there.
    """
    found = addresses(output)
    counts = {}
    for address, title, code, tags in facts:
        if address not in found:
            raise Mismatch(f"{output}: there is no page {address}")
        page = found[address].read_text(encoding="utf-8")
        text = html.unescape(page)
        for wanted in (f"<h1>{title}</h1>", f"{code}.</p>", 'aria-label="Breadcrumb"'):
            if wanted not in text and not is_default(page):
                raise Mismatch(f"{output}: {address} does not hold {wanted!r}")
        if f"<title>{title}" not in text or code not in text:
            raise Mismatch(f"{output}: {address} lacks its title or its text")
        for tag in tags:
            if f"tags/{tag}/" not in page:
                raise Mismatch(f"{output}: {address} has no link to its tag {tag!r}")
        counts[address] = [page.count(mark) for mark in COUNTED]
        counts[address][-1] -= len(NOTES.findall(page))
    sitemap = (output / "sitemap.xml").read_text(encoding="utf-8")
    feeds = [*output.rglob("feed.xml"), *output.rglob("atom.xml"), *output.rglob("index.xml")]
    return {
        "pages": set(found),
        "elements": counts,
        "sitemap": set(LOC.findall(sitemap)),
        "feeds": {feed.parent.relative_to(output).as_posix() for feed in feeds},
    }


def is_default(page):
    """Whether our default theme made a page: it has more elements than are compared."""
    return '<header class="top">' in page


def compare(name, ours, other):
    """Raises Mismatch if another output's shape is not ours."""
    for part in ("pages", "sitemap", "feeds"):
        differing = sorted(ours[part] ^ other[part])
        if differing:
            raise Mismatch(f"{name}: {part} differ, such as {differing[:5]}")
    if ours["elements"] != other["elements"]:
        for address, counts in ours["elements"].items():
            if counts != other["elements"][address]:
                raise Mismatch(
                    f"{name}: {address} has {other['elements'][address]} of {COUNTED}, "
                    f"Plainleaf's has {counts}"
                )


def size(output):
    """How many files an output has, and their bytes."""
    sizes = [path.stat().st_size for path in output.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)
