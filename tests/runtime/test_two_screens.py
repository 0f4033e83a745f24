"""A window that goes to a screen of another scaling is drawn for it, pictures too."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCREENS = [
    {"name": "coarse", "x": 0, "y": 0, "width": 1500, "height": 1000},
    {"name": "fine", "x": 1500, "y": 0, "width": 3200, "height": 2000},
]
DPI = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}


def test_the_pictures_of_an_article_are_sharp_on_the_screen_they_came_to(tmp_path: Path) -> None:
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": [{**each, **DPI} for each in SCREENS]}))
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "QT_SCREEN_SCALE_FACTORS": "coarse=1;fine=2",
    }
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    command = [sys.executable, "-m", "tests.support.screen_steps", str(tmp_path / "profile")]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    coarse, fine, again = [json.loads(line) for line in done.stdout.splitlines()]
    assert coarse["pictures"] and all(coarse["sharp"])
    assert [each["screen"] for each in (coarse, fine, again)] == [1.0, 2.0, 1.0]
    assert set(fine["pictures"]) == {2.0} and all(fine["sharp"])
    assert set(again["pictures"]) == {1.0} and all(again["sharp"])
