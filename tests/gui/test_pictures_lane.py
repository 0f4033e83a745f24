"""Pictures: fetched once, decoded off the main thread, kept within a limit of bytes."""

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPixmap

from desktop_app.core.changes import ChangeSet
from desktop_app.system.settings import PICTURES
from desktop_app.ui import pictures as module
from desktop_app.ui.pictures import Pictures, Wanted, decode
from tests.gui.reading_fakes import FakeServices, FakeTasks

URL = "https://gazette.example/bus-1240x600.png"


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


@pytest.fixture
def pictures(qapp: Any, services: FakeServices) -> Any:
    made = Pictures(FakeTasks(), services)
    yield made
    made.stop()


def get(qtbot: Any, pictures: Pictures, *shape: Any, **more: Any) -> QPixmap:
    found = pictures.get(*shape, **more)
    if found is None:
        with qtbot.waitSignal(pictures.ready, timeout=5000):
            pass
        found = pictures.get(*shape, **more)
    assert found is not None
    return found


def test_it_comes_later_and_then_at_once(qtbot: Any, pictures: Pictures) -> None:
    assert pictures.get(URL, 72, 72, 2.0, 8) is None
    with qtbot.waitSignal(pictures.ready, timeout=5000) as told:
        pass
    assert told.args == [URL]
    found = pictures.get(URL, 72, 72, 2.0, 8)
    assert found is not None
    assert found.size() == QSize(144, 144)
    assert found.devicePixelRatio() == 2.0
    assert pictures.natural(URL) == QSize(1240, 600)


def test_round_corners_are_clear_and_the_middle_is_not(qtbot: Any, pictures: Pictures) -> None:
    image = get(qtbot, pictures, URL, 72, 72, 1.0, 8).toImage()
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(36, 36).alpha() == 255


def test_a_side_of_zero_follows_from_the_other(qtbot: Any, pictures: Pictures) -> None:
    assert get(qtbot, pictures, URL, 620, 0).size() == QSize(620, 300)


def test_the_whole_picture_fits_when_it_may_not_be_cropped(qtbot: Any, pictures: Pictures) -> None:
    found = get(qtbot, pictures, URL, 300, 300, fill=False)
    assert found.size() == QSize(300, 145)


def test_several_shapes_of_one_picture_are_fetched_once(
    qtbot: Any, pictures: Pictures, services: FakeServices
) -> None:
    get(qtbot, pictures, URL, 72, 72)
    get(qtbot, pictures, URL, 84, 60)
    assert services.images.asked == [URL]


def test_what_cannot_be_had_is_not_asked_for_again(
    qtbot: Any, pictures: Pictures, services: FakeServices
) -> None:
    services.images.missing.add(URL)
    with qtbot.waitSignal(pictures.failed, timeout=5000):
        assert pictures.get(URL, 72, 72) is None
    assert pictures.get(URL, 72, 72) is None
    assert services.images.asked == [URL]
    assert pictures.is_failed(URL)
    services.images.missing.clear()
    pictures.apply(ChangeSet(pictures=frozenset({URL})))
    assert not get(qtbot, pictures, URL, 72, 72).isNull()


def test_a_file_that_is_no_picture_fails_quietly(
    qtbot: Any, pictures: Pictures, services: FakeServices
) -> None:
    services.images.folder.mkdir(parents=True)
    (services.images.folder / "bus-1240x600.png").write_bytes(b"<html>not a picture</html>")
    with qtbot.waitSignal(pictures.failed, timeout=5000):
        pictures.get(URL, 72, 72)
    assert pictures.get(URL, 72, 72) is None


def test_cached_only_never_fetches(qtbot: Any, pictures: Pictures, services: FakeServices) -> None:
    services.settings.set(PICTURES, "cached_only")
    get(qtbot, pictures, URL, 72, 72)
    assert services.images.asked == []


def test_memory_stays_within_its_limit(
    qtbot: Any, pictures: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MEMORY_BYTES", 4 * 100 * 100 * 3)
    for number in range(6):
        get(qtbot, pictures, f"https://gazette.example/bus{number}-200x200.png", 100, 100)
    assert pictures._bytes <= 4 * 100 * 100 * 3
    assert len(pictures._cache) == 3


def test_the_queue_of_decodes_is_short(
    qtbot: Any, pictures: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    gate = threading.Event()
    real = decode

    def slow(wanted: Wanted, file: Path) -> Any:
        gate.wait(5)
        return real(wanted, file)

    monkeypatch.setattr(module, "decode", slow)
    urls = [f"https://gazette.example/bus{number}-60x60.png" for number in range(8)]
    for url in urls:
        pictures.get(url, 40, 40)
    gate.set()
    qtbot.waitUntil(lambda: pictures.get(urls[-1], 40, 40) is not None, timeout=5000)
    qtbot.waitUntil(lambda: pictures.get(urls[0], 40, 40) is not None, timeout=5000)


def test_a_huge_picture_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PIXELS", 100)
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    image.save(str(tmp_path / "big.png"))
    assert decode(Wanted("u", 10, 10, 1.0, 0.0, True), tmp_path / "big.png").image is None
