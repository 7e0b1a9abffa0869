"""The rows behind each figure of the report: what a list shows of them, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from accounts.models import Organisation
from amendments.models import AmendmentTable, Submission, SubmittedRow
from amendments.queries import influence as amendments
from amendments.states import Fate, Wording
from common.keyset import Page, page
from hearings.held import held_hearings
from hearings.models import Hearing
from inforequests.asked import AskedFact, asked_facts, requests_named
from inforequests.models import InfoRequest
from monitoring.influence.asked import Asked, Of
from projects.models import Dossier, TriageItem
from projects.seen import dossiers_opened, matched_by, seen_drafts, seen_in

SIZE = 25
NEWEST = ("-id",)
_ALONG = ("draft__body", "draft__act_type")
_HIDDEN = ("draft__search_text", "draft__stems_kk", "draft__stems_ru")


@dataclass(frozen=True)
class Listed:
    """A page of rows, and how many the figure counts: rows, or what is added up over them."""

    rows: Sequence[Any]
    count: int
    newer: str = ""
    older: str = ""


def listed(
    organisation: Organisation, asked: Asked, on: date, *, after: str = "", before: str = "", size: int = SIZE
) -> Listed:
    """The page of the list that the cursors name (at most four queries)."""
    if asked.of == Of.ASKED:
        return _requests(organisation, asked, on, after, before, size)
    rows = _ROWS[asked.of](organisation, asked, on)
    if reach := asked.part("reach"):
        rows = rows.filter(**{f"{reach}__gt": 0})
        count = rows.aggregate(all=Sum(reach))["all"] or 0
    else:
        count = rows.count()
    found: Page[Any] = page(_shown(asked.of, rows), NEWEST, after=after, before=before, size=size)
    return Listed(found.rows, count, found.newer, found.older)


def _shown(of: Of, rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what a line of the list shows."""
    if of in (Of.SENT, Of.ANSWERED):
        return amendments.with_texts(rows)
    if of in (Of.SEEN, Of.DOSSIERS):
        return rows.select_related(*_ALONG).defer(*_HIDDEN)
    if of == Of.TABLES:
        return rows.select_related(*(f"dossier__{name}" for name in _ALONG)).defer(
            *(f"dossier__{name}" for name in _HIDDEN)
        )
    if of == Of.SENDINGS:
        return rows.select_related(*(f"table__dossier__{name}" for name in _ALONG)).defer(
            "content", *(f"table__dossier__{name}" for name in _HIDDEN)
        )
    return rows


# --- What each list holds -----------------------------------------------------------------------------------------


def _seen(organisation: Organisation, asked: Asked, on: date) -> QuerySet[TriageItem]:
    rows = seen_drafts(organisation, on).filter(seen_in(asked.days))
    if decided := asked.part("decided"):
        rows = rows.filter(Q(decided=decided))
    return rows.filter(matched_by(organisation, asked.numbered("topic"))) if asked.part("topic") else rows


def _dossiers(organisation: Organisation, asked: Asked, on: date) -> QuerySet[Dossier]:
    return dossiers_opened(organisation, asked.days)


def _sent(organisation: Organisation, asked: Asked, on: date) -> QuerySet[SubmittedRow]:
    rows = amendments.sent_rows(organisation).filter(amendments.sent_in(asked.days))
    plain = {name: asked.part(name) for name in ("fate", "wording", "category") if asked.part(name)}
    rows = rows.filter(**plain)
    if asked.part("body"):
        rows = rows.filter(amendments.about_body(asked.numbered("body")))
    if asked.part("topic"):
        rows = rows.filter(amendments.about_topic(organisation, asked.numbered("topic")))
    if asked.part("result"):
        taken = Q(fate__in=[Fate.ACCEPTED, Fate.PARTLY])
        rows = rows.filter(taken | Q(wording__in=[Wording.VERBATIM, Wording.PARTLY]))
    return rows


def _answered(organisation: Organisation, asked: Asked, on: date) -> QuerySet[SubmittedRow]:
    rows = amendments.sent_rows(organisation).filter(amendments.answered_in(asked.days))
    return rows.filter(Q(fate=asked.part("fate"))) if asked.part("fate") else rows


def _tables(organisation: Organisation, asked: Asked, on: date) -> QuerySet[AmendmentTable]:
    return amendments.tables_sent(organisation, asked.days)


def _sendings(organisation: Organisation, asked: Asked, on: date) -> QuerySet[Submission]:
    rows = amendments.submissions_in(organisation, asked.days)
    return rows.filter(channel=asked.part("channel")) if asked.part("channel") else rows


def _held(organisation: Organisation, asked: Asked, on: date) -> QuerySet[Hearing]:
    return held_hearings(organisation, asked.days)


_ROWS: dict[Of, Any] = {
    Of.SEEN: _seen,
    Of.DOSSIERS: _dossiers,
    Of.SENT: _sent,
    Of.ANSWERED: _answered,
    Of.TABLES: _tables,
    Of.SENDINGS: _sendings,
    Of.HELD: _held,
}


# --- Requests -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AskedRow:
    """A request in the hands of one addressee."""

    fact: AskedFact
    info_request: InfoRequest


def _requests(
    organisation: Organisation, asked: Asked, on: date, after: str, before: str, size: int
) -> Listed:
    """Folded from events and so not a table of the database; of one organisation's period they are few."""
    facts = [fact for fact in asked_facts(organisation, asked.days, on) if _fits(fact, asked)][::-1]
    keys = [f"{fact.request}_{fact.number}" for fact in facts]
    start = 0
    if after in keys:
        start = keys.index(after) + 1
    elif before in keys:
        start = max(0, keys.index(before) - size)
    shown = facts[start : start + size]
    found = requests_named(organisation, {fact.request for fact in shown})
    return Listed(
        [AskedRow(fact, found[fact.request]) for fact in shown],
        len(facts),
        keys[start] if start and shown else "",
        keys[start + size - 1] if len(facts) > start + size else "",
    )


def _fits(fact: AskedFact, asked: Asked) -> bool:
    ending, holder = asked.part("ending"), asked.part("holder")
    return (not ending or fact.ending == ending) and (not holder or fact.holder == asked.numbered("holder"))
