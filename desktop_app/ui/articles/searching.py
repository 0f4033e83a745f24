"""What is being searched for: in what is stored as one types, and on a site when asked."""

from PySide6.QtCore import QObject, Signal

from desktop_app.core.articles import ListFilter, ListKind, ListQuery
from desktop_app.ui.articles.context import Context
from desktop_app.ui.widgets.search_field import SearchField


class Searching(QObject):
    """Each letter starts the search anew; nothing waits for a pause. Main thread."""

    wanted = Signal(object)
    """A ``ListQuery`` to show."""
    ended = Signal()
    """The field is empty: the list comes back."""
    site_wanted = Signal(object, str)
    """Ask a source's own site (a ``SourceId``) for a text."""

    def __init__(self, field: SearchField, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._field, self._context = field, context
        self.filter = ListFilter.ALL
        self.site_text = ""
        """What the site was asked for, while its answer is shown."""
        field.textChanged.connect(self._on_text)

    @property
    def text(self) -> str:
        """What is searched for; empty while nothing is."""
        return self._field.text().strip()

    def query(self) -> ListQuery:
        """Return the search as a list."""
        return ListQuery(ListKind.SEARCH, text=self.text, filter=self.filter)

    def clear(self) -> None:
        """Empty the field, telling nobody."""
        self.site_text = ""
        self.filter = ListFilter.ALL
        self._field.blockSignals(True)
        self._field.clear()
        self._field.blockSignals(False)
        self._field.fit()

    def ask_site(self) -> None:
        """Search on the site of the list's source."""
        site = self._context.site
        if site is not None and self.text:
            self.site_text = self.text
            self.site_wanted.emit(site.id, self.text)

    def _on_text(self) -> None:
        self.site_text = ""
        if self.text:
            self.wanted.emit(self.query())
        else:
            self.ended.emit()
