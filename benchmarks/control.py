"""An idle process beside the measured one: ``python -m benchmarks.control``.

It wants to wake every 5 ms and does nothing else. What comes late here comes late by the machine.
On the end of its input it prints the late wakes as JSON: pairs of CLOCK_MONOTONIC and lateness (s).
"""

import json
import sys
import threading
import time

STEP = 0.005
TELL = 0.020


def main() -> int:
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    late: list[tuple[float, float]] = []
    before = time.monotonic()
    while not over.is_set():
        time.sleep(STEP)
        now = time.monotonic()
        if now - before - STEP > TELL:
            late.append((now, now - before - STEP))
        before = now
    print(json.dumps(late))
    return 0


if __name__ == "__main__":
    sys.exit(main())
