"""The tables of the open data, each read from what is public already.

Proposals as they were sent, in the languages in which they were sent (never the row as it is being written now), to drafts
that the state published; the body's verdict once a person confirmed it, without the body's words, which may name people;
published minutes and answers by their addresses. A text in which a personal number is found is left out.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Choices, Q
from django.utils.translation import override

from accounts.models import Organisation
from amendments.models import Submission
from amendments.queries.influence import sent_rows
from amendments.states import Category, Channel, Fate, Wording
from common.dates import ALMATY
from inforequests.hidden.personal import personal
from monitoring.models import Position
from monitoring.public import queries as public
from monitoring.states import PositionState

LANGUAGES = ("kk", "ru")
CELLS = ("structural_element", "draft_wording", "proposed_wording", "justification", "expected_effect")


@dataclass(frozen=True)
class Table:
    """`columns`: names; `rows`: texts in that order."""

    name: str
    columns: tuple[str, ...]
    rows: list[list[str]]


def tables_of(organisation: Organisation, on: date) -> list[Table]:
    """Four tables, in the order of their rows' own numbers: the same data give the same file. `on`: the day for embargoes."""
    sent = _sent(organisation, on)
    return [_amendments(sent), _minutes(organisation), _answers(organisation, on), _figures(sent)]


def codes_of(tables: Iterable[Table]) -> list[str]:
    """By which the minutes and answers in the tables are found in public."""
    return sorted(row[0] for table in tables if table.name in ("minutes", "answers") for row in table.rows)


def public_codes(organisation: Organisation, on: date) -> set[str]:
    """The same of all minutes and answers that strangers may read on the day `on` (two queries)."""
    minutes = public.minutes(organisation).values_list("hearing__code", flat=True)
    return {*minutes, *public.answers(organisation, on).values_list("code", flat=True)}


def _sent(organisation: Organisation, on: date) -> list[Any]:
    """What the organisation keeps back on its public page, by an embargo or because it took it back, is kept back here."""
    mine = Position.objects.filter(organisation=organisation)
    kept_back = mine.filter(Q(state=PositionState.WITHDRAWN) | Q(embargo_until__gt=on))
    rows = sent_rows(organisation).filter(submission__table__dossier__draft__organisation__isnull=True)
    rows = rows.exclude(submission__table__in=kept_back.values("table"))
    along = ("submission__table__dossier__draft__body", "row__outcome")
    return list(rows.select_related(*along).defer("submission__content").order_by("pk"))


def _amendments(sent: Iterable[Any]) -> Table:
    known = list(sent)
    texts = _texts({pk for one in known for pk in (one.latest, one.submission_id)})
    cells = _pairs(*CELLS)
    columns = (
        *("amendment_id", "draft_portal_id", *_pairs("draft_title", "state_body")),
        *("submitted_on", "channel", *_pairs("channel"), "category", *_pairs("category"), *cells),
        *("outcome", *_pairs("outcome"), "answered_on", "adopted_wording", *_pairs("adopted_wording")),
    )
    return Table("amendments", columns, [_amendment(one, texts, cells) for one in known])


def _amendment(one: Any, texts: dict[tuple[int, int], dict[str, Any]], cells: tuple[str, ...]) -> list[str]:
    submission, draft = one.submission, one.submission.table.dossier.draft
    outcome = getattr(one.row, "outcome", None)
    confirmed = outcome.confirmed_at if outcome is not None else None
    # What the latest text does not hold any more was taken back; it stands as it was sent first.
    sent = texts.get((one.latest, one.row_id)) or texts.get((submission.pk, one.row_id), {})
    body = (draft.body.name_kk, draft.body.name_ru) if draft.body else (draft.body_name_kk, draft.body_name_ru)
    return [
        *(str(one.row_id), str(draft.portal_id or ""), _clean(draft.title_kk), _clean(draft.title_ru)),
        *(body[0] or "", body[1] or ""),
        *(_day(submission.submitted_at), submission.channel, *_named(Channel, submission.channel)),
        *(one.category, *_named(Category, one.category), *(sent.get(cell, "") for cell in cells)),
        *(one.fate, *_named(Fate, one.fate), _day(confirmed) if confirmed else ""),
        *(one.wording, *_named(Wording, one.wording)),
    ]


def _texts(submissions: set[int]) -> dict[tuple[int, int], dict[str, Any]]:
    """Of each row the texts as sent, in the languages of the sending."""
    found = {}
    for pk, content in Submission.objects.filter(pk__in=submissions).values_list("pk", "content"):
        languages = content.get("sent_in", LANGUAGES)
        for row in content["rows"]:
            found[pk, row["id"]] = {
                f"{cell}_{language}": _clean(row.get(f"{cell}_{language}", ""))
                for cell in CELLS
                for language in languages
            }
    return found


def _minutes(organisation: Organisation) -> Table:
    columns = ("hearing_id", "held_on", *_pairs("title"), "minutes_url", "published_on")
    return Table(
        "minutes",
        columns,
        [
            [
                *(row.hearing.code, _day(row.hearing.starts_at)),
                *(_clean(row.hearing.title_kk), _clean(row.hearing.title_ru)),
                f"{settings.SITE_URL}/h/{row.hearing.code}/minutes/",
                _day(row.published_at),
            ]
            for row in public.minutes(organisation).order_by("pk")
        ],
    )


def _answers(organisation: Organisation, on: date) -> Table:
    columns = (
        *("answer_id", *_pairs("title", "summary", "asked_of"), "answer_url", "published_on"),
    )
    return Table(
        "answers",
        columns,
        [
            [
                *(row.code, _clean(row.title_kk), _clean(row.title_ru)),
                *(_clean(row.summary_kk), _clean(row.summary_ru)),
                *(row.info_request.holder.name_kk, row.info_request.holder.name_ru),
                settings.SITE_URL + row.public_path,
                _day(row.published_at),
            ]
            for row in public.answers(organisation, on).order_by("pk")
        ],
    )


def _figures(sent: Iterable[Any]) -> Table:
    """How many of the proposals first sent in a year came to what."""
    counted: Counter[tuple[str, str]] = Counter(
        (_day(one.submission.submitted_at)[:4], one.fate) for one in sent
    )
    rows = [
        [year, fate, *_named(Fate, fate), str(number)] for (year, fate), number in sorted(counted.items())
    ]
    return Table("figures", ("year", "outcome", *_pairs("outcome"), "amendments"), rows)


def _pairs(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{language}" for name in names for language in LANGUAGES)


def _named(choices: type[Choices], value: str) -> list[str]:
    names = []
    for language in LANGUAGES:
        with override(language):
            names.append(str(choices(value).label))
    return names


def _day(at: Any) -> str:
    return at.astimezone(ALMATY).date().isoformat() if at is not None else ""


def _clean(text: str | None) -> str:
    """Nothing of a text that holds somebody's number, card, account, telephone or mailbox."""
    return "" if text and next(personal(text), None) is not None else text or ""
