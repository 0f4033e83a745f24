"""What a window needs from this installation of Qt; part of ``daily8 self-test``."""

FORMATS = ("png", "jpeg", "webp", "gif", "svg")
"""Pictures that articles and icons come as."""
_SORTED = {
    "ar": ["أخبار", "بحر", "تقرير 2", "تقرير 10", "ثقافة", "ياسمين"],
    "de": ["Apfel", "Äpfel", "Bär 2", "bär 10", "Zug"],
    "he": ["אור", "חדשות 9", "חדשות 12", "ים", "תל אביב"],
}


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
        ("sorting", *_sorting()),
        ("writing", *_writing()),
    ]
    application.shutdown()
    return lines


def _sorting() -> tuple[bool, str]:
    """Sort as each language does, numbers by their value; the order is in ICU's data on Linux."""
    from functools import cmp_to_key

    from PySide6.QtCore import QCollator, QLocale

    wrong = []
    for language, words in _SORTED.items():
        collator = QCollator(QLocale(language))
        collator.setNumericMode(True)
        if sorted(set(words), key=cmp_to_key(collator.compare)) != words:
            wrong.append(language)
    return not wrong, " ".join(wrong or _SORTED)


def _writing() -> tuple[bool, str]:
    """Write a date, a number and mixed directions as Arabic does."""
    from PySide6.QtCore import QDate, QLocale, Qt
    from PySide6.QtGui import QTextLayout

    arabic = QLocale("ar_EG")
    date = arabic.toString(QDate(2026, 3, 2), "d MMMM yyyy")
    layout = QTextLayout("أخبار Daily8 اليوم")
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    # The paragraph runs from right to left: its first letter is at the right, Latin inside it.
    places = [at[0] if isinstance(at := line.cursorToX(index), tuple) else at for index in (0, 7)]
    fine = (
        date == "٢ مارس ٢٠٢٦"
        and arabic.textDirection() == Qt.LayoutDirection.RightToLeft
        and float(str(places[0])) > float(str(places[1]))
    )
    return fine, date
