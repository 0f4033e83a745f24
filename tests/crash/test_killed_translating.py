"""Killed while the model speaks: what came before is kept, the rest can be asked for again."""

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

from desktop_app.core.work import run_now
from tests.crash.translator import PARAGRAPHS, job_of
from tests.servers.model_replay import replaying, saying
from tests.support.model_desk import Desk

ROOT = Path(__file__).parents[2]
ARABIC = "هذه ترجمة الفقرة إلى العربية، وهي طويلة بما يكفي."


def test_what_came_before_is_kept(tmp_path: Path) -> None:
    never = threading.Event()
    with replaying() as replay:
        replay.play(saying(ARABIC), saying(ARABIC), replace(saying(ARABIC), wait=never))
        command = [sys.executable, "-m", "tests.crash.translator", str(tmp_path), replay.url]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line == "asked 1\n":
                    break
            process.kill()
        never.set()
        desk = Desk(tmp_path, replay)
        try:
            job = job_of(desk, replay.url)
            assert [each.text for each in job.done] == [ARABIC, ARABIC]
            assert [each.text for each in job.missing] == list(PARAGRAPHS[1:])
            assert run_now(desk.model.used_today()).requests >= 2
            replay.play(saying(ARABIC))
            assert run_now(desk.model.translate(job, job.missing, lambda _at, _what: None)) == 2
        finally:
            desk.backstage.close()
