"""The public page of the demonstration: opened, with the position of the finished dossier on it."""

from accounts.actions.public_page import save_public_page
from amendments.models import AmendmentTable
from monitoring.demo.story import Story
from monitoring.public import queries
from monitoring.public.actions import open_page, publish_position
from projects.models import Dossier


def show(story: Story, dossier: Dossier) -> None:
    """The day after the state body's answers were read."""
    at, words = story.at(51, 15), story.facts["public_page"]
    save_public_page(story.organisation, **words, actor=story.head, at=at)
    open_page(story.organisation, actor=story.head, at=at)
    table = AmendmentTable.objects.get(dossier=dossier)
    sent = queries.latest_submission(table)
    assert sent is not None, "the table was sent"
    issued = list(queries.issued_tables(table)[:1])
    publish_position(table, seen=sent.pk, embargo_until=None, documents=issued, actor=story.head, at=at)
