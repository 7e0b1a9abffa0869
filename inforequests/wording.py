"""What the clocks and events of a request say in words, in the language of the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import dates
from deadlines import queries as deadline_queries
from deadlines.calendar import compute
from deadlines.wording import Due as Countdown
from deadlines.wording import due_on_day, explain, language, law_of
from inforequests.clocks import By, Case, Due, Illegal, Lateness, Phase, What
from inforequests.courses import Figures, Tally
from inforequests.history import Told
from inforequests.law import Book
from inforequests.models import RequestEvent
from inforequests.states import Channel, Completeness, Decision, EventKind, RefusalGround, Wrong

REASONS: dict[str, Promise] = {
    "order": gettext_lazy("This cannot follow now: %(now)s."),
    "earlier": gettext_lazy("Something is recorded of a later day already: %(day)s."),
    "noted_earlier": gettext_lazy("This cannot have been known before it happened: %(day)s."),
    "registered_twice": gettext_lazy("The day of receipt is recorded already."),
    "extended_twice": gettext_lazy(
        "The law lets the term be extended once; a second notice does not move it. The answer was due by %(day)s."
    ),
    "extended_late": gettext_lazy("The term ended on %(day)s: after that it cannot be extended."),
    "extended_too_long": gettext_lazy("The law lets the term be extended until %(day)s at the latest."),
    "extended_by_nothing": gettext_lazy("The term ends on %(day)s anyway: an extension names a later day."),
    "pointed_twice": gettext_lazy(
        "They pointed to a publication once: a second request has to be answered (Law 401-V, article 11, paragraph 15)."
    ),
    "complained_twice": gettext_lazy("A complaint is recorded already."),
    "complained_early": gettext_lazy("The answer may still come until %(day)s: there is no silence yet."),
    "complained_late": gettext_lazy("The term for a complaint ended on %(day)s."),
    "nothing_to_complain_of": gettext_lazy(
        "The answer is full and came in time: there is nothing to complain of."
    ),
    "claimed_early": gettext_lazy("The complaint may still be decided until %(day)s."),
    "claimed_late": gettext_lazy("The term for going to court ended on %(day)s."),
}
PHASES: dict[str, Promise] = {
    Phase.UNSENT: gettext_lazy("the letter is not sent yet"),
    Phase.UNRECEIVED: gettext_lazy("the letter is on its way, its receipt is not recorded yet"),
    Phase.WAITING: gettext_lazy("the answer is waited for"),
    Phase.POINTED: gettext_lazy("they pointed to a publication"),
    Phase.ANSWERED: gettext_lazy("there is a full answer"),
    Phase.PARTLY: gettext_lazy("there is an answer that is not full"),
    Phase.REFUSED: gettext_lazy("there is a refusal"),
    Phase.COMPLAINED: gettext_lazy("the decision on the complaint is waited for"),
    Phase.DECIDED: gettext_lazy("the complaint is decided"),
    Phase.IN_COURT: gettext_lazy("the matter is in court"),
    Phase.CLOSED: gettext_lazy("the request is finished"),
}
STEPS: dict[str, Promise] = {
    EventKind.SENT: gettext_lazy("Record that it was sent"),
    EventKind.REGISTERED: gettext_lazy("Record the day of receipt"),
    EventKind.EXTENDED: gettext_lazy("They extended the term"),
    EventKind.REDIRECTED: gettext_lazy("They passed it on"),
    EventKind.POINTED: gettext_lazy("They pointed to a publication"),
    EventKind.REFUSED: gettext_lazy("They refused"),
    EventKind.ANSWERED: gettext_lazy("Record the answer"),
    EventKind.REMINDED: gettext_lazy("We sent a reminder"),
    EventKind.COMPLAINED: gettext_lazy("We filed a complaint"),
    EventKind.DECIDED: gettext_lazy("Record the decision on the complaint"),
    EventKind.CLAIMED: gettext_lazy("We went to court"),
    EventKind.CLOSED: gettext_lazy("Finish the request"),
}
# The step that is likely to be recorded next.
LIKELY: dict[str, str] = {
    Phase.UNSENT: EventKind.SENT,
    Phase.UNRECEIVED: EventKind.REGISTERED,
    Phase.WAITING: EventKind.ANSWERED,
    Phase.POINTED: EventKind.SENT,
    Phase.ANSWERED: EventKind.CLOSED,
    Phase.PARTLY: EventKind.COMPLAINED,
    Phase.REFUSED: EventKind.COMPLAINED,
    Phase.COMPLAINED: EventKind.DECIDED,
    Phase.DECIDED: EventKind.CLAIMED,
    Phase.IN_COURT: EventKind.CLOSED,
}
WHATS: dict[str, Promise] = {
    What.SEND: gettext_lazy("Send the letter and record it"),
    What.LEARN_RECEIPT: gettext_lazy("Find out when the letter was received"),
    What.ANSWER: gettext_lazy("Answer to the request"),
    What.LOOK: gettext_lazy("Look whether it is really published there"),
    What.COMPLAIN: gettext_lazy("File a complaint"),
    What.DECIDE: gettext_lazy("Decision on the complaint"),
    What.CLAIM: gettext_lazy("Go to court"),
    What.RULE: gettext_lazy("Ruling of the court"),
    What.NOTHING: gettext_lazy("Nothing is due"),
}
BYS: dict[str, Promise] = {
    By.US: gettext_lazy("due from us"),
    By.HOLDER: gettext_lazy("due from the addressee"),
    By.REVIEWER: gettext_lazy("due from the body that decides on complaints"),
    By.COURT: gettext_lazy("due from the court; the law that we know names no day"),
    By.NOBODY: gettext_lazy("no term is running"),
}


def refusal_in_words(refusal: Illegal, case: Case, today: date) -> str:
    """Why the law does not let this follow."""
    day = dates.day(refusal.day, language(), today=today) if refusal.day else ""
    return str(REASONS[refusal.code]) % {"day": day, "now": PHASES[case.phase]}


@dataclass(frozen=True)
class DueCard:
    """One thing due: what, by whom, and the countdown with its explanation; no countdown where no day is known."""

    what: str
    by: str
    countdown: Countdown | None
    is_ours: bool


def due_card(due: Due, book: Book, on: date) -> DueCard:
    what, by = str(WHATS[due.what]), str(BYS[due.by])
    return DueCard(what, by, _countdown(due, book, on, what), due.by == By.US)


def _countdown(due: Due, book: Book, on: date, title: str) -> Countdown | None:
    if due.due_on is None:
        return None
    days = book.law.calendar
    if not due.code or due.start_on is None:
        return due_on_day(due.due_on, on=on, days=days, title=title, lines=[_own(due)])
    limit = book.limit(due.code, due.start_on)
    computation = compute(deadline_queries.rule_of(limit), due.start_on, days)
    lines = [*explain(computation, on), *([str(_PRESUMED)] if due.is_presumed else [])]
    return due_on_day(
        due.due_on,
        on=on,
        days=days,
        title=title,
        lines=lines,
        limit=limit,
        provisional=computation.provisional,
    )


_PRESUMED = gettext_lazy(
    "The day of receipt is not recorded: it is taken to be the day of sending. Record it as soon as it is known."
)


def _own(due: Due) -> str:
    if due.what == What.SEND:
        return _("The day on which the letter was issued: no term runs before it is sent.")
    if due.what in (What.LEARN_RECEIPT, What.LOOK):
        return _("No term of the law but our own: five working days.")
    return _("The notice of extension names this day.")


def lateness_in_words(late: Lateness, book: Book, on: date) -> str:
    """'Late: the last day was … (Law 401-V, article 11, paragraph 17).'"""
    facts = {
        "day": dates.day(late.due_on, language(), today=on),
        "law": law_of(book.limit(late.code, late.start_on)),
    }
    return _("Late: the last day was %(day)s (%(law)s).") % facts


# --- The chronology ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """An event as the page tells it; `late` is what was late about it."""

    event: RequestEvent
    facts: list[str]
    late: list[str]
    fits: bool


def lines_of(events: Iterable[Told], book: Book, on: date) -> list[Line]:
    """The chronology, the latest first."""
    lines = [
        Line(
            told.event,
            list(facts_of(told.event, on)),
            [lateness_in_words(late, book, on) for late in told.late],
            told.fits,
        )
        for told in events
    ]
    return lines[::-1]


def facts_of(event: RequestEvent, on: date) -> Iterator[str]:
    """What else is known of the event, each as a short sentence."""
    if event.channel:
        yield str(Channel(event.channel).label)
    if event.number:
        yield _("No. %(number)s") % {"number": event.number}
    if event.noted_on and event.noted_on != event.on:
        day = {"day": dates.day(event.noted_on, language(), today=on)}
        yield (
            _("registered on %(day)s") % day
            if event.kind == EventKind.REGISTERED
            else _("known to us since %(day)s") % day
        )
    if event.until_on:
        yield _("until %(day)s") % {"day": dates.day(event.until_on, language(), today=on)}
    if event.holder:
        yield event.holder.name
    yield from (_reason(event, reason) for reason in event.reasons)
    if event.outcome:
        yield _outcome(event)


def _reason(event: RequestEvent, reason: str) -> str:
    known = RefusalGround if event.kind == EventKind.REFUSED else Wrong
    return str(known(reason).label) if reason in known.values else reason


def _outcome(event: RequestEvent) -> str:
    known = Decision if event.kind == EventKind.DECIDED else Completeness
    return str(known(event.outcome).label) if event.outcome in known.values else event.outcome


# --- Figures ------------------------------------------------------------------------------------------------------


def share_of(line: Figures) -> str:
    """'72 %'; a dash where nothing can be judged yet."""
    return "–" if line.share is None else _("%(share)s %%") % {"share": line.share}


def grounds_of(tally: Tally) -> list[tuple[str, int]]:
    """Each ground that was named, in words, the most frequent first."""
    named = sorted(tally.grounds.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(str(RefusalGround(ground).label), number) for ground, number in named]
