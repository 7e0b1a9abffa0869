"""Rows as wholes: adding, copying, moving, removing with a way back, and what is said about them."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.cells import clean_text, settle_readiness
from amendments.actions.table import claim, hold, log
from amendments.models import CELLS, AmendmentRow, AmendmentTable, RowComment, TextElement
from amendments.states import AnchorState, TableState

MOST_ROWS = 500
COMMENT_LENGTH = 4_000


@transaction.atomic
def add_row(
    table: AmendmentTable,
    *,
    actor: User,
    at: datetime,
    elements: Mapping[str, TextElement] | None = None,
    after: AmendmentRow | None = None,
) -> AmendmentRow:
    """A new row below `after`, else at the end. `elements`: by language, the pieces of the draft it is about; they give
    the element's name, the norm of the draft and the quotation that ties the row to the text.
    """
    claim(table, actor=actor, at=at)
    if table.rows.live().count() >= MOST_ROWS:
        message = _("A table takes at most %(most)s amendments.")
        raise ValidationError(message, code="too_many", params={"most": MOST_ROWS})
    row = AmendmentRow(
        organisation=table.organisation,
        table=table,
        order=_place_below(table, after),
        author=actor,
        created_at=at,
        changed_by=actor,
        changed_at=at,
    )
    for language, element in (elements or {}).items():
        anchor(row, language, element)
        setattr(row, f"structural_element_{language}", element.label[:300])
        setattr(row, f"draft_wording_{language}", clean_text(f"draft_wording_{language}", element.text))
    settle_readiness(row)
    row.save()
    log(table, "amendment.added", actor=actor, at=at, subject=row)
    return row


def anchor(row: AmendmentRow, language: str, element: TextElement) -> None:
    """Tie the row to a piece of the draft's text, by number and words; the caller saves."""
    row.path = element.path
    setattr(row, f"quote_{language}", element.text)
    setattr(row, f"anchor_{language}", AnchorState.SAME)


@transaction.atomic
def duplicate_row(row: AmendmentRow, *, actor: User, at: datetime) -> AmendmentRow:
    """A copy right below, to be written on; nothing of it is checked yet."""
    copied = ("category", "path", "quote_kk", "quote_ru", "anchor_kk", "anchor_ru", *CELLS)
    copy = add_row(row.table, actor=actor, at=at, after=row)
    for name in copied:
        setattr(copy, name, getattr(row, name))
    settle_readiness(copy)
    copy.save(update_fields=[*copied, "readiness_kk", "readiness_ru"])
    return copy


def _place_below(table: AmendmentTable, after: AmendmentRow | None) -> int:
    if after is None:
        last: int | None = AmendmentRow.objects.filter(table=table).aggregate(last=Max("order"))["last"]
        return (last or 0) + 1
    AmendmentRow.objects.filter(table=table, order__gt=after.order).update(order=F("order") + 1)
    return after.order + 1


@transaction.atomic
def move_row(row: AmendmentRow, to: int, *, actor: User, at: datetime) -> None:
    """Put the row at place `to` of the table (1 is the first), or as near as there are places."""
    claim(row.table, actor=actor, at=at)
    rows = list(AmendmentRow.objects.filter(table=row.table).live())
    others = [other for other in rows if other.pk != row.pk]
    others.insert(max(0, min(to - 1, len(others))), row)
    moved = []
    for number, other in enumerate(others, start=1):
        if other.order != number or other.pk == row.pk:
            other.order = number
            moved.append(other)
    AmendmentRow.objects.bulk_update(moved, ["order"])
    if [other.pk for other in rows] != [other.pk for other in others]:
        log(row.table, "amendment.moved", actor=actor, at=at, subject=row)


@transaction.atomic
def remove_row(row: AmendmentRow, *, actor: User, at: datetime) -> None:
    """Take the row out of the table; it stays in the database for `restore_row`."""
    claim(row.table, actor=actor, at=at)
    rows = AmendmentRow.objects.filter(pk=row.pk, removed_at__isnull=True)
    if rows.update(removed_at=at, removed_by=actor):
        row.removed_at, row.removed_by = at, actor
        log(row.table, "amendment.removed", actor=actor, at=at, subject=row)


@transaction.atomic
def restore_row(row: AmendmentRow, *, actor: User, at: datetime) -> None:
    claim(row.table, actor=actor, at=at)
    rows = AmendmentRow.objects.filter(pk=row.pk, removed_at__isnull=False)
    if rows.update(removed_at=None, removed_by=None):
        row.removed_at, row.removed_by = None, None
        log(row.table, "amendment.restored", actor=actor, at=at, subject=row)


# --- Comments: may be written in every state, by colleagues for colleagues ----------------------------------


@transaction.atomic
def add_comment(row: AmendmentRow, text: str, *, actor: User, at: datetime) -> RowComment:
    hold(row.table, list(TableState))
    comment, is_new = RowComment.objects.get_or_create(
        row=row,
        author=actor,
        text=text,
        settled_at=None,
        defaults={"organisation_id": row.organisation_id, "at": at},
    )
    if is_new:
        log(row.table, "amendment.commented", actor=actor, at=at, subject=row)
    return comment


@transaction.atomic
def settle_comment(comment: RowComment, *, is_settled: bool, actor: User, at: datetime) -> None:
    """The remark is dealt with, or is not after all."""
    by, when = (actor, at) if is_settled else (None, None)
    RowComment.objects.filter(pk=comment.pk).update(settled_by=by, settled_at=when)
    comment.settled_by, comment.settled_at = by, when
