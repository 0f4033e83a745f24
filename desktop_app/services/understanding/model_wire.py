"""The words of OpenAI-compatible servers: requests, streamed pieces, errors. Pure; any thread.

Ollama, llama.cpp, LM Studio and vLLM all speak ``/v1/models`` and ``/v1/chat/completions``, each a
little differently; what differs is taken in every form that was seen. A server's own words reach
the reader as plain text only.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.text.plain import tidy

_THOUGHTS = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_TOO_LONG = re.compile(
    r"exceed_context_size|context_length_exceeded|maximum context|context (?:length|size|window)"
    r"|too many tokens|prompt is too long",
    re.IGNORECASE,
)
_QUOTA = re.compile(r"insufficient_quota|insufficient funds|credit|billing|payment", re.IGNORECASE)
_LOADING = re.compile(r"loading model|model is loading|starting up", re.IGNORECASE)
_REFUSED = re.compile(r"content_filter|content policy|safety", re.IGNORECASE)
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+", re.IGNORECASE)
_MOST_MODELS = 400


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model that a server offers. ``context`` in tokens, None when the server does not say."""

    id: str
    context: int | None = None

    @property
    def shown(self) -> str:
        """The name for the reader: the last part of what may be the path of a file."""
        return re.split(r"[/\\]", self.id.rstrip("/\\"))[-1] or self.id


@dataclass(frozen=True, slots=True)
class Form:
    """How much of the API a request makes use of."""

    schema: bool = True  # response_format
    limits: bool = True  # max_tokens, temperature, stream_options


FORMS = (Form(), Form(schema=False), Form(schema=False, limits=False))
"""What is tried in turn when a server answers 400."""


def models(answer: object) -> tuple[ModelInfo, ...]:
    """Return the models of an answer to ``/v1/models``. Raises BAD_ANSWER (``model_no_api``)."""
    found: dict[str, ModelInfo] = {}
    lists = [answer.get("data"), answer.get("models")] if isinstance(answer, Mapping) else [answer]
    if not any(isinstance(each, list) for each in lists):
        raise AppError(ErrorKind.BAD_ANSWER, code="model_no_api")
    for entry in (entry for each in lists if isinstance(each, list) for entry in each):
        name = entry if isinstance(entry, str) else _first_text(entry, "id", "name", "model")
        if name and len(name) < 500 and name.isprintable():
            found.setdefault(name, ModelInfo(name, _context(entry)))
    return tuple(found.values())[:_MOST_MODELS]


def _context(entry: object) -> int | None:
    if not isinstance(entry, Mapping):
        return None
    places = [entry, entry.get("meta")]
    names = ("n_ctx", "max_model_len", "loaded_context_length", "context_length", "context_window")
    for place in places:
        for name in names:
            value = place.get(name) if isinstance(place, Mapping) else None
            if isinstance(value, int) and not isinstance(value, bool) and 256 <= value < 10**8:
                return value
    return None


def chat(
    model: str,
    system: str,
    user: str,
    *,
    form: Form,
    schema: Mapping[str, object] | None,
    most_tokens: int,
) -> dict[str, Any]:
    """Return the body of a request for ``/v1/chat/completions``, streamed."""
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        "stream": True,
    }
    if form.limits:
        body |= {"max_tokens": most_tokens, "temperature": 0.2}
        body["stream_options"] = {"include_usage": True}
    if form.schema and schema is not None:
        named = {"name": "answer", "schema": dict(schema), "strict": True}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    return body


class Reply:
    """What a server streams, put together. One thread."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._parts: list[str] = []
        self._refusal = ""
        self.finish = ""
        self.done = False
        self.thinking = False
        self.broken: AppError | None = None  # what ended it before its end
        self.tokens_in = 0
        self.tokens_out = 0

    @property
    def text(self) -> str:
        """All that was said, without what the model thought aloud."""
        return _THOUGHTS.sub("", "".join(self._parts)).lstrip()

    def take(self, data: str) -> str:
        """Take one event; return the letters that it brings. Raises what ``failure`` makes."""
        if data.strip() == "[DONE]":
            self.done = True
            return ""
        if not data.strip():
            return ""
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise AppError(ErrorKind.BAD_ANSWER, host=self._host, code="model_cut") from error
        if not isinstance(value, Mapping):
            raise AppError(ErrorKind.BAD_ANSWER, host=self._host, code="model_form")
        if value.get("error") or value.get("object") == "error":
            raise failure(0, value, self._host)
        self._take_usage(value.get("usage"))
        choices = value.get("choices")
        first = choices[0] if isinstance(choices, list) and choices else None
        return self._take_choice(first) if isinstance(first, Mapping) else ""

    def _take_choice(self, choice: Mapping[str, Any]) -> str:
        finish = choice.get("finish_reason")
        if isinstance(finish, str) and finish:
            self.finish = finish
        delta = choice.get("delta") or choice.get("message") or {}
        if not isinstance(delta, Mapping):
            return ""
        refusal = delta.get("refusal")
        if isinstance(refusal, str):
            self._refusal += refusal
        self.thinking = bool(delta.get("reasoning_content") or delta.get("reasoning"))
        text = delta.get("content")
        if not isinstance(text, str) or not text:
            return ""
        self._parts.append(text)
        return text

    def _take_usage(self, usage: object) -> None:
        if isinstance(usage, Mapping):
            self.tokens_in = _count(usage.get("prompt_tokens")) or self.tokens_in
            self.tokens_out = _count(usage.get("completion_tokens")) or self.tokens_out

    def trouble(self) -> AppError | None:
        """Return why what was said is not the whole answer; None when it is."""
        if self.broken is not None and self.broken.kind is ErrorKind.TIMEOUT:
            return self.broken
        if self._refusal or self.finish == "content_filter":
            return AppError(
                ErrorKind.FORBIDDEN,
                host=self._host,
                code="model_refused",
                detail=said(self._refusal),
            )
        if self.finish == "length":
            return AppError(ErrorKind.BAD_ANSWER, host=self._host, code="model_length")
        if self.finish in ("tool_calls", "function_call"):
            return AppError(ErrorKind.BAD_ANSWER, host=self._host, code="model_form")
        if not self.finish and not self.done:
            return AppError(ErrorKind.BAD_ANSWER, host=self._host, code="model_cut")
        if not self.text.strip():
            return AppError(ErrorKind.BAD_ANSWER, host=self._host, code="model_empty")
        return None


def failure(status: int, answer: object, host: str, retry_after: float | None = None) -> AppError:
    """Return the AppError for an answer that is no success.

    ``answer`` is its JSON, or its text. ``code`` is one of the ``model_…`` words that
    ``ui/insight/model_errors.py`` knows.
    """
    message, kind, numbers = _error_parts(answer)
    if not status and numbers.get("code", 0) >= 400:
        status = numbers["code"]
    everything = f"{kind} {message}"
    detail = said(message)

    def made(what: ErrorKind, code: str) -> AppError:
        return AppError(what, host=host, code=code, detail=detail, retry_after=retry_after)

    if _TOO_LONG.search(everything):
        context = numbers.get("n_ctx", 0)
        return AppError(
            ErrorKind.TOO_LARGE, host=host, code="model_too_long", detail=str(context or "")
        )
    if status == 402 or (status in (403, 429) and _QUOTA.search(everything)):
        return made(ErrorKind.RATE_LIMITED, "model_quota")
    if status == 429:
        return made(ErrorKind.RATE_LIMITED, "model_rate")
    if status == 401:
        return made(ErrorKind.AUTH_INVALID, "model_key")
    if _REFUSED.search(kind):
        return made(ErrorKind.FORBIDDEN, "model_refused")
    if status == 403:
        return made(ErrorKind.FORBIDDEN, "model_forbidden")
    if status in (404, 405):
        missing = "model" in everything.lower()
        return made(ErrorKind.NOT_FOUND, "model_missing" if missing else "model_no_api")
    if _LOADING.search(message) or (status == 503 and kind == "unavailable_error"):
        return made(ErrorKind.SERVER, "model_loading")
    if status >= 500:
        return made(ErrorKind.SERVER, "model_busy" if status == 503 else "model_fault")
    return made(ErrorKind.INVALID, "model_said")


def said(text: str) -> str:
    """Return a server's own words as one short line of plain text without addresses."""
    return tidy(_ADDRESS.sub("…", text), 240)


def _error_parts(answer: object) -> tuple[str, str, dict[str, int]]:
    """Return message, type and numbers of an error: an object, a string, flat, or just text."""
    if not isinstance(answer, Mapping):
        return str(answer)[:500], "", {}
    inner = answer.get("error")
    place: Mapping[str, Any] = inner if isinstance(inner, Mapping) else answer
    message = inner if isinstance(inner, str) else _first_text(place, "message", "detail", "msg")
    words = [place.get(name) for name in ("type", "code") if isinstance(place.get(name), str)]
    numbers = {}
    for name in ("code", "n_ctx", "n_prompt_tokens"):
        value = place.get(name)
        text = str(value)
        if isinstance(value, int | str) and text.isascii() and text.isdigit() and len(text) < 9:
            numbers[name] = int(text)
    return message or "", " ".join(str(word) for word in words), numbers


def _first_text(place: object, *names: str) -> str:
    if isinstance(place, Mapping):
        for name in names:
            value = place.get(name)
            if isinstance(value, str) and value:
                return value
    return ""


def _count(value: object) -> int:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return max(0, min(int(value), 10**8)) if whole else 0  # type: ignore[call-overload]


def contexts(found: Sequence[ModelInfo], name: str) -> int | None:
    """Return the context of the model called ``name``, None when it is not told."""
    return next((each.context for each in found if each.id == name), None)
