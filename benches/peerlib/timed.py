"""Runs one command and prints what it cost, as JSON.

It is a program of its own because Linux counts the memory of the process that starts another
as the least peak of the other: this one stays small.

usage: timed.py SECONDS LOG COMMAND [ARGUMENT ...]
"""

import json
import os
import signal
import subprocess
import sys
import time


def main():
    limit, log, command = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
    with open(log, "wb") as output:
        start = time.monotonic()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, limit)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        signal.setitimer(signal.ITIMER_REAL, 0)
    print(json.dumps({
        "exit": os.waitstatus_to_exitcode(status),
        "cpu": used.ru_utime + used.ru_stime,
        "wall": wall,
        "peak": used.ru_maxrss / 1024,
    }))


main()
