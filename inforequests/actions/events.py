"""Recording what happened with a request, and taking the last thing recorded back."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.receipt_files import ReceiptFile
from common.states import AlreadyMoved, move_state
from correspondence.models import IssuedDocument
from deadlines import queries as deadline_queries
from inforequests.actions.base import hold, log
from inforequests.actions.clocks import follow
from inforequests.actions.files import keep_file
from inforequests.actions.road_map import note_requests
from inforequests.clocks import Illegal, step
from inforequests.history import case_of
from inforequests.law import Book, told
from inforequests.models import Holder, InfoRequest, RequestEvent, RequestLetter
from inforequests.states import REQUEST_MOVES, DocumentKind, EventKind, RequestState
from inforequests.wording import refusal_in_words

LETTERS: dict[str, str] = {
    EventKind.REMINDED: DocumentKind.REMINDER,
    EventKind.COMPLAINED: DocumentKind.COMPLAINT,
}
RUNNING = frozenset({RequestState.ISSUED, RequestState.SENT})


@dataclass(frozen=True)
class Happening:
    """What a person says of an event; see inforequests.models.RequestEvent."""

    kind: EventKind
    on: date
    noted_on: date | None = None
    until_on: date | None = None
    channel: str = ""
    number: str = ""
    holder: Holder | None = None
    reasons: tuple[str, ...] = ()
    outcome: str = ""
    note: str = ""


class Refused(ValidationError):
    """The law, or the order of days, does not let this follow."""


@transaction.atomic
def record_event(
    info_request: InfoRequest,
    happening: Happening,
    *,
    actor: User | None,
    at: datetime,
    files: Sequence[tuple[ReceiptFile, str]] = (),
) -> RequestEvent:
    """Record what happened; the deadlines follow. The same thing recorded twice is one.

    Raises Refused, with the reason, for what the law does not let follow, and WrongState for a request that is not issued
    or is finished. `files`: their letter, or a receipt, each with the name it came under.
    `actor`: None where it is recorded for somebody who has been forgotten since.
    """
    event = _same(info_request, happening)
    if event is None:
        hold(info_request, RUNNING)
        event = _recorded(info_request, happening, actor=actor, at=at)
    for file, name in files:
        keep_file(event, file, name, actor=actor, at=at)
    return event


def _same(info_request: InfoRequest, happening: Happening) -> RequestEvent | None:
    """The last event, if it says just this."""
    InfoRequest.objects.select_for_update(of=("self",)).get(pk=info_request.pk)
    last = RequestEvent.objects.filter(info_request=info_request).standing().select_related("holder").last()
    if last is None:
        return None
    said = {field.name: getattr(last, field.name) for field in fields(Happening)}
    said["reasons"] = happening.reasons if last.kind in LETTERS else tuple(last.reasons)
    return last if Happening(**said) == happening else None


def _recorded(
    info_request: InfoRequest, happening: Happening, *, actor: User | None, at: datetime
) -> RequestEvent:
    book, today = Book(), deadline_queries.day_of(at)
    event = RequestEvent(organisation=info_request.organisation, info_request=info_request)
    for field in fields(Happening):
        setattr(event, field.name, getattr(happening, field.name))
    event.reasons, event.recorded_by, event.recorded_at = list(happening.reasons), actor, at
    _name_letter(event)
    for name, day in (("on", event.on), ("noted_on", event.noted_on)):
        if day is not None and day > today:
            raise Refused({name: _("This day has not come yet.")}, code="future")
    before = case_of(info_request, book)
    try:
        case = step(before, told(event), book.law)
    except Illegal as refusal:
        raise Refused(
            {_field(refusal): refusal_in_words(refusal, before, today)}, code=refusal.code
        ) from None
    event.save()
    _move(info_request, event.kind)
    follow(info_request, case, book, actor=actor, at=at)
    log(info_request, "info_request.event", actor=actor, at=at, kind=event.kind)
    if event.kind == EventKind.SENT:
        note_requests(info_request, actor=actor, at=at)
    return event


def _name_letter(event: RequestEvent) -> None:
    """Which letter of ours it was: the request itself, else the latest reminder or complaint that no event has named."""
    if event.kind == EventKind.SENT and event.info_request.order is not None:
        event.document = IssuedDocument.objects.filter(order=event.info_request.order).first()
    kind = LETTERS.get(EventKind(event.kind))
    if kind is None:
        return
    used = RequestEvent.objects.filter(info_request=event.info_request, document__isnull=False).standing()
    letters = RequestLetter.objects.filter(
        info_request=event.info_request, kind=kind, order__issued__isnull=False
    ).exclude(order__issued__in=used.order_by().values("document"))
    letter = letters.select_related("order__issued").order_by("-id").first()
    if letter is not None:
        event.document = letter.order.issued
        event.reasons = event.reasons or letter.wrongs


def _field(refusal: Illegal) -> str:
    return {
        "noted_earlier": "noted_on",
        "extended_too_long": "until_on",
        "extended_by_nothing": "until_on",
    }.get(refusal.code, "on")


def _move(info_request: InfoRequest, kind: str) -> None:
    if kind == EventKind.CLOSED:
        move_state(info_request, REQUEST_MOVES, RequestState.CLOSED)
    elif info_request.state == RequestState.ISSUED:
        move_state(info_request, REQUEST_MOVES, RequestState.SENT)


@transaction.atomic
def annul_event(event: RequestEvent, *, actor: User, at: datetime) -> None:
    """Take back the last thing recorded: its row stays, the deadlines are again those of before.

    AlreadyMoved: it is not the last one, or somebody was faster.
    """
    info_request, book = event.info_request, Book()
    hold(info_request, RUNNING | {RequestState.CLOSED})
    standing = list(RequestEvent.objects.filter(info_request=info_request).standing())
    if not standing or standing[-1].pk != event.pk:
        raise AlreadyMoved(_("Only what was recorded last can be taken back."), code="not_last")
    RequestEvent.objects.filter(pk=event.pk).update(annulled_at=at, annulled_by=actor)
    to = RequestState.SENT if standing[:-1] else RequestState.ISSUED
    if info_request.state != to:
        move_state(info_request, REQUEST_MOVES, to)
    follow(info_request, case_of(info_request, book), book, actor=actor, at=at, undone=True)
    log(info_request, "info_request.event_annulled", actor=actor, at=at, kind=event.kind)
    if event.kind == EventKind.SENT:
        note_requests(info_request, actor=actor, at=at)
