"""Pictures of what a language model does: a loopback server plays one, with answers written by us.

``portraits.py`` calls ``picture`` for the faces that have a ``model``.
"""

import re
from collections.abc import Callable
from typing import Any

from desktop_app.services.understanding.model_choice import Choice, Where
from desktop_app.ui.running import Running
from tests.servers.model_replay import Answer, Asked, Replay, replaying, saying, sentences

ANSWER = sentences(
    (
        "Twelve drivers planned the line themselves, with a paper map and a box of pins.",
        ["Twelve drivers sat down in August with a paper map, a box of pins"],
    ),
    (
        "It joins the hospital, the fish market and the upper school.",
        ["Line N2 links the hospital, the fish market and the upper school every forty minutes."],
    ),
    ("The town expects to save 40,000 a year.", []),
)
ARABIC = {
    "Night bus gets": "الحافلة الليلية تنال خطًا ثانيًا، والسائقون رسموا الخريطة",
    "Line N2 at": "الخط N2 عند باب المدرسة في رحلته التجريبية الأولى. (رسم: الفانوس)",
    "From Thursday": (
        "ابتداءً من الخميس ستسيّر بورت سلمى حافلات حتى الثانية صباحًا على خط لم يصممه أحد في مكتب "
        "النقل. جلس اثنا عشر سائقًا في أغسطس مع خريطة ورقية وعلبة دبابيس وقائمة بالأماكن التي "
        "لُوّح لهم فيها بعد ساعات العمل."
    ),
    "“We know": (
        "قال عمر صالح، الذي يقود على الحلقة الشرقية منذ تسعة عشر عامًا: «نحن نعرف أين يقف الناس في "
        "الظلام. كان الحاسوب سيضع الموقف حيث الرصيف أعرض، ونحن وضعناه حيث يكون المخبز مفتوحًا»."
    ),
    "Line N2 links": (
        "يصل الخط N2 المستشفى وسوق السمك والمدرسة العليا كل أربعين دقيقة. تنطلق أول حافلة من ساحة "
        "الميناء في العاشرة وعشر دقائق مساءً، وآخرها في الثانية إلا عشر دقائق."
    ),
    "What the pins": "ما قالته الدبابيس",
    "For three months": (
        "طوال ثلاثة أشهر سجّل كل سائق كل من رفع يده في مكان بلا موقف. كانوا 2316. وحين عُدّت "
        "الدبابيس كان في أربعة أماكن أكثر من النصف."
    ),
}
REST = "هذه الفقرة مترجمة إلى العربية هي أيضًا، كما بقية المقال."


def picture(
    application: Any, running: Running, what: str, calm: Callable[[Any, Running], None]
) -> Any:
    """Choose the model, do what the face shows and grab it."""
    with replaying() as replay:
        model = running.services.understanding.model
        model.choose(Choice(Where.HERE, replay.url, "/models/gemma-3-4b.gguf", "ar"))
        if what != "consent":
            model.gate.agree(model.choice)
        calm(application, running)
        return FACES[what](application, running, replay, calm)


def _feature(running: Running) -> Any:
    from desktop_app.ui.insight.model_feature import ModelFeature

    room = running.window.insight
    assert room is not None
    return next(each for each in room.features if isinstance(each, ModelFeature))


def _ask(application: Any, running: Running, replay: Replay, calm: Any) -> Any:
    from desktop_app.ui.insight.model_parts import QuoteButton

    replay.play(saying(ANSWER))
    asking = _feature(running).ask
    asking.toggle()
    asking.view.field.setText("Who planned the night bus, and what does it join?")
    asking.view.send.click()
    calm(application, running)
    rows = asking.view.answer.rows
    if rows:
        next(each for each in rows if isinstance(each, QuoteButton)).click()
    view = running.window.reader.stage.view
    view.setFocus()
    calm(application, running)
    view.verticalScrollBar().setValue(60 if rows else 0)
    calm(application, running)
    return running.window.grab()


def _translate(application: Any, running: Running, replay: Replay, calm: Any) -> Any:
    replay.play(_in_arabic)
    translating = _feature(running).translate
    translating.toggle()
    translating.view.start.click()
    calm(application, running)
    return running.window.grab()


def _in_arabic(asked: Asked) -> Answer:
    """Answer with the Arabic of a paragraph; numbers that it has not would be underlined."""
    text = asked.user.split("\n")[1]
    known = next((words for start, words in ARABIC.items() if text.startswith(start)), "")
    return saying(known or (REST if re.search("[a-z]{3}", text) else text))


def _settings(application: Any, running: Running, _replay: Replay, calm: Any) -> Any:
    running.window.dialogs.language_model()
    calm(application, running)
    return application.activeModalWidget().grab()


FACES: dict[str, Callable[[Any, Running, Replay, Any], Any]] = {
    "ask": _ask,
    "consent": _ask,
    "translate": _translate,
    "settings": _settings,
}
