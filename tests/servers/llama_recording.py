"""Writes down what a real llama.cpp server answers, errors included: tests/data/model/*.json."""

import http.client
import json
import re
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from desktop_app.insight import prompt
from desktop_app.services.understanding import model_prompts as prompts
from desktop_app.services.understanding import model_wire as wire
from desktop_app.services.understanding.model_prompts import Question, Task
from tests.servers import llama

DATA = Path(__file__).parents[1] / "data" / "model"
_FILE = re.compile(r"/[\w./-]*/model\.gguf")
KEY = "key-of-the-recording"

TITLE = "Night buses get a second line"
TEXT = """From Thursday the city will run buses until two in the morning on a second line.
Twelve drivers planned the route on paper in August and walked it at night.
Line N2 links the university, the hospital and the old market every forty minutes.
"We know where people stand in the dark," said Omar Saleh, who has driven for nineteen years.
The first month costs the city 18,000 dinars, less than half of what the office had expected."""


def record() -> None:
    """Start the server and ask it everything."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with llama.running(place) as server:
            _keep("loading", _first_answer(server.url, 503))
            _first_answer(server.url, 200)
            for name, path, body in _requests():
                _keep(name, _exchange(server.url, path, body))
        with llama.running(place, key=KEY) as server:
            _first_answer(server.url, 200, KEY)
            body = _chat("Say hello.", "Hello?", 8)
            _keep("wrong-key", _exchange(server.url, "chat/completions", body, "another"))
            _keep("right-key", _exchange(server.url, "chat/completions", body, KEY))


def _requests() -> list[tuple[str, str, Any]]:
    token = "0123456789abcdef"
    material = prompt.article(TITLE, TEXT, "en", token)
    schema = prompt.answer_schema()

    def ask(question: Question, most: int) -> Any:
        system = prompt.rules(token, "English", prompts.task(question))
        user = material.text
        if question.words:
            user += f"\n\nThe reader's question: {question.words}"
        return _chat(system, user, most, schema)

    order = prompts.translation(token, "fr")
    line = TEXT.split("\n")[0]
    paragraph = f"<<{token} TEXT>>\n{line}\n<</{token}>>"
    who = Question(Task.QUESTION, words="Who planned it?")
    broken = dict(_chat("x", "y", 8, {"type": "nonsense"}))
    return [
        ("models", "models", None),
        ("test", "chat/completions", _chat("Answer in one word.", "Say that you are ready.", 24)),
        ("points", "chat/completions", ask(Question(Task.POINTS), 160)),
        (
            "question",
            "chat/completions",
            ask(who, 300),
        ),
        ("half", "chat/completions", ask(Question(Task.SHORT), 40)),
        ("translation", "chat/completions", _chat(order, paragraph, 80)),
        ("too-long", "chat/completions", _chat("Summarise.", TEXT * 20, 40)),
        ("wrong-schema", "chat/completions", broken),
        ("unknown-path", "nothing/here", None),
    ]


def _chat(system: str, user: str, most: int, schema: Any = None) -> Any:
    form = wire.Form()
    return wire.chat("gemma", system, user, form=form, schema=schema, most_tokens=most)


def _first_answer(url: str, status: int, key: str = "") -> dict[str, Any]:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        try:
            answer = _exchange(url, "models", None, key)
        except OSError:
            answer = {"status": 0}
        if answer["status"] == status:
            return answer
        time.sleep(0.02)
    raise AssertionError(f"no answer with {status}")


def _exchange(url: str, path: str, body: Any, key: str = "") -> dict[str, Any]:
    """Return an answer with its pieces as they came."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=120)
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    try:
        connection.request(
            "POST" if body else "GET",
            f"{parts.path}/{path}",
            json.dumps(body) if body else None,
            headers,
        )
        answer = connection.getresponse()
        pieces = []
        while piece := answer.read1(65536):
            pieces.append(_FILE.sub("/models/gemma-3-270m.gguf", piece.decode()))
        kept: Mapping[str, str] = dict(answer.getheaders())
    finally:
        connection.close()
    return {
        "request": {"path": f"/v1/{path}", "body": body},
        "status": answer.status,
        "type": kept.get("Content-Type", ""),
        "pieces": pieces,
    }


def _keep(name: str, answer: dict[str, Any]) -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    (DATA / f"{name}.json").write_text(text + "\n", encoding="utf-8")
