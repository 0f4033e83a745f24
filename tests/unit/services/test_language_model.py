"""Asking the language model that was chosen: recorded answers of a real server, and its errors."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.cancel import CancelToken
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import run_now
from desktop_app.services.understanding import model_gate
from desktop_app.services.understanding.model_asking import Answer, Question, Remark, Scope, Task
from desktop_app.services.understanding.model_choice import Choice, Where
from desktop_app.services.understanding.model_service import Progress, Stage
from desktop_app.services.understanding.texts import ArticleText
from desktop_app.system.settings import INSIGHT
from tests.servers.model_replay import Script, failing, recorded, saying, sentences
from tests.support.model_desk import PARAGRAPHS, Desk, open_desk

SHORT = Question(Task.SHORT)
GOOD = sentences(
    ("Twelve drivers planned it.", ["Twelve drivers planned the route on paper in August"]),
    ("It cost 99,000 dinars.", ["It costs the city 99,000 dinars every month"]),
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(model_gate, "AGAIN_SECONDS", 0.01)
    with open_desk(tmp_path) as made:
        yield made


def asked(desk: Desk, text: ArticleText, question: Question = SHORT) -> Answer:
    prepared = run_now(desk.model.prepare(question, [text]))
    return run_now(desk.model.ask(prepared, lambda progress: None))


def refused(desk: Desk, text: ArticleText, *scripts: Script) -> AppError:
    if scripts:
        desk.replay.play(*scripts)
    with pytest.raises(AppError) as caught:
        asked(desk, text)
    return caught.value


def test_an_answer_is_checked_against_the_article(desk: Desk) -> None:
    desk.choose()
    text = desk.add()
    desk.replay.play(saying(GOOD))
    heard: list[Progress] = []
    prepared = run_now(desk.model.prepare(SHORT, [text]))
    answer = run_now(desk.model.ask(prepared, heard.append))
    first, second = answer.checked.sentences
    assert answer.trouble is None
    piece, at, length = prepared.corpus.at(first.quotes[0].places[0])
    assert piece.text[at : at + length] == "Twelve drivers planned the route on paper in August"
    assert (piece.article_id, piece.is_title) == (text.article_id, False)
    assert second.quotes == ()
    assert [each.text for each in second.numbers] == ["99,000"]
    assert answer.checked.passed == 0.5
    assert heard[0].stage is Stage.WAITING


def test_nothing_goes_out_that_was_not_shown(desk: Desk) -> None:
    desk.choose()
    text = desk.add()
    prepared = run_now(desk.model.prepare(SHORT, [text]))
    assert desk.replay.asked == []
    desk.replay.play(saying(GOOD))
    run_now(desk.model.ask(prepared, lambda progress: None))
    (question,) = desk.replay.questions
    assert f"{question.system}\n\n{question.user}" == prepared.sent
    assert question.path == "/v1/chat/completions"
    assert "tools" not in question.body
    assert set(question.headers) <= {
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Encoding",
        "Connection",
        "Content-Length",
        "Content-Type",
    }


def test_a_recorded_answer_that_was_cut_keeps_what_was_finished(desk: Desk) -> None:
    desk.choose()
    text = desk.add(paragraphs=(*PARAGRAPHS[:4], _LAST))
    desk.replay.play(recorded("points"))
    answer = asked(desk, text)
    assert answer.trouble is not None
    assert answer.trouble.code == "model_length"
    assert answer.checked.sentences
    assert answer.checked.sentences[0].quotes
    assert not answer.checked.well_formed


_LAST = (
    "The first month costs the city 18,000 dinars, less than half of what the office had expected."
)


@pytest.mark.parametrize(("name", "code"), [("question", "model_form"), ("half", "model_length")])
def test_recorded_answers_that_say_nothing(desk: Desk, name: str, code: str) -> None:
    desk.choose()
    text = desk.add()
    desk.replay.play(recorded(name))
    answer = asked(desk, text)
    assert answer.trouble is not None
    assert (answer.trouble.code, answer.checked.sentences) == (code, ())


def test_a_model_that_loads_is_waited_for(desk: Desk) -> None:
    desk.choose()
    text = desk.add()
    desk.replay.play(recorded("loading"), recorded("loading"), saying(GOOD))
    heard: list[Progress] = []
    prepared = run_now(desk.model.prepare(SHORT, [text]))
    run_now(desk.model.ask(prepared, heard.append))
    stages = [each.stage for each in heard]
    assert stages[:3] == [Stage.WAITING, Stage.LOADING, Stage.LOADING]
    assert run_now(desk.model.used_today()).requests == 1


def test_a_model_that_never_comes_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_gate, "LOADING_TRIES", 2)
    desk.choose()
    error = refused(desk, desk.add(), recorded("loading"))
    assert (error.kind, error.code) == (ErrorKind.SERVER, "model_loading")
    assert len(desk.replay.questions) == 3


def test_what_is_too_long_is_cut_by_relevance_and_said(desk: Desk) -> None:
    desk.choose(context=8000)
    filler = tuple(f"Paragraph {at} tells of the harbour and the sea. " * 6 for at in range(20))
    text = desk.add(paragraphs=(*PARAGRAPHS, *filler))
    desk.replay.play(recorded("too-long"), saying(GOOD))
    answer = asked(desk, text)
    first, second = desk.replay.questions
    assert answer.prepared.left_out > 0
    assert len(second.user) < len(first.user) / 2
    assert PARAGRAPHS[0] in second.user
    assert answer.checked.sentences[0].quotes  # checked against the whole article


def test_what_is_never_short_enough_is_an_error(desk: Desk) -> None:
    desk.choose()
    error = refused(desk, desk.add(), recorded("too-long"))
    assert (error.kind, error.code) == (ErrorKind.TOO_LARGE, "model_too_long")
    assert len(desk.replay.questions) <= 3


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (recorded("wrong-key"), ErrorKind.AUTH_INVALID, "model_key"),
        (recorded("unknown-path"), ErrorKind.NOT_FOUND, "model_no_api"),
        (failing(404, {"error": "model 'x' not found"}), ErrorKind.NOT_FOUND, "model_missing"),
        (
            failing(404, {"object": "error", "message": "The model does not exist", "code": 404}),
            ErrorKind.NOT_FOUND,
            "model_missing",
        ),
        (failing(429, {"error": {"message": "slow"}}), ErrorKind.RATE_LIMITED, "model_rate"),
        (
            failing(429, {"error": {"code": "insufficient_quota", "message": ""}}),
            ErrorKind.RATE_LIMITED,
            "model_quota",
        ),
        (failing(500, {"error": {"message": "x", "code": None}}), ErrorKind.SERVER, "model_fault"),
        (failing(503, "busy"), ErrorKind.SERVER, "model_busy"),
        (failing(403, {"error": {"message": "no"}}), ErrorKind.FORBIDDEN, "model_forbidden"),
        (
            failing(400, {"error": {"code": "content_filter", "message": "no"}}),
            ErrorKind.FORBIDDEN,
            "model_refused",
        ),
    ],
)
def test_errors_have_their_word(desk: Desk, answer: Script, kind: ErrorKind, code: str) -> None:
    desk.choose()
    error = refused(desk, desk.add(), answer)
    assert (error.kind, error.code) == (kind, code)
    assert error.host == "127.0.0.1"


def test_the_wait_that_a_server_asks_for_is_told(desk: Desk) -> None:
    desk.choose()
    limited = failing(429, {"error": {"message": "slow"}}, Retry_After="17")
    assert refused(desk, desk.add(), limited).retry_after == 17


def test_a_server_that_knows_less_is_asked_again_with_less(desk: Desk) -> None:
    desk.choose()
    text = desk.add()
    desk.replay.play(recorded("wrong-schema"), saying(GOOD))
    assert asked(desk, text).checked.sentences
    first, second = desk.replay.questions
    assert "response_format" in first.body
    assert "response_format" not in second.body
    assert run_now(desk.model.used_today()).requests == 2
    asked(desk, text)
    assert "response_format" not in desk.replay.questions[2].body  # it remembers


def test_a_stream_without_an_end_was_broken_off(desk: Desk) -> None:
    desk.choose()
    text = desk.add()
    desk.replay.play(saying(GOOD, finish=None))
    answer = asked(desk, text)
    assert answer.trouble is not None
    assert answer.trouble.code == "model_cut"
    assert answer.checked.sentences[0].quotes


def test_running_text_is_not_what_was_asked_for_but_is_checked(desk: Desk) -> None:
    desk.choose()
    text = desk.add()
    desk.replay.play(
        saying(
            '<think>hm</think>It says "Twelve drivers planned the route on paper" there. '
            "This is mine alone."
        )
    )
    answer = asked(desk, text)
    assert not answer.checked.well_formed
    assert [bool(each.quotes) for each in answer.checked.sentences] == [True, False]


def test_an_answer_in_one_piece_is_taken_too(desk: Desk) -> None:
    desk.choose()
    text = desk.add()
    whole = {"choices": [{"message": {"content": GOOD}, "finish_reason": "stop"}]}
    desk.replay.play(failing(200, whole))
    assert len(asked(desk, text).checked.sentences) == 2


def test_cancelling_closes_the_line(desk: Desk) -> None:
    desk.choose()
    text = desk.add()
    hold = threading.Event()
    slow = saying(GOOD * 50)
    desk.replay.play(type(slow)(200, slow.type, slow.pieces, wait=hold))
    prepared = run_now(desk.model.prepare(SHORT, [text]))
    token = CancelToken()
    threading.Timer(0.3, token.cancel).start()
    with pytest.raises(AppError) as caught:
        run_now(desk.model.ask(prepared, lambda progress: None), token)
    hold.set()
    assert caught.value.kind is ErrorKind.CANCELLED
    assert desk.replay.left.wait(10)
    assert run_now(desk.model.used_today()).requests == 1


# -- what has to hold before a byte goes ----------------------------------------------------------


def test_nothing_is_sent_before_the_reader_agreed(desk: Desk) -> None:
    desk.choose(agreed=False)
    assert refused(desk, desk.add()).code == "model_not_agreed"
    assert desk.replay.asked == []


def test_agreement_belongs_to_one_address(desk: Desk) -> None:
    choice = desk.choose()
    assert desk.model.gate.is_agreed(choice)
    desk.choose(agreed=False, address="http://127.0.0.1:9/v1")
    assert not desk.model.gate.is_agreed(desk.model.choice)
    assert desk.model.choice.agreed == ""


def test_elsewhere_is_agreed_to_in_each_run(desk: Desk, tmp_path: Path) -> None:
    far = Choice(Where.SERVICE, "https://models.example/v1", "large")
    desk.model.choose(far)
    desk.model.gate.agree(desk.model.choice)
    assert desk.model.gate.is_agreed(desk.model.choice)
    desk.services.forget_understanding()
    assert not desk.model.gate.is_agreed(desk.model.choice)


def test_switched_off_nothing_is_sent(desk: Desk) -> None:
    desk.choose()
    text = desk.add()
    prepared = run_now(desk.model.prepare(SHORT, [text]))
    model = desk.model
    desk.settings.set(INSIGHT, False)
    with pytest.raises(AppError) as caught:
        run_now(model.ask(prepared, lambda progress: None))
    assert caught.value.code == "model_off"
    assert desk.replay.asked == []


def test_a_source_can_be_kept_out(desk: Desk) -> None:
    desk.choose()
    text, other = desk.add(), desk.add("Another", number=2)
    prepared = run_now(desk.model.prepare(SHORT, [text]))
    run_now(desk.model.bar(desk.source_of(text), True))
    for work in (
        desk.model.prepare(SHORT, [text]),
        desk.model.ask(prepared, lambda progress: None),
        desk.model.translation(text.article_id, text.title, text.text, "ar"),
    ):
        with pytest.raises(AppError) as caught:
            run_now(work)
        assert caught.value.code == "model_barred"
    story = run_now(desk.model.prepare(Question(Task.SHORT, Scope.STORY), [text, other]))
    assert [each.article_id for each in story.texts] == [other.article_id]
    assert PARAGRAPHS[0] in story.sent
    assert text.title not in story.sent
    assert desk.replay.asked == []
    run_now(desk.model.bar(desk.source_of(text), False))
    assert run_now(desk.model.barred()) == frozenset()


def test_the_day_has_a_limit(desk: Desk) -> None:
    desk.choose(requests_a_day=2)
    text = desk.add()
    desk.replay.play(saying(GOOD))
    asked(desk, text)
    asked(desk, text)
    use = run_now(desk.model.used_today())
    assert (use.requests, use.tokens_in, use.tokens_out) == (2, 400, 80)
    error = refused(desk, text)
    assert (error.kind, error.code) == (ErrorKind.RATE_LIMITED, "model_cap")
    assert len(desk.replay.questions) == 2
    desk.choose(requests_a_day=0, tokens_a_day=480)
    assert refused(desk, text).code == "model_cap"
    desk.choose(requests_a_day=0, tokens_a_day=0)
    asked(desk, text)


def test_the_key_stays_with_its_server(desk: Desk) -> None:
    desk.choose(where=Where.SERVICE)
    text = desk.add()
    assert refused(desk, text).code == "model_no_key"
    assert desk.replay.asked == []
    run_now(desk.model.set_key(desk.model.choice.origin, "sk-1"))
    desk.replay.play(saying(GOOD))
    asked(desk, text)
    assert desk.replay.questions[0].headers["Authorization"] == "Bearer sk-1"
    desk.choose(where=Where.HERE)
    asked(desk, text)
    assert "Authorization" not in desk.replay.questions[1].headers
    run_now(desk.model.set_key(desk.model.choice.origin, ""))
    assert not run_now(desk.model.has_key(desk.model.choice.origin))


def test_comments_are_asked_about_without_their_names(desk: Desk) -> None:
    desk.choose()
    text = desk.add()
    remarks = [Remark("7", "Every forty minutes is thin."), Remark("8", "It beats\nwalking home.")]
    question = Question(Task.QUESTION, Scope.THREAD, "What do they disagree about?")
    desk.replay.play(saying(sentences(("They differ.", ["It beats walking home"]))))
    prepared = run_now(desk.model.prepare(question, [text], remarks))
    answer = run_now(desk.model.ask(prepared, lambda progress: None))
    place = answer.checked.sentences[0].quotes[0].places[0]
    assert prepared.corpus.at(place)[0].comment == "8"
    assert question.words in prepared.user


def test_a_test_sends_nothing_of_anybody(desk: Desk) -> None:
    choice = desk.choose(agreed=False)
    desk.add()
    desk.replay.play(recorded("test"))
    tested = run_now(desk.model.test(choice))
    assert tested.words.startswith("Say that you are ready")
    assert PARAGRAPHS[0] not in str(desk.replay.questions[0].body)


def test_the_models_of_a_server(desk: Desk) -> None:
    (model,) = run_now(desk.model.models(desk.choose()))
    assert (model.shown, model.context) == ("gemma-3-270m.gguf", 1024)
    desk.replay.models = failing(200, {"hello": "world"})
    with pytest.raises(AppError) as caught:
        run_now(desk.model.models(desk.model.choice))
    assert caught.value.code == "model_no_api"


def test_looking_around_asks_four_ports_of_this_computer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_app.services.understanding import model_choice

    port = int(desk.replay.url.rpartition(":")[2].partition("/")[0])
    usual = [port for _name, port in model_choice.USUAL_PORTS]
    assert usual == [11434, 1234, 8000, 8080]
    monkeypatch.setattr(model_choice, "USUAL_PORTS", (("Nobody", 1), ("Ollama", port)))
    (found,) = run_now(desk.model.look_around())
    assert (found.name, found.address) == ("Ollama", desk.replay.url)
    assert found.models[0].context == 1024
