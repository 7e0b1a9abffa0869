"""How each kind of thing is read for the search: which rows there are to find, and what of them is found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from amendments.models import AmendmentRow, AmendmentTable
from amendments.models.table import COLUMNS
from common.stems import stems, title_stems
from common.word_index import TERM_LENGTH, plain
from correspondence.models import IssuedDocument
from hearings.models import AgendaItem, Hearing
from inforequests.models import Holder, IncomingMail, InfoRequest, RequestItem
from inforequests.states import IncomingState
from monitoring.models import SearchEntry
from monitoring.search.kinds import Kind
from projects.models import Dossier, DraftAct

LONGEST = (
    100_000  # characters of a text: more is no letter, and PostgreSQL keeps no more than a megabyte of words
)
HEARING_TEXTS = ("aim", "norms", "decisions", "place")


@dataclass(frozen=True)
class Said:
    """What there is to read of a thing, in Kazakh and in Russian; `also`: further stems by which it is found."""

    title: tuple[str, str]
    text: tuple[str, str] = ("", "")
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """`rows`: those that may be found; what was removed is not among them. `told_by`: other tables whose rows are part of
    the thing, each with the numbers of the things that the row
    `{row}` is part of, as SQL behind SELECT."""

    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    said: Callable[[Any], Said]
    facts: Callable[[Any], dict[str, Any]]
    told_by: tuple[tuple[type[Model], str], ...] = ()


def entries(kind: Kind, ids: Iterable[int]) -> list[SearchEntry]:
    """What is to be found of these things; those that are gone or removed are left out."""
    source = SOURCES[kind]
    return [_entry(kind, row, source) for row in source.rows().filter(pk__in=list(ids))]


def _entry(kind: Kind, row: Any, source: Source) -> SearchEntry:
    said = source.said(row)
    titles, texts = [_clean(part) for part in said.title], [_clean(part) for part in said.text]
    return SearchEntry(
        kind=kind,
        object_id=row.pk,
        organisation_id=row.organisation_id,
        title_kk=titles[0],
        title_ru=titles[1],
        text_kk=texts[0],
        text_ru=texts[1],
        search_text=_stems(f"{titles[0]}\n{texts[0]}", f"{titles[1]}\n{texts[1]}", said.also),
        **source.facts(row),
    )


def _clean(text: str) -> str:
    return text.replace("\0", " ").strip()[:LONGEST]


def _stems(kazakh: str, russian: str, also: tuple[str, ...]) -> str:
    kk, ru = title_stems(kazakh, russian)
    words = plain((*kk, *ru, *also))
    return " ".join(dict.fromkeys(word[:TERM_LENGTH] for word in words))


def _lines(row: Any, names: Iterable[str]) -> tuple[str, str]:
    kk, ru = (
        "\n".join(filter(None, (getattr(row, f"{name}_{language}") for name in names)))
        for language in ("kk", "ru")
    )
    return kk, ru


def _day(at: datetime) -> Any:
    return timezone.localdate(at)


# --- Dossiers and what is proposed -------------------------------------------------------------------------------


def _dossiers() -> QuerySet[Any]:
    return Dossier.objects.select_related("draft")


def _dossier_said(row: Dossier) -> Said:
    """Found by all that its draft is found by."""
    draft = row.draft
    return Said((draft.title_kk or "", draft.title_ru or ""), also=tuple(draft.search_text.split()))


def _dossier_facts(row: Dossier) -> dict[str, Any]:
    return {"dossier_id": row.pk, "person_id": row.owner_id, "dated_on": _day(row.opened_at)}


def _tables() -> QuerySet[Any]:
    return AmendmentTable.objects.exclude(summary_kk="", summary_ru="").select_related("dossier")


def _table_facts(row: AmendmentTable) -> dict[str, Any]:
    person = row.dossier.owner_id or row.created_by_id
    return {"dossier_id": row.dossier_id, "person_id": person, "dated_on": _day(row.changed_at)}


def _rows() -> QuerySet[Any]:
    return AmendmentRow.objects.filter(removed_at__isnull=True).select_related("table")


def _row_said(row: AmendmentRow) -> Said:
    shown = _lines(row, ("proposed_wording", "justification", "expected_effect", "draft_wording"))
    return Said(_lines(row, COLUMNS[:1]), shown)


def _row_facts(row: AmendmentRow) -> dict[str, Any]:
    return {
        "dossier_id": row.table.dossier_id,
        "person_id": row.author_id,
        "dated_on": _day(row.changed_at),
    }


# --- Requests and letters ----------------------------------------------------------------------------------------


def _requests() -> QuerySet[Any]:
    return InfoRequest.objects.live().select_related("holder").prefetch_related("items")


def _request_said(row: InfoRequest) -> Said:
    items = list(row.items.all())
    kk = "\n".join(filter(None, (row.preface_kk, *(item.text_kk for item in items))))
    ru = "\n".join(filter(None, (row.preface_ru, *(item.text_ru for item in items))))
    holder = row.holder
    return Said(
        (row.subject_kk, row.subject_ru),
        (f"{holder.name_kk or holder.name_ru}\n{kk}", f"{holder.name_ru or holder.name_kk}\n{ru}"),
    )


def _request_facts(row: InfoRequest) -> dict[str, Any]:
    return {
        "dossier_id": row.dossier_id,
        "body_id": row.holder.body_id,
        "person_id": row.responsible_id or row.created_by_id,
        "dated_on": row.ordered_on or _day(row.created_at),
    }


def _letters() -> QuerySet[Any]:
    return IssuedDocument.objects.all()


def _letter_said(row: IssuedDocument) -> Said:
    number = f"№ {row.full_number}"
    return Said((row.title_kk or "", row.title_ru or ""), (number, number), also=(str(row.number),))


def _letter_facts(row: IssuedDocument) -> dict[str, Any]:
    return {"person_id": row.issued_by_id, "dated_on": row.issued_on}


def _incoming() -> QuerySet[Any]:
    rows = IncomingMail.objects.exclude(state=IncomingState.DISMISSED).defer("raw")
    return rows.select_related("info_request__holder")


def _incoming_said(row: IncomingMail) -> Said:
    """Letters mix languages, so every word is read in both."""
    text = f"{row.sender_name} {row.sender}\n{row.text}".strip()[:LONGEST]
    also = (*stems(f"{row.subject}\n{text}", "kk"), *stems(f"{row.subject}\n{text}", "ru"))
    return Said((row.subject, ""), (text, ""), also)


def _incoming_facts(row: IncomingMail) -> dict[str, Any]:
    asked = row.info_request
    return {
        "dossier_id": asked.dossier_id if asked else None,
        "body_id": asked.holder.body_id if asked else None,
        "person_id": asked.responsible_id if asked else None,
        "dated_on": _day(row.received_at),
    }


# --- Hearings ----------------------------------------------------------------------------------------------------


def _hearings() -> QuerySet[Any]:
    return Hearing.objects.prefetch_related("agenda")


def _hearing_said(row: Hearing) -> Said:
    kk, ru = _lines(row, HEARING_TEXTS)
    items = [item for item in row.agenda.all() if item.removed_at is None]
    return Said(
        (row.title_kk, row.title_ru),
        ("\n".join([kk, *(item.title_kk for item in items)]), "\n".join([ru, *(item.title_ru for item in items)])),
    )  # fmt: skip


def _hearing_facts(row: Hearing) -> dict[str, Any]:
    return {"dossier_id": row.dossier_id, "person_id": row.moderator_id, "dated_on": row.starts_on}


SOURCES: dict[Kind, Source] = {
    Kind.DOSSIER: Source(
        *(Dossier, _dossiers, _dossier_said, _dossier_facts),
        told_by=((DraftAct, "id FROM projects_dossier WHERE draft_id = {row}.id"),),
    ),
    Kind.TABLE: Source(
        AmendmentTable, _tables, lambda row: Said(("", ""), (row.summary_kk, row.summary_ru)), _table_facts
    ),
    Kind.ROW: Source(AmendmentRow, _rows, _row_said, _row_facts),
    Kind.REQUEST: Source(
        *(InfoRequest, _requests, _request_said, _request_facts),
        told_by=(
            (RequestItem, "{row}.info_request_id"),
            (Holder, "id FROM inforequests_inforequest WHERE holder_id = {row}.id"),
        ),
    ),
    Kind.HEARING: Source(
        *(Hearing, _hearings, _hearing_said, _hearing_facts),
        told_by=((AgendaItem, "{row}.hearing_id"),),
    ),
    Kind.LETTER: Source(IssuedDocument, _letters, _letter_said, _letter_facts),
    Kind.INCOMING: Source(IncomingMail, _incoming, _incoming_said, _incoming_facts),
}
