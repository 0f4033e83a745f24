"""Stands in for the child that speaks: a way for each bad day. ``python fake_speech.py WAY``."""

import json
import sys
import time

VOICES = [["en_GB/Ann", "Ann", "en_GB"], ["ar_EG/Amal", "Amal", "ar_EG"]]


def tell(**message: object) -> None:
    write(json.dumps(message))


def write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(way: str) -> int:
    if way == "hangs":
        time.sleep(60)
    if way == "dies":
        return 1
    if way == "absent":
        tell(**{"is": "absent", "words": "no module"})
        return 0
    if way == "silent":
        tell(**{"is": "silent", "words": "no service"})
        return 0
    if way == "garbage":
        write("{ no JSON")
        time.sleep(60)
    if way == "wrong":
        tell(**{"is": "ready"})
        time.sleep(60)
    if way == "long":
        sys.stdout.write("x" * 2_000_000)
        sys.stdout.flush()
        time.sleep(60)
    tell(**{"is": "ready", "engine": way, "voices": VOICES})
    if way == "deaf":  # it does not hear that it should leave
        time.sleep(60)
    return speak(way)


def speak(way: str) -> int:
    """Answer what is said, as an engine that is of ``way``."""
    for number, line in enumerate(sys.stdin):
        message = json.loads(line)
        if message["do"] != "say":
            continue
        if way == "mute":  # it takes the words and never begins
            continue
        tell(**{"is": "begun", "id": message["id"]})
        if way == "endless":
            continue
        if way == "breaks" and number:
            tell(**{"is": "broken", "words": "playback"})
            return 0
        if way == "dies later" and number:
            return 1
        if way == "late":  # the end of what is no longer wanted
            tell(**{"is": "done", "id": message["id"] - 1})
            continue
        tell(**{"is": "done", "id": message["id"]})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
