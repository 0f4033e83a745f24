"""Run inside ``dbus-run-session``: a player on the bus, pressed by dbus-send as a desktop would."""

import json
import subprocess
import sys

from PySide6.QtCore import QCoreApplication, QProcess, QTimer

from desktop_app.runtime.speech_keys import NAME, PATH, PAUSED, PLAYER, PLAYING, ROOT, MediaKeys

GET = "org.freedesktop.DBus.Properties.Get"
CALLS = (
    ("toggle", [f"{PLAYER}.PlayPause"]),
    ("next", [f"{PLAYER}.Next"]),
    ("previous", [f"{PLAYER}.Previous"]),
    ("stop", [f"{PLAYER}.Stop"]),
    ("raise", [f"{ROOT}.Raise"]),
    ("seek", [f"{PLAYER}.Seek", "int64:5"]),
    ("all", ["org.freedesktop.DBus.Properties.GetAll", f"string:{PLAYER}"]),
    ("root", ["org.freedesktop.DBus.Properties.GetAll", f"string:{ROOT}"]),
    ("position", [GET, f"string:{PLAYER}", "string:Position"]),
    ("status", [GET, f"string:{PLAYER}", "string:PlaybackStatus"]),
    (
        "rate",
        [
            "org.freedesktop.DBus.Properties.Set",
            f"string:{PLAYER}",
            "string:Rate",
            "variant:double:1.5",
        ],
    ),
    ("nothing", [f"{PLAYER}.Explode"]),
    ("xml", ["org.freedesktop.DBus.Introspectable.Introspect"]),
)


class Steps:
    def __init__(self) -> None:
        self.keys = MediaKeys()
        self.second = MediaKeys()
        self.heard: list[str] = []
        self.answers: dict[str, str] = {}
        self.keys.ordered.connect(self.heard.append)
        self.keys.speed_asked.connect(self.on_speed)
        self.left = list(CALLS)
        self.process = QProcess()
        self.process.finished.connect(self.on_answer)
        command = ["dbus-monitor", f"type='signal',path='{PATH}'"]
        self.monitor = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def on_speed(self, speed: float) -> None:
        self.heard.append(f"speed {speed}")

    def begin(self) -> None:
        self.answers["open"] = str(self.keys.open())
        self.keys.show(PLAYING, 1.0, "A harbour", "The Bay", "https://bay.example/a")
        self.keys.show(PLAYING, 1.0, "A harbour", "The Bay", "https://bay.example/a")
        self.keys.show(PAUSED, 1.0, "A harbour", "The Bay", "https://bay.example/a")
        self.next()

    def next(self) -> None:
        to = f"--dest={NAME}"
        self.process.start("dbus-send", ["--session", "--print-reply", to, PATH, *self.left[0][1]])

    def on_answer(self) -> None:
        name, _call = self.left.pop(0)
        out, err = self.process.readAllStandardOutput(), self.process.readAllStandardError()
        self.answers[name] = (out.data() + err.data()).decode()
        if self.left:
            self.next()
        else:
            self.end()

    def end(self) -> None:
        self.keys.close()
        self.answers["again"] = str(self.keys.open())
        self.keys.close()
        self.monitor.terminate()
        self.answers["signals"] = self.monitor.communicate()[0]
        sys.stdout.write(json.dumps({"answers": self.answers, "heard": self.heard}))
        QCoreApplication.quit()


def main() -> int:
    application = QCoreApplication([])
    steps = Steps()
    QTimer.singleShot(300, steps.begin)  # the monitor is to hear the first signal
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
