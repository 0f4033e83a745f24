"""Which language model the reader chose, what it may cost a day, and what it was agreed to get."""

from dataclasses import dataclass, replace
from enum import Enum
from urllib.parse import urlsplit

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network import addresses
from desktop_app.system.settings import MODEL, Settings

REQUESTS_A_DAY = 500
TOKENS_A_DAY = 500_000
CONTEXT = 4096
"""Tokens that a model is taken to hold when its server does not say."""

USUAL_PORTS = (("Ollama", 11434), ("LM Studio", 1234), ("vLLM", 8000), ("llama.cpp", 8080))

_LONGEST = 500


class Where(Enum):
    """Where the model runs."""

    NONE = "none"
    HERE = "here"  # any OpenAI-compatible server; named by its address
    SERVICE = "service"  # one that wants a key


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen model. ``language``: into which is translated; "" the window's own.

    0 as a number a day means no limit. ``agreed`` is the origin that the reader agreed to.
    """

    where: Where = Where.NONE
    address: str = ""
    name: str = ""
    language: str = ""
    requests_a_day: int = REQUESTS_A_DAY
    tokens_a_day: int = TOKENS_A_DAY
    context: int = CONTEXT
    agreed: str = ""

    @property
    def usable(self) -> bool:
        """Whether there is something to send to."""
        return self.where is not Where.NONE and bool(self.address and self.name)

    @property
    def origin(self) -> str:
        """Scheme, host and port, which the key and the reader's agreement belong to."""
        return addresses.origin(self.address) if self.address else ""

    @property
    def host(self) -> str:
        """The host alone, to be told."""
        return addresses.host(self.address)

    @property
    def on_this_computer(self) -> bool:
        """Whether nothing leaves this machine."""
        return addresses.is_loopback(self.address)

    @property
    def shown(self) -> str:
        """The model's name without the folders of its file."""
        return self.name.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or self.name


def read(settings: Settings) -> Choice:
    """Return the stored choice; anything odd in it counts as not chosen. Any thread."""
    kept = settings.get(MODEL)
    try:
        where = Where(kept.get("where", "none"))
        address = base_address(kept["address"]) if kept.get("address") else ""
    except (ValueError, AppError):
        return Choice()
    return Choice(
        where,
        address,
        kept.get("name", "")[:_LONGEST],
        kept.get("language", "")[:20],
        _number(kept.get("requests_a_day"), REQUESTS_A_DAY),
        _number(kept.get("tokens_a_day"), TOKENS_A_DAY),
        max(512, _number(kept.get("context"), CONTEXT)),
        kept.get("agreed", ""),
    )


def write(settings: Settings, choice: Choice) -> None:
    """Store a choice. Raises as ``Settings.set`` does."""
    before = read(settings)
    if choice.address and before.address and choice.origin != before.origin:
        choice = replace(choice, agreed="")
    settings.set(
        MODEL,
        {
            "where": choice.where.value,
            "address": choice.address,
            "name": choice.name,
            "language": choice.language,
            "requests_a_day": str(choice.requests_a_day),
            "tokens_a_day": str(choice.tokens_a_day),
            "context": str(choice.context),
            "agreed": choice.agreed,
        },
    )


def base_address(typed: str) -> str:
    """Return what was typed as an address that ends where ``models`` and ``chat`` begin.

    A bare host gets its scheme (http only on this machine) and ``/v1``; the address of a call loses
    the call. Raises BLOCKED_ADDRESS (code "not_an_address", or "plain_http" where it would have to
    be https) and INSECURE (code "key_in_address").
    """
    text = typed.strip()[:_LONGEST]
    if "://" not in text:
        here = addresses.is_loopback(f"http://{text}")
        text = f"{'http' if here else 'https'}://{text}"
    if "@" in urlsplit(text).netloc:
        raise AppError(ErrorKind.INSECURE, code="key_in_address")
    url = addresses.checked(text).partition("?")[0].rstrip("/")
    for call in ("/chat/completions", "/completions", "/models", "/chat"):
        url = url.removesuffix(call)
    if not urlsplit(url).path:
        url += "/v1"
    if url.startswith("http:") and not addresses.is_loopback(url):
        port = str(urlsplit(url).port or 80)
        raise AppError(ErrorKind.INSECURE, host=addresses.host(url), code="plain_http", detail=port)
    return url


def key_name(origin: str) -> str:
    """Return the name under which the keystore holds the key of a server."""
    return f"model:{origin}"


def _number(text: str | None, usual: int) -> int:
    plain = text is not None and text.isascii() and text.isdigit() and len(text) < 10
    return int(text or "0") if plain else usual
