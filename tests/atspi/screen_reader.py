#!/usr/bin/python3
"""Sees a program as a screen reader does, and uses it by keyboard alone.

Run by the system's Python (which has the AT-SPI bindings) inside a session bus and a screen:
``screen_reader.py REPORT -- COMMAND``. Writes what it heard as JSON to REPORT.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version must be said first

PATIENCE = 40.0
MOST_OBJECTS, MOST_CHILDREN = 4000, 120
SILENT_ROLES = {
    "filler", "panel", "frame", "application", "scroll bar", "scroll pane", "split pane",
    "layered pane", "viewport", "separator", "unknown",
}  # fmt: skip
ROWS = {"list item", "table cell", "tree item"}
TABS = 60


class Reader:
    """One program, seen over AT-SPI."""

    def __init__(self, command):
        env = dict(os.environ, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", QT_QPA_PLATFORM="xcb")
        Atspi.init()
        self.process = subprocess.Popen(command, env=env, start_new_session=True)
        self.heard = []
        self.said = []
        listener = Atspi.EventListener.new(self._on_focus)
        listener.register("object:state-changed:focused")
        announced = Atspi.EventListener.new(self._on_announced)
        announced.register("object:announcement")
        self._listeners = (listener, announced)
        self.app = self.until(self._find_app, "the program")
        self._activate()

    def _find_app(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child and child.get_child_count():
                return child
        return None

    def _activate(self):
        pid = str(self.app.get_process_id())
        ids = self.xdotool("search", "--onlyvisible", "--pid", pid).split()
        for window in ids[-1:]:
            self.xdotool("windowactivate", "--sync", window)
            self.xdotool("windowfocus", window)
        self.listen(0.5)

    def xdotool(self, *words):
        done = subprocess.run(
            ["xdotool", *words], capture_output=True, text=True, timeout=20, check=False
        )
        return done.stdout

    def key(self, *keys):
        for key in keys:
            self.xdotool("key", key)
            self.listen(0.25)

    def type(self, words):
        self.xdotool("type", "--delay", "12", words)
        self.listen(0.5)

    def listen(self, seconds):
        context, end = GLib.MainContext.default(), time.monotonic() + seconds
        while time.monotonic() < end:
            while context.iteration(False):
                pass
            time.sleep(0.005)

    def until(self, question, what):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = question()
            if answer:
                return answer
            self.listen(0.3)
        raise SystemExit(f"waited in vain for {what}")

    def _on_focus(self, event):
        try:
            role = event.source.get_role_name()
        except GLib.Error:
            return  # gone before we could ask
        if event.detail1 and role not in ("frame", "application", "window"):
            self.heard.append((role, event.source.get_name() or ""))

    def _on_announced(self, event):
        self.said.append(str(event.any_data))

    def walk(self):
        """Return everything that shows, as (role, name, focusable)."""
        found, stack = [], [self.app]
        while stack and len(found) < MOST_OBJECTS:
            each = stack.pop()
            try:
                states = each.get_state_set()
                shows = states.contains(Atspi.StateType.SHOWING)
                focusable = states.contains(Atspi.StateType.FOCUSABLE)
                if shows:
                    found.append((each.get_role_name(), each.get_name() or "", focusable))
                count = min(each.get_child_count(), MOST_CHILDREN)
                children = [each.get_child_at_index(index) for index in range(count)]
            except GLib.Error:
                continue  # gone between two looks
            stack.extend(child for child in reversed(children) if child)
        return found

    def nameless(self):
        return sorted(
            {
                role
                for role, name, focusable in self.walk()
                if focusable and not name.strip() and role not in SILENT_ROLES
            }
        )

    def rows(self):
        return [name for role, name, _ in self.walk() if role in ROWS]

    def tab_order(self):
        order = []
        for _ in range(TABS):
            self.heard.clear()
            self.key("Tab")
            if not self.heard:
                continue
            if order and self.heard[-1] == order[0]:
                break
            order.append(self.heard[-1])
        return order

    def end(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(10)


def journey(reader, report):
    """Read, look into every dialog, write a comment: all by keys."""
    reader.until(lambda: len(reader.rows()) > 5, "rows")
    report["rows"] = reader.rows()
    report["nameless"] = {"window": reader.nameless()}
    report["tab_order"] = reader.tab_order()
    for name, key in (
        ("add_source", "ctrl+n"),
        ("settings", "ctrl+comma"),
        ("keys", "F1"),
        ("palette", "ctrl+k"),
    ):
        before = len(reader.walk())
        reader.key(key)
        reader.until(lambda before=before: len(reader.walk()) > before, name)
        report["nameless"][name] = reader.nameless()
        reader.key("Escape")
        reader.listen(0.5)
    reader.key("1", "j")
    reader.until(lambda: any("level 1" in row for row in reader.rows()), "comments")
    report["comments"] = [row for row in reader.rows() if row.startswith("level")]
    report["texts"] = [name for role, name, _ in reader.walk() if role in ("text", "label")]
    report["nameless"]["article"] = reader.nameless()
    reader.key("j")
    reader.until(lambda: not any("level 1" in row for row in reader.rows()), "an empty thread")
    reader.heard.clear()
    reader.key("r")
    reader.until(lambda: any(role == "text" for role, _ in reader.heard), "the composer")
    report["composer"] = reader.heard[-1]
    reader.type(os.environ["DAILY8_WORDS"])
    reader.key("ctrl+Return")
    words = os.environ["DAILY8_WORDS"]
    reader.until(lambda: any(words in row for row in reader.rows()), "one's own comment")
    report["mine"] = next(row for row in reader.rows() if words in row)
    reader.listen(8)
    report["said"] = reader.said


def main():
    target, command = sys.argv[1], sys.argv[3:]
    report = {}
    reader = Reader(command)
    try:
        journey(reader, report)
    finally:
        reader.end()
        Path(target).write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
