"""Turns figures into Markdown."""

import datetime
import os
import pathlib
import platform
import statistics

ROWS = (
    ("clean build, CPU s", "clean", "cpu"),
    ("clean build, wall s", "clean", "wall"),
    ("clean build, peak MiB", "clean", "peak"),
    ("second build, nothing changed, CPU s", "same", "cpu"),
    ("second build, nothing changed, wall s", "same", "wall"),
    ("second build, one body edited, CPU s", "edit", "cpu"),
    ("second build, one body edited, wall s", "edit", "wall"),
    ("second build, one body edited, peak MiB", "edit", "peak"),
    ("save of a body until the page shows it, ms", "body", "page"),
    ("the same, CPU ms of the server", "body", "work"),
    ("save of a title until the page shows it, ms", "title", "page"),
    ("save of a title until page and list show it, ms", "title", "list"),
    ("peak MiB of the server", "server", "peak"),
)


def median(values):
    return statistics.median(values) if values and None not in values else None


def figure(value):
    """Three digits that count."""
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def table(tools, figures):
    """One table: a row a measure, a column a tool, then our share of each peer's figure."""
    peers = [tool for tool in tools if not tool.key.startswith("plainleaf")]
    heads = [f"{tool.name} {tool.version}" for tool in tools]
    heads += [f"Plainleaf ÷ {peer.name}" for peer in peers]
    lines = [f"| | {' | '.join(heads)} |", "|---|" + "---:|" * len(heads)]
    for label, kind, key in ROWS:
        values = {t.key: median(figures[t.key].get(kind, {}).get(key, [])) for t in tools}
        if all(value is None for value in values.values()):
            continue
        cells = [figure(values[tool.key]) for tool in tools]
        cells += [ratio(values["plainleaf"], values[peer.key]) for peer in peers]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    sizes = [f"{figures[t.key]['files']:,} / {figures[t.key]['bytes'] / 2**20:.1f}" for t in tools]
    lines.append(f"| files / MiB written | {' | '.join(sizes + [''] * len(peers))} |")
    return "\n".join(lines)


def ratio(ours, theirs):
    return "–" if ours is None or not theirs else f"{ours / theirs:.3f}"


def machine():
    """The day and the machine, in one sentence."""
    cores = os.cpu_count()
    model, memory = platform.processor() or platform.machine(), ""
    info = pathlib.Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else model
    total = pathlib.Path("/proc/meminfo")
    if total.exists():
        memory = f", {int(total.read_text().split()[1]) / 2**20:.0f} GiB"
    day = datetime.datetime.now(datetime.timezone.utc).date()
    return f"{day}, {platform.system()} {platform.release()}, {cores} cores ({model}){memory}"
