"""The same, against a real llama.cpp server with a small model: ``dev.py test --slow``."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.cancel import CancelToken
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import run_now
from desktop_app.services.understanding.model_asking import Question, Task
from desktop_app.services.understanding.model_choice import Choice, Where
from desktop_app.services.understanding.model_service import Progress, Stage
from tests.servers.llama import Llama, running
from tests.servers.processes import UnavailableError
from tests.support.model_desk import PARAGRAPHS, Desk, open_desk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
KEY = "key-of-the-test"


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Llama]:
    try:
        with running(tmp_path_factory.mktemp("llama"), key=KEY) as server:
            yield server
    except UnavailableError as reason:
        pytest.skip(str(reason))


@pytest.fixture
def desk(tmp_path: Path, llama: Llama) -> Iterator[Desk]:
    with open_desk(tmp_path) as made:
        choice = Choice(Where.SERVICE, llama.url, "gemma", context=1024)
        made.model.choose(choice)
        run_now(made.model.set_key(choice.origin, KEY))
        made.model.gate.agree(made.model.choice)
        _until_it_listens(made)
        yield made


def _until_it_listens(desk: Desk) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            run_now(desk.model.models(desk.model.choice))
            return
        except AppError as error:
            assert error.kind in (ErrorKind.OFFLINE, ErrorKind.SERVER), error
            threading.Event().wait(0.2)
    raise AssertionError("the server never listened")


def test_it_names_its_model_and_its_context(desk: Desk) -> None:
    (model,) = run_now(desk.model.models(desk.model.choice))
    assert (model.shown, model.context) == ("model.gguf", 1024)


def test_it_answers_a_test(desk: Desk) -> None:
    tested = run_now(desk.model.test(desk.model.choice))
    assert tested.words
    assert run_now(desk.model.used_today()).tokens > 0


def test_an_answer_is_streamed_and_checked(desk: Desk) -> None:
    heard: list[Progress] = []
    prepared = run_now(desk.model.prepare(Question(Task.POINTS), [desk.add()]))
    answer = run_now(desk.model.ask(prepared, heard.append))
    assert heard[0].stage is Stage.WAITING
    assert answer.tokens > 100
    for sentence in answer.checked.sentences:
        for quote in sentence.quotes:
            piece, first, length = prepared.corpus.at(quote.places[0])
            assert piece.text[first : first + length]
    assert answer.checked.sentences or answer.trouble is not None


def test_what_is_too_long_is_cut_and_sent_again(desk: Desk) -> None:
    desk.model.choose(replace(desk.model.choice, context=8192))
    filler = tuple(f"Paragraph {at} tells of the harbour and the sea. " * 8 for at in range(30))
    prepared = run_now(desk.model.prepare(Question(Task.SHORT), [desk.add(paragraphs=filler)]))
    assert prepared.left_out == 0
    answer = run_now(desk.model.ask(prepared, lambda progress: None))
    assert answer.prepared.left_out > 0
    assert answer.prepared.context < 1024


def test_stopping_frees_the_server(desk: Desk) -> None:
    prepared = run_now(desk.model.prepare(Question(Task.POINTS), [desk.add()]))
    token = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.stage is Stage.WRITING:
            token.cancel()

    with pytest.raises(AppError) as caught:
        run_now(desk.model.ask(prepared, stop), token)
    assert caught.value.kind is ErrorKind.CANCELLED
    assert run_now(desk.model.test(desk.model.choice)).words


def test_a_wrong_key_is_told(desk: Desk) -> None:
    run_now(desk.model.set_key(desk.model.choice.origin, "another"))
    with pytest.raises(AppError) as caught:
        run_now(desk.model.test(desk.model.choice))
    assert caught.value.code == "model_key"


def test_a_paragraph_is_translated_or_refused(desk: Desk) -> None:
    text = desk.add(paragraphs=PARAGRAPHS[:1])
    job = run_now(desk.model.translation(text.article_id, "", text.text, "fr"))
    heard: list[object] = []
    came = run_now(desk.model.translate(job, job.missing, lambda _at, what: heard.append(what)))
    assert heard[0] is None
    assert len(heard) == 2
    again = run_now(desk.model.translation(text.article_id, "", text.text, "fr"))
    assert len(again.missing) == 1 - came
