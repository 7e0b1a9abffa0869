"""Reads of requests and of the directory."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Collate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Organisation
from common.along import day_of, first_of
from correspondence.states import OrderState
from deadlines.states import DeadlineState
from inforequests.courses import Course, Tally, courses, tally
from inforequests.history import beginning, folded
from inforequests.law import Book
from inforequests.models import (
    Dispatch,
    Fact,
    Holder,
    IncomingMail,
    InfoRequest,
    Mailbox,
    RequestBatch,
    RequestClock,
    RequestEvent,
)
from inforequests.states import BatchState, EventKind, MailboxFailure, RequestState
from projects.models import Dossier
from projects.states import BodyKind

SEARCH_LENGTH = 100


def requests_of(organisation: Organisation, state: str = "", words: str = "") -> QuerySet[InfoRequest]:
    """The organisation's requests whose subject or addressee holds all the words; those removed only if asked for."""
    rows = InfoRequest.objects.of(organisation)
    for word in words[:SEARCH_LENGTH].split():
        said = Q(subject_kk__icontains=word) | Q(subject_ru__icontains=word)
        rows = rows.filter(
            said | Q(holder__key__contains=word.casefold()) | Q(holder__name_kk__icontains=word)
        )
    rows = rows.filter(state=state) if state in RequestState.values else rows.live()
    events = RequestEvent.objects.filter(info_request=OuterRef("pk")).standing().reverse()
    clocks = RequestClock.objects.filter(info_request=OuterRef("pk"), deadline__state=DeadlineState.OPEN)
    return rows.select_related("holder", "responsible", "order__issued").annotate(
        last_kind=Subquery(events.values("kind")[:1]),
        due_on=Subquery(clocks.order_by("deadline__due_on").values("deadline__due_on")[:1]),
    )


def next_day(row: InfoRequest) -> date | None:
    """The earliest day of what is due of a row of `requests_of`."""
    day: date | None = getattr(row, "due_on", None)
    return day


def state_label(row: InfoRequest) -> str:
    """Where a row of `requests_of` stands: its state while we have it in hand, then the last thing that happened."""
    last = getattr(row, "last_kind", None)
    if row.state != RequestState.SENT or not last:
        return str(RequestState(row.state).label)
    return str(EventKind(last).label)


def last_dispatch(info_request: InfoRequest) -> Dispatch | None:
    """The latest sending by e-mail that has not come to an end, with its message."""
    rows = Dispatch.objects.filter(info_request=info_request, settled_at__isnull=True)
    return rows.select_related("email").order_by("-id").first()


def directory(organisation: Organisation, words: str = "") -> QuerySet[Holder]:
    """Entries whose name or address holds all the words, in the order of the names of the page's language."""
    rows = Holder.objects.of(organisation).select_related("parent")
    for word in words[:SEARCH_LENGTH].split():
        named = Q(name_kk__icontains=word) | Q(name_ru__icontains=word) | Q(email__icontains=word)
        rows = rows.filter(named | Q(key__contains=word.casefold()))
    field = "name_ru" if (get_language() or "").startswith("ru") else "name_kk"
    return rows.order_by(Collate(field, "kk"), "pk")


def batches_of(organisation: Organisation) -> QuerySet[RequestBatch]:
    """The organisation's batches with `number` of addressees and `issued` letters; those removed are left out."""
    rows = RequestBatch.objects.filter(organisation=organisation).exclude(state=BatchState.REMOVED)
    ready = Q(lines__info_request__order__state=OrderState.READY)
    return rows.select_related("created_by").annotate(
        number=Count("lines"), issued=Count("lines", filter=ready)
    )


# --- What they come to ------------------------------------------------------------------------------------------

DEEPEST = 10  # units of units


def years_of(organisation: Organisation) -> list[int]:
    """The years in which a request was issued, the latest first."""
    rows = InfoRequest.objects.of(organisation).filter(ordered_on__isnull=False)
    return list(rows.order_by("-ordered_on__year").values_list("ordered_on__year", flat=True).distinct())


def tally_of(organisation: Organisation, year: int | None, on: date) -> Tally:
    """How the organisation's requests issued in `year`, or all of them, were dealt with until the day `on`.

    The questions do not grow with the requests: two for the rules and the calendar, requests, events, holders.
    """
    rows = InfoRequest.objects.of(organisation).live().filter(ordered_on__isnull=False)
    found = [one for _request, one in courses_of(rows.filter(ordered_on__year=year) if year else rows, on)]
    holders = {holder.pk: holder for holder in Holder.objects.of(organisation).select_related("body")}
    names = {pk: holder.name for pk, holder in holders.items()}
    return tally(found, names, {pk: region_name(holder, holders) for pk, holder in holders.items()})


def courses_of(rows: QuerySet[InfoRequest], on: date) -> list[tuple[InfoRequest, Course]]:
    """The courses of these issued requests until the day `on`, each with its request (four queries)."""
    standing = Prefetch("events", RequestEvent.objects.standing())
    fields = ("holder_id", "ordered_on", "created_at")
    book, found = Book(), list[tuple[InfoRequest, Course]]()
    for row in rows.order_by("id").only(*fields).prefetch_related(standing):
        events = folded(beginning(row), row.events.all(), book)
        found += [(row, one) for one in courses(row.holder_id, events, on)]
    return found


def region_name(holder: Holder, holders: dict[int, Holder]) -> str:
    """The region that the holder, or the nearest one above it, is the body of; else that it is a central body or neither."""
    one: Holder | None = holder
    for _level in range(DEEPEST):
        if one is None:
            break
        if one.body is not None and one.body.kind == BodyKind.REGION:
            return str(one.body)
        if one.body is not None and one.body.kind != BodyKind.LOCAL:
            return _("Central bodies")
        one = holders.get(one.parent_id) if one.parent_id else None
    return _("Region not given")


# --- Along with a dossier -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What was asked about a dossier's draft: how many requests, the latest of them, and how many facts came of it."""

    number: int = 0
    last_id: int | None = None
    last_state: str = ""
    last_on: date | None = None
    facts: int = 0

    @property
    def label(self) -> str:
        return str(RequestState(self.last_state).label) if self.last_state else ""


def asked_columns() -> dict[str, Subquery]:
    """What `asked_along` wants read along with a dossier."""
    rows = InfoRequest.objects.live().filter(dossier=OuterRef("pk"))
    counted = rows.order_by().values("dossier").annotate(number=Count("pk")).values("number")
    last = rows.order_by("-id")
    facts = Fact.objects.filter(info_request__dossier=OuterRef("pk")).kept().order_by()
    return {
        "asked_facts": Subquery(
            facts.values("info_request__dossier").annotate(number=Count("pk")).values("number")
        ),
        "asked_number": Subquery(counted),
        "asked_last": first_of(last, "pk", "state", "ordered_on"),
    }


def asked_along(dossier: Dossier) -> Asked:
    number, facts = dossier.asked_number or 0, dossier.asked_facts or 0  # type: ignore[attr-defined]
    last = dossier.asked_last  # type: ignore[attr-defined]
    if last is None:
        return Asked(number, facts=facts)
    return Asked(number, last["pk"], last["state"], day_of(last["ordered_on"]), facts)


# --- Letters that came ----------------------------------------------------------------------------------------------

MOST_CANDIDATES = 10


def incoming_of(organisation: Organisation, state: str) -> QuerySet[IncomingMail]:
    """Letters in `state`, without their bytes and their text."""
    rows = IncomingMail.objects.of(organisation).filter(state=state)
    return rows.select_related("info_request__order__issued", "event").defer("raw", "text")


def has_mailbox(organisation: Organisation) -> bool:
    """Whether the installation names one for it (no query)."""
    return any(account.organisation_bin == organisation.bin for account in settings.INBOX_ACCOUNTS)


def mailboxes_of(organisation: Organisation) -> list[Mailbox]:
    return list(Mailbox.objects.filter(organisation=organisation).order_by("pk"))


def unread_mailboxes() -> list[str]:
    """Why mailboxes of the installation cannot be read, a line for each; whose they are is not said."""
    if not settings.INBOX_ACCOUNTS:
        return []
    failures = Mailbox.objects.exclude(failure="").order_by("pk").values_list("failure", flat=True)
    return [str(MailboxFailure(failure).label) for failure in failures]


def incoming_for(info_request: InfoRequest) -> list[IncomingMail]:
    """Letters of the request from which nothing was recorded yet, the oldest first."""
    rows = IncomingMail.objects.filter(info_request=info_request).unrecorded()
    return list(rows.defer("raw").order_by("id")[:MOST_CANDIDATES])


def candidates_for(mail: IncomingMail, words: str) -> list[InfoRequest]:
    """Open requests for the letter: those whose number, subject or addressee holds the words, else those suggested."""
    rows = InfoRequest.objects.of(mail.organisation).filter(
        state__in=[RequestState.ISSUED, RequestState.SENT]
    )
    if not words.strip():
        rows = rows.filter(pk__in=mail.suggested)
    for word in words.split():
        said = Q(subject_kk__icontains=word) | Q(subject_ru__icontains=word)
        said |= Q(holder__key__contains=word.casefold()) | Q(holder__name_kk__icontains=word)
        number, _slash, year = word.removeprefix("№").partition("/")
        if number.isascii() and number.isdigit() and len(number) < 9:
            numbered = Q(order__issued__number=int(number))
            if year.isascii() and year.isdigit() and len(year) == 4:
                numbered &= Q(order__issued__year=int(year))
            said |= numbered
        rows = rows.filter(said)
    return list(rows.select_related("holder", "order__issued").order_by("-id")[:MOST_CANDIDATES])
