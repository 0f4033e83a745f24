"""What a window needs from this installation of Qt; part of ``daily8 self-test``."""

FORMATS = ("png", "jpeg", "webp", "gif", "svg")
"""Pictures that articles and icons come as."""


def window_lines() -> list[tuple[str, bool, str]]:
    """Return name, whether it is fine, and detail of each check.

    Makes the application object: call it in a process of its own, which a missing platform plug-in
    ends at once.
    """
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QGuiApplication, QImageReader

    application = QGuiApplication(["daily8"])
    platform = application.platformName()
    known = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    absent = [each for each in FORMATS if each not in known]
    lines = [
        ("qt", True, qVersion()),
        ("platform", bool(platform), platform),
        ("pictures", not absent, " ".join(absent or FORMATS)),
    ]
    application.shutdown()
    return lines
