"""A request's events, folded: what was late in which of them, where it stands, and what may be recorded next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from inforequests.clocks import Case, Illegal, Kind, Lateness, Phase, Standing, possible, standing, step
from inforequests.law import Book, told
from inforequests.models import InfoRequest, RequestEvent


@dataclass(frozen=True)
class Told:
    """An event with what was late about it. `fits` is False where the rules, changed since, do not let it follow."""

    event: RequestEvent
    case: Case
    late: tuple[Lateness, ...] = ()
    fits: bool = True


@dataclass(frozen=True)
class History:
    """Where a request stands as of a day, and what may be recorded of it now."""

    case: Case
    stand: Standing
    next_kinds: list[Kind]
    events: list[Told]


def beginning(info_request: InfoRequest) -> Case:
    """The case of a letter that is issued and not sent yet."""
    day = info_request.ordered_on or info_request.created_at.date()
    return Case(Phase.UNSENT, since_on=day, last_on=day)


def folded(case: Case, events: Iterable[RequestEvent], book: Book) -> Iterator[Told]:
    """The events one after another. They were legal when they were recorded: one that a changed rule or calendar does not
    let follow any more is passed over, and said to be so."""
    for event in events:
        try:
            after = step(case, told(event), book.law)
        except Illegal:
            yield Told(event, case, fits=False)
            continue
        yield Told(event, after, after.lateness[len(case.lateness) :])
        case = after


def case_of(info_request: InfoRequest, book: Book) -> Case:
    """Where an issued request stands after the events recorded so far (one query)."""
    case = beginning(info_request)
    events = RequestEvent.objects.filter(info_request=info_request).standing()
    return next((told.case for told in reversed(list(folded(case, events, book)))), case)


def history_of(info_request: InfoRequest, book: Book, on: date) -> History:
    """The events that stand, with their files (two queries), and what follows from them as of the day `on`."""
    rows = RequestEvent.objects.filter(info_request=info_request).standing()
    rows = rows.select_related("holder", "recorded_by", "document", "dispatch__email").prefetch_related(
        "files"
    )
    case = beginning(info_request)
    events = list(folded(case, rows, book))
    case = events[-1].case if events else case
    return History(case, standing(case, on, book.law), possible(case, on, book.law), events)
