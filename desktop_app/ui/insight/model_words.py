"""What goes on with the language model and what went wrong, in words. Main thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system.i18n import _, ngettext
from desktop_app.ui.errors import describe, wait_words

if TYPE_CHECKING:
    from desktop_app.services.understanding.model_asking import CheckedAnswer
    from desktop_app.services.understanding.model_service import Stage

LONG_SECONDS = 20
"""After so long without a word the reader is told that it may be slow."""


def trouble(error: AppError) -> str:
    """Return a sentence that says what happened and what helps."""
    made = _WORDS.get(error.code)
    if made is not None:
        return made(error)
    if error.kind is ErrorKind.OFFLINE:
        return _(
            "Nothing answers at {host}. Start the program that runs the model, or check its "
            "address in the settings."
        ).format(host=error.host)
    if error.kind is ErrorKind.TIMEOUT:
        return _(
            "The model is too slow: nothing came for a minute. A smaller model, or a shorter "
            "text, is faster."
        )
    if error.kind is ErrorKind.INSECURE:
        return _(
            "Nothing is sent to {host}: without https, others in the network could read along. "
            "Give that server an address with https, or bring its port to this computer: "
            "ssh -L {port}:localhost:{port} {host}"
        ).format(host=error.host or "", port=error.detail or "11434")
    if error.kind is ErrorKind.BAD_ANSWER:
        return _no_api(error)
    return describe(error).sentence


def of_paragraph(error: AppError) -> str:
    """Return the same for a paragraph, of which nothing shows unless it came whole."""
    if error.code == "model_length":
        return _("The model came to no end. A larger model may.")
    if error.code == "model_cut":
        return _("The answer broke off.")
    return trouble(error)


def progress(stage: "Stage", seconds: int) -> str:
    """Return what goes on now, ``seconds`` after it was sent."""
    words = {
        "waiting": _("Sent. Waiting for the first words …"),
        "loading": _("The model is loading …"),
        "thinking": _("The model is thinking …"),
        "writing": _("Writing …"),
    }[stage.value]
    if seconds < LONG_SECONDS:
        return words
    return _("{words} {time} so far.").format(words=words, time=wait_words(seconds))


def left_out(count: int) -> str:
    """Return how much of a text was too long to be sent; "" when all of it was."""
    if not count:
        return ""
    return ngettext(
        "The text is long: {count} paragraph that matters least was not sent.",
        "The text is long: {count} paragraphs that matter least were not sent.",
        count,
    ).format(count=count)


def share(checked: "CheckedAnswer") -> str:
    """Return how many of the sentences a quotation proves."""
    count = len(checked.sentences)
    return ngettext(
        "{passed} of {count} sentence has a quotation that stands in the text.",
        "{passed} of {count} sentences have a quotation that stands in the text.",
        count,
    ).format(passed=round(checked.passed * count), count=count)


def _host(error: AppError) -> str:
    return error.host or _("The server")


def _key(error: AppError) -> str:
    return _("{host} does not take the key. Enter it again in the settings.").format(
        host=_host(error)
    )


def _no_key(error: AppError) -> str:
    return _("There is no key for {host} in the keystore. Enter it in the settings.").format(
        host=_host(error)
    )


def _missing(error: AppError) -> str:
    return _(
        "{host} does not have this model any more. Choose another one in the settings."
    ).format(host=_host(error))


def _no_api(error: AppError) -> str:
    return _(
        "{host} answers, but not as a language model does. The address usually ends in /v1."
    ).format(host=_host(error))


def _loading(_error: AppError) -> str:
    return _("The model was still loading after two minutes. Try again in a while.")


def _too_long(_error: AppError) -> str:
    return _("The text is too long for this model, even when it is cut.")


def _rate(error: AppError) -> str:
    wait = wait_words(error.retry_after or 60)
    return _("{host} asks us to slow down. Try again in {wait}.").format(
        host=_host(error), wait=wait
    )


def _quota(error: AppError) -> str:
    return _("{host} says that what was paid for is used up.").format(host=_host(error))


def _cap(_error: AppError) -> str:
    return _("The limit that you set for one day is reached. It can be raised in the settings.")


def _refused(error: AppError) -> str:
    if error.detail:
        return _("The model refuses to answer and says: {reason}").format(reason=error.detail)
    return _("The model refuses to answer.")


def _forbidden(error: AppError) -> str:
    return _("{host} does not let you use this model.").format(host=_host(error))


def _cut(_error: AppError) -> str:
    return _("The answer broke off. What came before stands here.")


def _length(_error: AppError) -> str:
    return _("The answer became too long and was cut off. What came before stands here.")


def _form(_error: AppError) -> str:
    return _("The model did not answer what it was asked for. A larger model may.")


def _said(error: AppError) -> str:
    if error.detail:
        return _("{host} did not take the question and says: {reason}").format(
            host=_host(error), reason=error.detail
        )
    return _("{host} did not take the question.").format(host=_host(error))


def _fault(error: AppError) -> str:
    return _(
        "The program that runs the model at {host} failed. Try again, or start it anew."
    ).format(host=_host(error))


def _busy(error: AppError) -> str:
    return _("{host} is busy. Try again in a while.").format(host=_host(error))


def _barred(_error: AppError) -> str:
    return _("You chose that articles of this source are never sent to a model.")


def _nothing(_error: AppError) -> str:
    return _("There is no text here to send.")


def _off(_error: AppError) -> str:
    return _("No language model is chosen.")


def _address(_error: AppError) -> str:
    return _("This is not an address. One looks like http://localhost:11434/v1.")


def _key_in_address(_error: AppError) -> str:
    return _("An address holds no key. Enter the key in its own field.")


_WORDS: dict[str, Callable[[AppError], str]] = {
    "model_key": _key,
    "model_no_key": _no_key,
    "model_missing": _missing,
    "model_no_api": _no_api,
    "model_loading": _loading,
    "model_too_long": _too_long,
    "model_rate": _rate,
    "model_quota": _quota,
    "model_cap": _cap,
    "model_refused": _refused,
    "model_forbidden": _forbidden,
    "model_cut": _cut,
    "model_length": _length,
    "model_form": _form,
    "model_empty": _form,
    "model_said": _said,
    "model_fault": _fault,
    "model_busy": _busy,
    "model_barred": _barred,
    "model_nothing": _nothing,
    "model_off": _off,
    "not_an_address": _address,
    "scheme": _address,
    "key_in_address": _key_in_address,
}
