"""What the public pages show, made ready for their templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language

from accounts.models import Organisation
from amendments.states import Channel, Fate
from amendments.wording.outcomes import TONES, OutcomeLine
from deadlines import queries as deadline_queries
from monitoring.models import Position
from monitoring.public import queries
from monitoring.public.figures import figures_of
from monitoring.public.queries import PublicRow
from monitoring.public.texts import body_of, partners_of, summary_of

SHOWN = 5
_ORDER = (Fate.ACCEPTED, Fate.PARTLY, Fate.NOT_ACCEPTED, Fate.NOT_ANSWERED, Fate.WAITING)


@dataclass(frozen=True)
class Count:
    label: str | Promise
    value: int
    tone: str


@dataclass(frozen=True)
class PositionLine:
    """A position on a list. `whole`: how many proposals it has; `counts`: those that there are any of."""

    position: Position
    body: str
    sent_on: date
    whole: int
    counts: list[Count]


def said_of(positions: Iterable[Position]) -> list[PositionLine]:
    """With what became of their proposals (one query)."""
    found = list(positions)
    fates = queries.fates(found)
    return [_line(position, fates.get(position.pk, {})) for position in found]


def _line(position: Position, fates: dict[str, int]) -> PositionLine:
    sent_on = deadline_queries.day_of(position.submission.submitted_at)
    return PositionLine(position, body_of(position), sent_on, sum(fates.values()), counts_of(fates))


def counts_of(fates: dict[str, int]) -> list[Count]:
    return [Count(fate.label, fates[fate], _tone(fate)) for fate in _ORDER if fates.get(fate)]


def _tone(fate: Fate) -> str:
    return TONES.get(fate.value, "plain")  # type: ignore[call-overload]


def organisation_shown(organisation: Organisation, at: datetime) -> dict[str, Any]:
    """The page of an organisation: the newest of everything (eight queries)."""
    on = deadline_queries.day_of(at)
    figures, counted_at = figures_of(organisation)
    return {
        "organisation": organisation,
        "figures": figures,
        "counted_at": counted_at,
        "positions": _some(said_of(queries.positions(organisation, on)[: SHOWN + 1])),
        "hearings": _some(list(queries.coming(organisation, at)[: SHOWN + 1])),
        "minutes": _some(list(queries.minutes(organisation)[: SHOWN + 1])),
        "answers": _some(list(queries.answers(organisation, on)[: SHOWN + 1])),
        "feed_language": "kk" if (get_language() or "kk").startswith("kk") else "ru",
        "surveys": list(queries.listed_surveys(on).filter(organisation=organisation)[:SHOWN]),
    }


@dataclass(frozen=True)
class Some:
    """The newest rows of a list, and whether it goes on."""

    rows: list[Any]
    has_more: bool


def _some(found: list[Any]) -> Some:
    return Some(found[:SHOWN], len(found) > SHOWN)


@dataclass(frozen=True)
class RowShown:
    public: PublicRow
    line: OutcomeLine
    label: str | Promise
    tone: str
    source: str


def position_shown(position: Position) -> dict[str, Any]:
    """The page of a position, for strangers and as a preview (two queries)."""
    rows = [_row(row) for row in queries.rows_of(position)]
    fates: dict[str, int] = {}
    for row in rows:
        fates[row.public.fate] = fates.get(row.public.fate, 0) + 1
    submission = position.submission
    return {
        "position": position,
        "organisation": position.organisation,
        "draft": position.table.dossier.draft,
        "body": body_of(position),
        "summary": summary_of(position),
        "partners": partners_of(position),
        "sent_on": deadline_queries.day_of(submission.submitted_at),
        "channel": Channel(submission.channel).label,
        "numbers": submission.numbers if submission.channel == Channel.PORTAL else [],
        "rows": rows,
        "counts": counts_of(fates),
        "documents": list(position.documents.order_by("pk")) if position.pk else [],
    }


def _row(row: PublicRow) -> RowShown:
    source = row.outcome.get_source_display() if row.outcome is not None and row.outcome.source else ""
    return RowShown(row, OutcomeLine(row.row, row.outcome), row.fate.label, _tone(row.fate), source)
