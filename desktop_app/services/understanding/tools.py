"""What is read from the resources once: lists of words, and the model that tells languages."""

import gzip
import logging
from functools import cached_property
from typing import TYPE_CHECKING

from desktop_app.system import resources

if TYPE_CHECKING:
    from desktop_app.insight.fasttext import Classifier
    from desktop_app.insight.words import Vocabularies

log = logging.getLogger("daily8.understanding")


class Tools:
    """Read when they are first needed. CPU lane only: nothing here is locked."""

    @cached_property
    def vocabularies(self) -> "Vocabularies":
        """How common words are, for each language."""
        from desktop_app.insight.words import Vocabularies

        return Vocabularies(_words)

    @cached_property
    def model(self) -> "Classifier | None":
        """The model that tells languages; None when its file is broken, and scripts must do."""
        from desktop_app.insight.fasttext import BrokenModelError, Classifier

        try:
            return Classifier(resources.data("insight/lid.176.ftz"))
        except (BrokenModelError, OSError) as error:
            log.warning("the language model cannot be read: %s", error)
            return None


def _words(code: str) -> str:
    file = resources.path(f"insight/words/{code}.txt.gz")
    return gzip.decompress(file.read_bytes()).decode() if code and file.is_file() else ""
