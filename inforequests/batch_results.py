"""The answers of a batch side by side: where each letter stands, what came back, and what is due."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from common.sqlite import kazakh_sort_key
from correspondence.models import IssuedDocument
from inforequests.clocks import Case, Due, Phase, standing
from inforequests.history import beginning, folded
from inforequests.law import Book
from inforequests.models import BatchLine, InfoRequest, RequestBatch, RequestEvent
from inforequests.states import Completeness, EventKind, LineState

REPLIES = frozenset(
    {EventKind.ANSWERED, EventKind.REFUSED, EventKind.POINTED, EventKind.REDIRECTED, EventKind.EXTENDED}
)


class Stand(models.TextChoices):
    """Where a letter of a batch stands, in the order in which it is asked about."""

    UNSENT = "unsent", _("not sent yet")
    WAITING = "waiting", _("the answer is waited for")
    SILENT = "silent", _("the term is over, no answer")
    FULL = "full", _("full answer")
    PART = "part", _("answer that is not full")
    REFUSED = "refused", _("refusal")
    DISPUTED = "disputed", _("complaint or court")
    CLOSED = "closed", _("finished by us")


_STANDS = {
    Phase.UNSENT: Stand.UNSENT,
    Phase.ANSWERED: Stand.FULL,
    Phase.PARTLY: Stand.PART,
    Phase.REFUSED: Stand.REFUSED,
    Phase.COMPLAINED: Stand.DISPUTED,
    Phase.DECIDED: Stand.DISPUTED,
    Phase.IN_COURT: Stand.DISPUTED,
}
_ANSWERS = {Completeness.FULL.value: Stand.FULL}


class Order(models.TextChoices):
    NAME = "name", _("by addressee")
    NUMBER = "number", _("by number")
    DUE = "due", _("by the day that is due")
    ANSWERED = "answered", _("by the day of the answer")


@dataclass(frozen=True)
class Result:
    """A letter of the batch. `reply`: the last thing that the addressee did; `days`: calendar days from receipt to it.

    `due`: what was missed, else what is due.
    """

    line: BatchLine
    info_request: InfoRequest
    document: IssuedDocument | None
    stand: Stand
    due: Due
    reply: RequestEvent | None = None
    days: int | None = None

    @property
    def name(self) -> str:
        return self.line.holder.name

    @property
    def email_state(self) -> str:
        """Of the sending that has not come to an end; '' where there is none."""
        last = max(self.info_request.dispatches.all(), key=lambda row: row.pk, default=None)
        return "" if last is None or last.settled_at is not None else last.email.state


@dataclass(frozen=True)
class Results:
    """`counts`: how many letters stand where, whatever is shown of them."""

    shown: list[Result]
    counts: Counter[Stand] = field(default_factory=Counter)

    @property
    def number(self) -> int:
        return sum(self.counts.values())


def results_of(
    batch: RequestBatch, book: Book, on: date, *, stand: str = "", order: str = Order.NAME
) -> Results:
    """The letters that were ordered, as of the day `on`; only those that stand at `stand`, if it is named.

    The questions do not grow with the letters: lines, events and their files, sendings.
    """
    rows = batch.lines.filter(state=LineState.ORDERED).select_related("holder", "info_request__order__issued")
    rows = rows.prefetch_related(
        Prefetch("info_request__events", RequestEvent.objects.standing().select_related("holder")),
        "info_request__events__files",
        "info_request__dispatches__email",
    )
    found = [_result(line, book, on) for line in rows]
    shown = [one for one in found if not stand or one.stand == stand]
    return Results(_sorted(shown, order), Counter(one.stand for one in found))


def _result(line: BatchLine, book: Book, on: date) -> Result:
    info_request = line.info_request
    assert info_request is not None  # a constraint of the table
    begun, events = beginning(info_request), list(info_request.events.all())
    tale = list(folded(begun, events, book))
    case = tale[-1].case if tale else begun
    stand = standing(case, on, book.law)
    reply = next((told for told in reversed(tale) if told.fits and told.event.kind in REPLIES), None)
    since = reply.case.received_on if reply else None
    return Result(
        line,
        info_request,
        getattr(info_request.order, "issued", None),
        Stand.SILENT if stand.missed and case.phase == Phase.WAITING else _stand(case, events),
        stand.missed or stand.due,
        reply.event if reply else None,
        (reply.event.on - since).days if reply and since else None,
    )


def _stand(case: Case, events: Iterable[RequestEvent]) -> Stand:
    """What was finished by us is counted by the last answer that it had."""
    if case.phase != Phase.CLOSED:
        return _STANDS.get(case.phase, Stand.WAITING)
    stand = Stand.CLOSED
    for event in events:
        if event.kind == EventKind.ANSWERED:
            stand = _ANSWERS.get(event.outcome, Stand.PART)
        elif event.kind == EventKind.REFUSED:
            stand = Stand.REFUSED
    return stand


def _sorted(rows: list[Result], order: str) -> list[Result]:
    named = sorted(rows, key=lambda one: kazakh_sort_key(one.name))
    if order == Order.NUMBER:
        return sorted(named, key=_number)
    if order == Order.DUE:
        return sorted(named, key=lambda one: one.due.due_on or date.max)
    if order == Order.ANSWERED:
        return sorted(named, key=lambda one: one.reply.on if one.reply else date.max)
    return named


def _number(one: Result) -> tuple[int, int]:
    """Of two years the earlier first; what has no number yet comes last."""
    return (one.document.year, one.document.number) if one.document else (9999, 0)
