"""Measures edit to preview: from the save until the server's answers hold the new words."""

import contextlib
import http.client
import os
import pathlib
import signal
import socket
import subprocess
import time

POLL = 0.002
START_LIMIT = 300
"""Seconds until the first answer."""


class Silent(Exception):
    """The server ended, or never answered."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(port, address):
    """The body of an answer, or nothing if there is none yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address, headers={"Connection": "close"})
        response = connection.getresponse()
        return response.read() if response.status == 200 else b""
    except (OSError, http.client.HTTPException):
        return b""
    finally:
        connection.close()


class Server:
    """A running preview server; ends with its `with` block."""

    def __init__(self, command, port, log):
        self.port = port
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,
            )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
                return

    def wait_until_ready(self, address):
        end = time.monotonic() + START_LIMIT
        while not answer(self.port, address):
            if self.process.poll() is not None or time.monotonic() > end:
                raise Silent(f"{self.process.args[0]} does not answer")
            time.sleep(0.02)

    def cpu(self):
        """CPU seconds so far."""
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = stat.rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self):
        """Peak memory so far, in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def settle(self):
        """Waits until the server rests, a minute at most. Returns its CPU seconds."""
        before = self.cpu()
        for _ in range(120):
            time.sleep(0.5)
            after = self.cpu()
            if after - before < 0.02:
                break
            before = after
        return after

    def until_shown(self, word, addresses, limit):
        """Seconds until each address shows a word; None for one that does not in time."""
        start, shown = time.monotonic(), dict.fromkeys(addresses)
        while None in shown.values() and time.monotonic() - start < limit:
            for address in addresses:
                if shown[address] is None and word in answer(self.port, address):
                    shown[address] = time.monotonic() - start
            time.sleep(POLL)
        return list(shown.values())


def trials(server, path, change, addresses, plan):
    """Edits a file again and again. `change` puts a word into its text; `plan` is how often and
    for how many seconds at most. Returns the seconds of each trial, and the CPU of each."""
    original = path.read_text(encoding="utf-8")
    seconds, work, (count, limit) = [], [], plan
    try:
        for number in range(count):
            word = f"zq{os.getpid()}n{number}x"
            before = server.settle()
            path.write_text(change(original, word), encoding="utf-8")
            seconds.append(server.until_shown(word.encode(), addresses, limit))
            work.append(server.settle() - before)
            if seconds[-1].count(None) and number >= 1:
                break
    finally:
        path.write_text(original, encoding="utf-8")
    server.settle()
    return seconds, work
