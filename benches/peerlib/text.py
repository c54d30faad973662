"""Makes pages of English-like Markdown: the same seed gives the same pages, everywhere.

Nothing is read from disk or network. A page knows nothing of any site generator.
"""

import datetime
import random
import re
from dataclasses import dataclass

SECTION_SIZE = 100
"""Pages in a section."""

LATEST = datetime.date(2025, 12, 31)
"""Date of the first page; each further page is one day older."""

NOUNS = (
    "garden path orchard gate shed seed bed hedge pond compost border lawn greenhouse trellis "
    "bucket ladder barrow rake spade trowel sieve basket bench stove kettle shelf notebook map "
    "label string fence roof gutter barrel pump hose valve window door lamp table chair cellar "
    "attic workshop plank hinge saw chisel plane vise drill screw nail hammer brush varnish "
    "quilt needle thread loom wool dye apron bakery oven loaf crust dough café library index "
    "card ledger stamp letter parcel route bridge ferry harbor sail rope anchor tide lighthouse"
).split()
ADJECTIVES = (
    "old narrow quiet steady dry damp cool warm shallow deep small broad plain careful early "
    "late spare heavy light wooden copper woven painted patient busy local common rare "
    "sunny shaded level sloping sturdy brittle simple useful familiar naïve northern southern"
).split()
VERBS = (
    "holds carries needs protects follows crosses fills covers supports divides opens closes "
    "keeps shows hides outlasts replaces borders shelters feeds measures guides"
).split()
ACTIONS = (
    "check clean move mend count sort paint oil sharpen water lift fold label weigh measure "
    "cover store dry rinse turn replace tie stack sketch record"
).split()
TIMES = (
    "before breakfast|after the first frost|at noon|on market day|once a week|in late spring|"
    "before the rain|at the end of the month|every second year|when the bell rings|at low tide|"
    "on the longest day|while the paint dries|during the winter|after the meeting"
).split("|")
REASONS = (
    "nobody wrote it down|the ground stays wet|the older one was lost|it saves a long walk|"
    "the neighbors asked for it|the light is better there|two hands are not enough|"
    "the wind comes from the west|it costs almost nothing|the wood has to rest|"
    "children use it too|the map is out of date"
).split("|")
PATTERNS = (
    "The {a} {n} {v} the {n}, because {r}.",
    "Most people {x} the {n} {t}.",
    "A {a} {n} {v} a {a} {n}, and the {n} stays {a}.",
    "If the {n} is {a}, {x} the {n} {t} and leave the {n} alone.",
    "Nobody has to {x} the {n} {t}: the {n} {v} it.",
    "Every {n} in the village {v} at least one {n}.",
    "“First the {n}, then the {n}” is what the {a} members say.",
    "There are {d} ways to {x} a {n}; the {a} one takes {d} minutes.",
    "The {n} by the {n} {v} what the {a} {n} cannot.",
    "Whoever wants to {x} the {n} should {x} the {n} first, since {r}.",
    "It took {d} years until the {a} {n} was as {a} as the {n}.",
    "Keep the {n} {a}, the {n} {a} and the {n} within reach.",
)
CODE = (
    "{n}:\n  size: {d}\n  place: \"{n}\"\n  state: {a}\n",
    "count {n} --since {d}\ncount {n} --state {a} > {n}.txt\n",
    "fn {n}_{d}(total: u32) -> u32 {{\n    if total > {d} {{ total - {d} }} else {{ total }}\n}}\n",
    "<{n} state=\"{a}\">\n  <{n}>{d} &amp; {d}</{n}>\n</{n}>\n",
)
CODE_LANGUAGES = ("yaml", "sh", "rust", "xml")
POOL = 4000
"""Sentences to draw from: enough that two paragraphs are hardly ever alike."""


@dataclass(frozen=True)
class Page:
    """One page, as every generator gets it."""

    section: str
    slug: str
    title: str
    description: str
    date: datetime.date
    tags: tuple
    code: str
    """A word that stands in this page's body and nowhere else."""
    body: str

    @property
    def address(self):
        return f"/{self.section}/{self.slug}/"


def section_title(section):
    return "Part " + section.rsplit("-", 1)[1].lstrip("0")


def make(count, seed):
    """Yields `count` pages. They are made one at a time, so a large site needs little memory."""
    return Maker(count, seed).pages()


class Maker:
    def __init__(self, count, seed):
        self.count, self.seed = count, seed
        rng = random.Random(f"{seed}/pool")
        self.sentences = [fill(rng, rng.choice(PATTERNS)) for _ in range(POOL)]
        tag_count = max(8, min(400, count // 20))
        self.tags = [tag_name(index) for index in range(tag_count)]
        # A few tags are on many pages, most are on few.
        self.tag_weights = [1 / (index + 4) for index in range(tag_count)]

    def pages(self):
        for number in range(self.count):
            yield self.page(number)

    def heading_of(self, number):
        """Section, slug and title of a page: known without making its body."""
        rng = random.Random(f"{self.seed}/{number}/title")
        adjective, noun, other = rng.choice(ADJECTIVES), rng.choice(NOUNS), rng.choice(NOUNS)
        title = f"The {adjective} {noun} and the {other}, {number + 1}"
        slug = f"{adjective}-{noun}-{number + 1}".replace("é", "e").replace("ï", "i")
        return f"part-{number // SECTION_SIZE + 1:04}", slug, title

    def page(self, number):
        rng = random.Random(f"{self.seed}/{number}")
        section, slug, title = self.heading_of(number)
        code = f"ref{self.seed}x{number:06}"
        tags = []
        for tag in rng.choices(self.tags, self.tag_weights, k=rng.randint(1, 3)):
            if tag not in tags:
                tags.append(tag)
        return Page(
            section=section, slug=slug, title=title, tags=tuple(tags), code=code,
            description=rng.choice(self.sentences),
            date=LATEST - datetime.timedelta(days=number),
            body=self.body(rng, code),
        )

    def body(self, rng, code):
        parts, note = [self.paragraph(rng)], rng.random() < 0.5
        if note:
            parts[0] += f" {rng.choice(self.sentences)}[^1]"
        names = rng.sample(NOUNS, 16)
        for part in range(rng.randint(3, 7)):
            noun = names[2 * part]
            parts.append(f"## The {rng.choice(ADJECTIVES)} {noun}")
            parts.append(self.paragraph(rng))
            for _ in range(rng.randint(0, 2)):
                parts.append(self.block(rng))
            if rng.random() < 0.4:
                parts.append(f"### How to {rng.choice(ACTIONS)} the {names[2 * part + 1]}")
                parts.append(self.paragraph(rng))
        parts.append("## See also")
        parts.append("\n".join(f"- {self.link(rng)}" for _ in range(3)))
        if note:
            parts.append(f"[^1]: {rng.choice(self.sentences)}")
        parts.append(f"The mark of this page is {code}.")
        return "\n\n".join(parts) + "\n"

    def paragraph(self, rng):
        sentences = rng.choices(self.sentences, k=rng.randint(2, 6))
        spice = rng.random()
        if spice < 0.25:
            sentences.append(f"Read {self.link(rng)} as well.")
        elif spice < 0.45:
            sentences.append(fill(rng, "*Do not* {x} the **{a} {n}** {t}."))
        elif spice < 0.6:
            sentences.append(fill(rng, "The word for it is `{n}-{d}`."))
        elif spice < 0.65:
            sentences.append(fill(rng, "A [{a} {n}](https://{n}.example/{n}?page={d}) has more."))
        return " ".join(sentences)

    def block(self, rng):
        kind = rng.randrange(6)
        if kind == 0:
            return "\n".join(f"- {rng.choice(self.sentences)}" for _ in range(rng.randint(3, 6)))
        if kind == 1:
            steps = range(1, rng.randint(4, 7))
            return "\n".join(f"{n}. {rng.choice(self.sentences)}" for n in steps)
        if kind == 2:
            rows = ["| Thing | State | Count |", "|---|---|---|"]
            rows += [fill(rng, "| {n} | {a} | {d} |") for _ in range(rng.randint(3, 7))]
            return "\n".join(rows)
        if kind == 3:
            which = rng.randrange(len(CODE))
            return f"```{CODE_LANGUAGES[which]}\n{fill(rng, CODE[which])}```"
        if kind == 4:
            return "\n".join(f"> {sentence}" for sentence in rng.choices(self.sentences, k=2))
        return self.paragraph(rng)

    def link(self, rng):
        section, slug, title = self.heading_of(rng.randrange(self.count))
        return f"[{title}](/{section}/{slug}/)"


def tag_name(index):
    round_, place = divmod(index, len(NOUNS))
    name = NOUNS[place].replace("é", "e")
    return name if round_ == 0 else f"{name}-{round_ + 1}"


def fill(rng, pattern):
    """Puts words into the slots of a pattern: {n}oun, {a}djective, {v}erb, action {x}, …"""
    pieces = pattern.replace("{{", "\0").replace("}}", "\1").split("{")
    made = [pieces[0]]
    for piece in pieces[1:]:
        slot, rest = piece.split("}", 1)
        made.append(word(rng, slot))
        made.append(rest)
    made = "".join(made).replace("\0", "{").replace("\1", "}")
    return re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", made)


def word(rng, slot):
    if slot == "d":
        return str(rng.randint(2, 90))
    lists = {"n": NOUNS, "a": ADJECTIVES, "v": VERBS, "x": ACTIONS, "t": TIMES, "r": REASONS}
    return rng.choice(lists[slot])
