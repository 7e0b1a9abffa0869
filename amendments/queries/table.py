"""Reads of amendment tables that several pages, or other apps, need."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from amendments.models import (
    CELLS,
    AmendmentRow,
    AmendmentTable,
    CoalitionMember,
    LibraryEntry,
    ReviewStep,
    SourceText,
)
from amendments.states import FROZEN, Readiness, TableState
from common.along import first_of
from common.stems import stems
from projects.models import Dossier

MOST_FOUND = 8


def rows_with_comments(table: AmendmentTable) -> "QuerySet[AmendmentRow]":
    """The rows in their order, each with its author and the number of its comments that wait (`waiting`)."""
    waiting = Count("comments", filter=Q(comments__settled_at__isnull=True))
    rows = AmendmentRow.objects.filter(table=table).live()
    return rows.select_related("author").annotate(waiting=waiting)


@dataclass(frozen=True)
class Progress:
    """How far a dossier's table is: `state` '' where none was begun."""

    rows: int = 0
    ready: int = 0
    state: str = ""
    table_id: int | None = None

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN

    @property
    def is_submitted(self) -> bool:
        return self.state == TableState.SUBMITTED

    @property
    def label(self) -> str:
        return str(TableState(self.state).label) if self.state else ""


def table_of(dossier: Dossier) -> AmendmentTable | None:
    return AmendmentTable.objects.select_related("organisation").filter(dossier=dossier).first()


_LIVE = Q(rows__removed_at__isnull=True)
_READY = Q(rows__readiness_kk=Readiness.CHECKED, rows__readiness_ru=Readiness.CHECKED)


_COUNTED = AmendmentTable.objects.annotate(
    row_count=Count("rows", filter=_LIVE), ready_count=Count("rows", filter=_LIVE & _READY)
)
_COLUMNS = ("row_count", "ready_count", "state", "pk")


def progress(dossier_id: int) -> Progress:
    """How far the dossier's table is (one query); rows checked in both languages are ready."""
    found = _COUNTED.filter(dossier=dossier_id).values_list(*_COLUMNS).first()
    return Progress(*found) if found else Progress()


def progress_columns() -> dict[str, Subquery]:
    """The same, to be read along with a dossier; `progress_along` takes it from there."""
    counted = _COUNTED.filter(dossier=OuterRef("pk"))
    return {"amendment_progress": first_of(counted, *_COLUMNS)}


def progress_along(dossier: Dossier) -> Progress:
    found = dossier.amendment_progress  # type: ignore[attr-defined]
    return Progress(*(found[column] for column in _COLUMNS)) if found else Progress()


def progress_of(table: AmendmentTable, rows: Collection[AmendmentRow]) -> Progress:
    """The same, of rows that have been read already."""
    checked = Readiness.CHECKED
    ready = sum(row.readiness_kk == row.readiness_ru == checked for row in rows)
    return Progress(len(rows), ready, table.state, table.pk)


def number_of(row: AmendmentRow) -> int:
    """The row's place in the table, as it is printed: 1 is the first."""
    before = Q(order__lt=row.order) | Q(order=row.order, pk__lt=row.pk)
    return AmendmentRow.objects.filter(before, table=row.table_id, removed_at__isnull=True).count() + 1


def standing_members(table: AmendmentTable) -> list[CoalitionMember]:
    return list(CoalitionMember.objects.filter(table=table).standing())


def steps_of(table: AmendmentTable) -> list[ReviewStep]:
    """The table's way through review, the latest step first."""
    return list(ReviewStep.objects.filter(table=table).select_related("by").order_by("-id"))


def latest_texts(dossier: Dossier) -> dict[str, SourceText]:
    """By language, the newest text of the draft that was brought in."""
    texts: dict[str, SourceText] = {}
    for text in SourceText.objects.filter(dossier=dossier).order_by("number"):
        texts[text.language] = text
    return dict(sorted(texts.items()))


def text_before(source: SourceText) -> SourceText | None:
    """The version that this one replaced."""
    versions = SourceText.objects.filter(dossier=source.dossier_id, language=source.language)
    return versions.filter(number__lt=source.number).order_by("-number").first()


# --- Library --------------------------------------------------------------------------------------------------


def library(organisation_id: int, words: str = "", kind: str = "") -> "QuerySet[LibraryEntry]":
    """Entries of this organisation that hold every word in any of its forms, in either language; the newest first."""
    entries = LibraryEntry.objects.filter(organisation=organisation_id).order_by("-id")
    if kind:
        entries = entries.filter(kind=kind)
    for word in words.split()[:10]:
        wanted = {stem for language in ("kk", "ru") for stem in stems(word, language)}
        matching = Q()
        for stem in wanted:
            matching |= Q(stems__contains=f" {stem}")
        entries = entries.filter(matching) if wanted else entries
    return entries


# --- What is sent ---------------------------------------------------------------------------------------------


def as_sent(table: AmendmentTable) -> dict[str, Any]:
    """The table as plain JSON, as it stands now: what a submission freezes and documents are made of."""
    rows = AmendmentRow.objects.filter(table=table).live()
    of_signatory = ("signatory_name_kk", "signatory_name_ru", "signatory_post_kk", "signatory_post_ru")
    names = ("name_kk", "name_ru", *of_signatory, "mandate")
    members = CoalitionMember.objects.filter(table=table).standing()
    return {
        "round": table.round,
        "summary_kk": table.summary_kk,
        "summary_ru": table.summary_ru,
        "rows": [
            {"id": row.pk, "number": number, "category": row.category, "path": row.path}
            | {cell: getattr(row, cell) for cell in CELLS}
            for number, row in enumerate(rows, start=1)
        ],
        "coalition": [{name: getattr(member, name) for name in names} for member in members],
    }


def fingerprint(content: dict[str, Any]) -> str:
    """sha256 of the JSON in its canonical form: sorted keys, UTF-8, no spaces."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
