"""Writing into cells, several people at once: what somebody else wrote meanwhile is never overwritten unseen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.table import claim, log
from amendments.models import CELLS, AmendmentRow, AmendmentTable, CellEdit
from amendments.models.table import CATEGORY, COLUMNS, SUMMARY_CELLS
from amendments.states import Category

TEXT_LENGTH = 20_000
ELEMENT_LENGTH = 300
ONE_EDIT = timedelta(minutes=10)  # writing of one person without a longer pause is one edit
TOLD_AGAIN = timedelta(hours=1)  # the log names a person's work on a row once in this time


class SomebodyWrote(ValidationError):
    """The cell was changed since the writer saw it. `edit` tells by whom and when, `text` and `version` what is there."""

    def __init__(self, edit: CellEdit, text: str, version: int) -> None:
        super().__init__(
            _("Somebody else changed this text meanwhile. Both are kept: choose."), code="changed"
        )
        self.edit, self.text, self.version = edit, text, version


class RowGone(ValidationError):
    """The row was removed meanwhile."""


@dataclass(frozen=True)
class _Place:
    """Where a cell lives: in a row, or in the table for the summary."""

    table: AmendmentTable
    row: AmendmentRow | None

    @property
    def owner(self) -> AmendmentRow | AmendmentTable:
        return self.row or self.table


@transaction.atomic
def write_cell(
    row: AmendmentRow, cell: str, text: str, *, seen: int, actor: User, at: datetime, page: str = ""
) -> AmendmentRow:
    """Write `text` into one cell of the row; returns the row as it is now.

    `seen`: the row's version that the writer had before the eyes. Raises SomebodyWrote where another page changed the
    cell after that version and says something else; Frozen; RowGone; ValidationError for a text that is too long.
    """
    text = clean_text(cell, text)
    claim(row.table, actor=actor, at=at)
    fresh = AmendmentRow.objects.select_related("table").get(pk=row.pk)
    if fresh.removed_at is not None:
        raise RowGone(_("This amendment was removed meanwhile."), code="removed")
    _write(_Place(row.table, fresh), cell, text, seen=seen, actor=actor, at=at, page=page)
    fresh.table = row.table
    return fresh


@transaction.atomic
def write_summary(
    table: AmendmentTable, cell: str, text: str, *, seen: int, actor: User, at: datetime, page: str = ""
) -> AmendmentTable:
    """As `write_cell`, for a cell of the position summary."""
    text = clean_text(cell, text)
    claim(table, actor=actor, at=at)
    fresh = AmendmentTable.objects.get(pk=table.pk)
    _write(_Place(fresh, None), cell, text, seen=seen, actor=actor, at=at, page=page)
    return fresh


def clean_text(cell: str, text: str) -> str:
    """The text as it is kept: whole, with plain line ends. Raises ValidationError."""
    if cell not in (*CELLS, *SUMMARY_CELLS, CATEGORY):
        raise KeyError(cell)
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    if cell == CATEGORY and text not in Category.values:
        raise ValidationError(_("Choose one of the categories."), code="category")
    limit = TEXT_LENGTH
    if cell.startswith("structural_element_"):
        text, limit = " ".join(text.split()), ELEMENT_LENGTH
    if len(text) > limit:
        message = _("This text is too long: at most %(limit)s characters fit.")
        raise ValidationError(message, code="too_long", params={"limit": limit})
    return text


def _write(place: _Place, cell: str, text: str, *, seen: int, actor: User, at: datetime, page: str) -> None:
    owner = place.owner
    if getattr(owner, cell) == text:
        return
    edits = CellEdit.objects.filter(table=place.table, row=place.row, cell=cell)
    latest = edits.select_related("by").order_by("-version").first()
    if latest is not None and latest.version > seen and not (page and latest.page == page):
        raise SomebodyWrote(latest, getattr(owner, cell), owner.version)
    setattr(owner, cell, text)
    owner.version += 1
    owner.checked = [name for name in owner.checked if name != cell]
    fields = [cell, "version", "checked"]
    if isinstance(owner, AmendmentRow):
        settle_readiness(owner)
        owner.changed_by, owner.changed_at = actor, at
        fields += ["readiness_kk", "readiness_ru", "changed_by", "changed_at"]
    owner.save(update_fields=fields)
    _tell(place, actor=actor, at=at)
    _keep(place, cell, text, latest, actor=actor, at=at, page=page)


def _keep(
    place: _Place, cell: str, text: str, latest: CellEdit | None, *, actor: User, at: datetime, page: str
) -> None:
    version = place.owner.version
    goes_on = (
        latest and page and latest.page == page and latest.by_id == actor.pk and at - latest.at < ONE_EDIT
    )
    if latest is not None and goes_on:
        latest.text, latest.version, latest.at = text, version, at
        latest.save(update_fields=["text", "version", "at"])
        return
    CellEdit.objects.create(
        organisation_id=place.table.organisation_id,
        table=place.table,
        row=place.row,
        cell=cell,
        version=version,
        text=text,
        page=page[:32],
        by=actor,
        at=at,
    )


def _tell(place: _Place, *, actor: User, at: datetime) -> None:
    recent = CellEdit.objects.filter(table=place.table, row=place.row, by=actor, at__gt=at - TOLD_AGAIN)
    if recent.exists():
        return
    if place.row is None:
        log(place.table, "amendments.summary_changed", actor=actor, at=at)
    else:
        log(place.table, "amendment.changed", actor=actor, at=at, subject=place.row)


def settle_readiness(row: AmendmentRow) -> None:
    """Bring the row's two counted columns in line with its cells; the caller saves."""
    row.readiness_kk, row.readiness_ru = row.readiness_of("kk"), row.readiness_of("ru")


# --- Checking -------------------------------------------------------------------------------------------------


@transaction.atomic
def check_row(
    row: AmendmentRow, language: str, *, is_checked: bool, seen: int, actor: User, at: datetime
) -> AmendmentRow:
    """Say that all texts of the row in one language were checked, or take that back.

    `seen`: the version that was read. ValidationError: somebody changed the row since, so what was read is not what is
    there.
    """
    claim(row.table, actor=actor, at=at)
    fresh = AmendmentRow.objects.get(pk=row.pk)
    fresh.table = row.table
    _refuse_unread(fresh, seen, is_checked)
    cells = [f"{column}_{language}" for column in COLUMNS]
    marked = _marked(fresh, cells, is_checked)
    if set(marked) == set(fresh.checked):
        return fresh
    fresh.checked = marked
    settle_readiness(fresh)
    fresh.save(update_fields=["checked", "readiness_kk", "readiness_ru"])
    if is_checked:
        log(row.table, "amendment.checked", actor=actor, at=at, subject=fresh, language=language)
    return fresh


@transaction.atomic
def check_summary(
    table: AmendmentTable, language: str, *, is_checked: bool, seen: int, actor: User, at: datetime
) -> AmendmentTable:
    """As `check_row`, for the position summary."""
    claim(table, actor=actor, at=at)
    fresh = AmendmentTable.objects.get(pk=table.pk)
    _refuse_unread(fresh, seen, is_checked)
    fresh.checked = _marked(fresh, [f"summary_{language}"], is_checked)
    fresh.save(update_fields=["checked"])
    return fresh


def _refuse_unread(owner: AmendmentRow | AmendmentTable, seen: int, is_checked: bool) -> None:
    if is_checked and owner.version > seen:
        raise ValidationError(
            _("Somebody changed this meanwhile. Read it again, then check it."), code="unread"
        )


def _marked(owner: AmendmentRow | AmendmentTable, cells: list[str], is_checked: bool) -> list[str]:
    others = [name for name in owner.checked if name not in cells]
    if not is_checked:
        return others
    return [*others, *(cell for cell in cells if getattr(owner, cell).strip())]
