"""Saved pages with comments that are, or are not, about the rows of a table."""

from dataclasses import replace
from typing import Any

from amendments.actions.outcome_pages import bring_outcome_page
from amendments.models import AmendmentRow, AmendmentTable, OutcomePage
from amendments.page_reading import read_page
from tests.amendments.conftest import NOW, TODAY
from tests.projects.comment_pages import Comment, Reply, comments_page

OTHER = Comment(
    id=16000901, text="Когда будет опубликована пояснительная записка?", author="ЧУЖОЙ АВТОР", part="пункт 1."
)


def own_comment(row: AmendmentRow, *, language: str = "ru", **more: Any) -> Comment:
    """What was pasted into the portal's form of this row, under the name of the organisation."""
    words = {"ru": ("Предлагаемая редакция", "Обоснование"), "kk": ("Ұсынылатын редакция", "Негіздеме")}[
        language
    ]
    said = [
        getattr(row, f"structural_element_{language}"),
        f"{words[0]}: {getattr(row, f'proposed_wording_{language}')}",
        f"{words[1]}: {getattr(row, f'justification_{language}')}",
    ]
    part = f"{getattr(row, f'structural_element_{language}')}. {getattr(row, f'draft_wording_{language}')[:40]}..."
    comment = Comment(
        id=16000500 + row.order, text="\n".join(said), author="ФОНД «АШЫҚ ОРТА»", part=part, part_id=row.order
    )
    return replace(comment, **more)


def answered(row: AmendmentRow, mark: str | None, *replies: str, **more: Any) -> Comment:
    """The row's comment with the portal's mark and official replies."""
    said = tuple(Reply(id=16001000 + 10 * row.order + at, text=text) for at, text in enumerate(replies))
    return own_comment(row, mark=mark, replies=said, **more)


def bring(table: AmendmentTable, body: bytes, by: Any, name: str = "view.html", at: Any = NOW) -> OutcomePage:
    brought = read_page(name, body, draft=table.dossier.draft, on=TODAY)
    return bring_outcome_page(table, brought, actor=by, at=at)[0]


def bring_comments(
    table: AmendmentTable, by: Any, *comments: Comment, language: str = "ru", channel: int = 6, at: Any = NOW
) -> OutcomePage:
    return bring(table, comments_page(*comments, language=language, channel=channel), by, at=at)
