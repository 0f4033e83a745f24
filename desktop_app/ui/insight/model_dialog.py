"""The language model: none, one on this computer, or a service with a key."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.services.understanding import model_choice as choices
from desktop_app.services.understanding import model_wire as wire
from desktop_app.services.understanding.model_choice import Choice, Where
from desktop_app.services.understanding.model_prompts import LANGUAGES
from desktop_app.system.i18n import _, language, ngettext
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.dialogs.controls import Number, Select
from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.dialogs.scrolled import Scrolled
from desktop_app.ui.insight import model_words as words
from desktop_app.ui.insight.model_sources import SourceBars
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.understanding.model_service import FoundServer, Tested
    from desktop_app.storage.model import Use

WIDTH, HEIGHT, CONTROL = 600, 620, 268
LIST, TEST, LOOK = "dialog.model.list", "dialog.model.test", "dialog.model.look"
KEY, USE = "dialog.model.key", "dialog.model.use"
SLOTS = (LIST, TEST, LOOK, KEY, USE)


class ModelDialog(Dialog):
    """Main thread."""

    def __init__(self, parent: QWidget, tasks: "Tasks", services: "Services", theme: Theme) -> None:
        super().__init__(parent, theme, _("Language model"), WIDTH, HEIGHT)
        self._tasks, self._services = tasks, services
        self._model = services.understanding.model
        self._found: tuple[wire.ModelInfo, ...] = ()
        self.where = self._select(_("Where the model runs"))
        for value, text in (
            (Where.NONE, _("None")),
            (Where.HERE, _("On this computer")),
            (Where.SERVICE, _("A service with a key")),
        ):
            self.where.addItem(text, value)
        self.address = QLineEdit()
        self.address.setAccessibleName(_("Address of the server"))
        self.look = TextButton(_("Look on this computer"), theme)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setAccessibleName(_("Key"))
        self.name = self._select(_("Model"), editable=True)
        self.list = TextButton(_("Ask for the list"), theme)
        self.test = TextButton(_("Test"), theme)
        self.said = label("", font(12.5), muted=True)
        self.into = self._select(_("Translate into"))
        self.into.addItem(_("The language of the window"), "")
        for code, (_english, own) in LANGUAGES.items():
            self.into.addItem(own, code)
        self.requests = self._number(_("Requests a day"), 100_000, 50)
        self.tokens = self._number(_("Tokens a day"), 100_000_000, 50_000)
        self.used = label("", font(12), muted=True)
        self.bars = SourceBars(tasks, services, theme)
        self.bars.before = self.tokens
        self._lay_out()
        close = self.add_button(_("Close"), main=True)
        close.clicked.connect(self.accept)
        self._show()
        self._join()
        self._tasks.start(USE, self._model.used_today(), self._on_used)

    # -- building --------------------------------------------------------------------------------

    def _select(self, name: str, editable: bool = False) -> Select:
        return Select(self.theme, name, editable)

    def _number(self, name: str, most: int, step: int) -> Number:
        box = Number(self.theme, name)
        box.setRange(0, most)
        box.setSingleStep(step)
        box.setSpecialValueText(_("No limit"))
        box.setKeyboardTracking(False)
        return box

    def _lay_out(self) -> None:
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(14)
        hint = _(
            "Summaries, answers and translations come from a language model that you choose. "
            "Without one, nothing of this shows and nothing is sent."
        )
        self._column.addWidget(label(hint, font(13), muted=True))
        self._line(_("Where the model runs"), self.where)
        self._lines = [
            self._line(_("Address"), self.address, self.look),
            self._line(_("Key"), self.key),
            self._line(_("Model"), self.name, self.list),
            self._line(_("Try it"), self.test),
            self._alone(self.said),
            self._line(_("Translate into"), self.into),
            self._line(_("Requests a day"), self.requests),
            self._line(_("Tokens a day"), self.tokens),
        ]
        self._key_line = self._lines[1]
        more = _(
            "Sent is: the task, your question, the article or the comments as plain text, without "
            "names of those who wrote comments. Before the first time you see every word of it. "
            "Nothing is ever sent without a click of yours."
        )
        self._lines.append(self._alone(self.used))
        self._lines.append(self._alone(label(more, font(12), muted=True)))
        self._lines.append(self._alone(self.bars))
        self._column.addStretch(1)
        self.body.addWidget(Scrolled(self.theme, page), 1)

    def _line(self, text: str, control: QWidget, button: TextButton | None = None) -> QWidget:
        """Add a row: its name, and a control in the one column, perhaps over a button."""
        line, place = QWidget(), QWidget()
        name = label(text)
        name.setMinimumHeight(32)
        name.setBuddy(control)
        place.setFixedWidth(CONTROL)
        side = QVBoxLayout(place)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(6)
        for each in (control, button):
            if isinstance(each, TextButton):
                side.addWidget(each, 0, Qt.AlignmentFlag.AlignLeading)
            elif each is not None:
                side.addWidget(each)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(name, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(line)
        return line

    def _alone(self, widget: QWidget) -> QWidget:
        self._column.addWidget(widget)
        return widget

    def _join(self) -> None:
        self.where.currentIndexChanged.connect(self._on_where)
        self.address.editingFinished.connect(self._on_address)
        self.look.clicked.connect(self._on_look)
        self.key.editingFinished.connect(self._on_key)
        self.name.currentTextChanged.connect(self._on_name)
        self.list.clicked.connect(self._on_list)
        self.test.clicked.connect(self._on_test)
        self.into.currentIndexChanged.connect(self._on_other)
        self.requests.valueChanged.connect(self._on_other)
        self.tokens.valueChanged.connect(self._on_other)
        self.finished.connect(self._on_finished)

    # -- what shows ------------------------------------------------------------------------------

    def _show(self) -> None:
        choice = self._model.choice
        self.where.setCurrentIndex(self.where.findData(choice.where))
        self.address.setText(choice.address)
        self._fill_names((), choice)
        self.into.setCurrentIndex(max(0, self.into.findData(choice.language)))
        self.requests.setValue(choice.requests_a_day)
        self.tokens.setValue(choice.tokens_a_day)
        self._follow(choice)

    def _follow(self, choice: Choice) -> None:
        for line in self._lines:
            line.setVisible(choice.where is not Where.NONE)
        self._tell(self.said.text() if choice.where is not Where.NONE else "")
        service = choice.where is Where.SERVICE
        self._key_line.setVisible(service)
        self.look.setVisible(not service)
        example = "https://api.example.com/v1" if service else "http://localhost:11434/v1"
        self.address.setPlaceholderText(example)
        self.test.setEnabled(choice.usable)
        self.list.setEnabled(bool(choice.address))
        if service and choice.address:
            self._tasks.start(KEY, self._model.has_key(choice.origin), self._on_has_key, self.fail)

    def _fill_names(self, found: tuple[wire.ModelInfo, ...], choice: Choice) -> None:
        self._found = found
        with QSignalBlocker(self.name):
            self.name.clear()
            for each in found:
                self.name.addItem(each.shown, each.id)
            self.name.setCurrentText(choice.shown)
        edit = self.name.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(_("Name of the model"))

    def _on_used(self, use: "Use") -> None:
        requests = ngettext("{count} request", "{count} requests", use.requests)
        tokens = ngettext("{count} token", "{count} tokens", use.tokens)
        self.used.setText(
            _("Today: {requests}, {tokens}.").format(
                requests=requests.format(count=use.requests),
                tokens=tokens.format(count=use.tokens),
            )
        )

    def _on_has_key(self, there: bool) -> None:
        self.key.setPlaceholderText(_("Kept in the keystore") if there else "")

    # -- what is chosen --------------------------------------------------------------------------

    def _store(self, choice: Choice) -> None:
        self.say("")
        try:
            self._model.choose(choice)
        except AppError as error:
            self.fail(error)
        self._follow(self._model.choice)

    @Slot()
    def _on_where(self) -> None:
        where = self.where.currentData()
        choice = self._model.choice
        if choice.address and (where is Where.SERVICE) == choice.on_this_computer:
            choice = replace(choice, address="", name="")
            self.address.clear()
            self._fill_names((), choice)
        self._store(replace(choice, where=where))

    @Slot()
    def _on_address(self) -> None:
        choice, text = self._model.choice, self.address.text().strip()
        try:
            address = choices.base_address(text) if text else ""
        except AppError as error:
            self._tell("")
            self.say(words.trouble(error))
            return
        if address == choice.address:
            self.say("")
            return
        self.address.setText(address)
        self._tell("")  # it was said of the server before
        self._store(replace(choice, address=address, name=""))
        self._fill_names((), self._model.choice)

    @Slot()
    def _on_key(self) -> None:
        text, choice = self.key.text().strip(), self._model.choice
        if not text or not choice.address:
            return
        if not (text.isascii() and text.isprintable()):
            self.say(_("A key has no such letters."))
            return
        self.key.clear()
        work = self._model.set_key(choice.origin, text)
        self._tasks.start(KEY, work, self._on_key_kept, self.fail)

    def _on_key_kept(self, _nothing: None) -> None:
        kept = self._services.accounts.secrets_persist
        self.key.setPlaceholderText(
            _("Kept in the keystore") if kept else _("Kept until Daily8 is closed")
        )

    @Slot()
    def _on_name(self) -> None:
        choice, name = self._model.choice, self.name.currentText().strip()
        at = self.name.findText(name, Qt.MatchFlag.MatchExactly)
        name = self.name.itemData(at) if at >= 0 else name
        if name == choice.name or name == choice.shown:
            return
        context = wire.contexts(self._found, name) or choices.CONTEXT
        self._store(replace(choice, name=name, context=context))

    @Slot()
    def _on_other(self) -> None:
        self._store(
            replace(
                self._model.choice,
                language=self.into.currentData() or "",
                requests_a_day=int(self.requests.value()),
                tokens_a_day=int(self.tokens.value()),
            )
        )

    # -- asking the server -----------------------------------------------------------------------

    @Slot()
    def _on_look(self) -> None:
        self.busy(_("Looking on the usual ports of this computer …"))
        self._tasks.start(LOOK, self._model.look_around(), self._on_looked, self._on_trouble)

    def _on_looked(self, found: "tuple[FoundServer, ...]") -> None:
        self.idle()
        if not found:
            names = _(", ").join(name for name, _port in choices.USUAL_PORTS)
            self.say(_("Nothing answers on the ports of {names}.").format(names=names))
            return
        server = found[0]
        self.address.setText(server.address)
        name = server.models[0].id if server.models else ""
        context = wire.contexts(server.models, name) or choices.CONTEXT
        choice = replace(self._model.choice, address=server.address, name=name, context=context)
        self._store(choice)
        self._fill_names(server.models, choice)
        names = _(", ").join(each.name for each in found)
        self._tell(_("{name} answers.").format(name=names))

    @Slot()
    def _on_list(self) -> None:
        self.busy(_("Asking for the models …"))
        choice = self._model.choice
        work = self._model.models(choice)
        self._tasks.start(LIST, work, partial(self._on_listed, choice), self._on_trouble)

    def _on_listed(self, choice: Choice, found: tuple[wire.ModelInfo, ...]) -> None:
        self.idle()
        if choice.address != self._model.choice.address:
            return
        if not found:
            self.say(_("The server has no model. Download one with it first."))
            return
        if not any(each.id == choice.name for each in found):
            name = found[0].id
            context = found[0].context or choices.CONTEXT
            self._store(replace(self._model.choice, name=name, context=context))
        self._fill_names(found, self._model.choice)
        count = len(found)
        text = ngettext("{count} model is there.", "{count} models are there.", count)
        self._tell(text.format(count=count))

    @Slot()
    def _on_test(self) -> None:
        self._tell("")
        self.busy(_("Waiting for an answer …"))
        work = self._model.test(self._model.choice)
        self._tasks.start(TEST, work, self._on_tested, self._on_trouble)

    def _on_tested(self, tested: "Tested") -> None:
        self.idle()
        seconds = max(1, round(tested.seconds))
        text = ngettext(
            "It answered after {count} second: “{words}”",
            "It answered after {count} seconds: “{words}”",
            seconds,
        )
        self._tell(text.format(count=seconds, words=tested.words))
        self._tasks.start(USE, self._model.used_today(), self._on_used)

    def _tell(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _on_trouble(self, error: AppError) -> None:
        self.idle()
        self.say(words.trouble(error))

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        for slot in SLOTS:
            if slot != KEY:  # a key on its way to the keystore arrives there
                self._tasks.cancel(slot)


def target(choice: Choice) -> str:
    """Return the language that is translated into."""
    return choice.language or language()
