"""The program that is killed: it translates an article with a model that never comes to the end.

``python -m tests.crash.translator PROFILE ADDRESS`` tells each paragraph on standard output.
"""

import sys
from pathlib import Path

from desktop_app.core.errors import AppError
from desktop_app.core.work import run_now
from desktop_app.services.understanding.model_choice import Choice, Where
from desktop_app.services.understanding.model_translation import Job, Paragraph, Translated
from tests.support.model_desk import Desk

TITLE = "Night buses get a second line"
PARAGRAPHS = tuple(f"Paragraph {number} tells of buses at night and of people." for number in "123")
LANGUAGE, MODEL = "ar", "model"


def job_of(desk: Desk, address: str) -> Job:
    """Return what is to be translated; the article is stored by the first who asks."""
    model = desk.services.understanding.model
    model.choose(Choice(Where.HERE, address, MODEL))
    model.gate.agree(model.choice)
    stored = desk.sources.all()
    text = desk.text(desk.articles.get_many([1])[0].id) if stored else desk.add(TITLE, PARAGRAPHS)
    return run_now(model.translation(text.article_id, text.title, text.text, LANGUAGE))


def main(profile: str, address: str) -> None:
    """Translate until somebody ends it."""
    desk = Desk(Path(profile), None)  # type: ignore[arg-type]
    job = job_of(desk, address)

    def hear(paragraph: Paragraph, came: Translated | AppError | None) -> None:
        sys.stdout.write(f"{'came' if came else 'asked'} {paragraph.place}\n")
        sys.stdout.flush()

    run_now(desk.services.understanding.model.translate(job, job.missing, hear))


if __name__ == "__main__":
    main(*sys.argv[1:])
