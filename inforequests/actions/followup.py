"""Issuing the letters that follow a request: a reminder, a complaint."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from correspondence.actions import request_document
from correspondence.documents import Document, Mode, Text
from correspondence.documents.storing import to_json
from correspondence.models import DocumentOrder
from deadlines import queries as deadline_queries
from inforequests.actions.base import WrongState, hold, log
from inforequests.actions.issuing import Lacking
from inforequests.clocks import Case, Kind, Phase, standing
from inforequests.followup_documents import Complaint, Matter, complaint_document, reminder_document
from inforequests.history import History, history_of
from inforequests.law import Book
from inforequests.models import Holder, InfoRequest, RequestEvent, RequestLetter
from inforequests.requirements import of_entity
from inforequests.states import DocumentKind, EventKind, RequestState, Wrong

OPEN = frozenset({RequestState.ISSUED, RequestState.SENT})


def matter_of(info_request: InfoRequest, book: Book, history: History) -> Matter:
    """The request as a later letter tells it; its items are read (one query)."""
    events = [told.event for told in history.events]
    return Matter(
        info_request,
        holder_now(info_request, events),
        history.case,
        events,
        list(info_request.items.all()),
        book,
    )


def holder_now(info_request: InfoRequest, events: Iterable[RequestEvent]) -> Holder:
    """Who has to answer: whom the request was last passed on to, else its addressee."""
    passed = [event.holder for event in events if event.kind == EventKind.REDIRECTED and event.holder]
    return passed[-1] if passed else info_request.holder


def possible_wrongs(case: Case, on_due: bool) -> list[str]:
    """What there is to complain of. `on_due`: the answer was due before today and has not come."""
    wrongs = []
    if case.phase == Phase.WAITING and on_due:
        wrongs.append(Wrong.SILENCE.value)
    if case.phase == Phase.REFUSED:
        wrongs.append(Wrong.REFUSAL.value)
    if case.phase == Phase.PARTLY:
        wrongs.append(Wrong.PARTIAL.value)
    if case.lateness:
        wrongs.append(Wrong.LATENESS.value)
    return wrongs


@transaction.atomic
def issue_reminder(
    info_request: InfoRequest, mode: Mode, *, path: str, actor: User, at: datetime
) -> DocumentOrder:
    """A reminder to whoever has to answer. Asked for again on the same day, the first one's order is returned.

    Raises WrongState where nobody is waited for, Lacking where the card of the organisation is not complete.
    """
    matter, history = _matter(info_request, at)
    if Kind.REMINDED not in history.next_kinds:
        raise WrongState(_("Nobody is waited for now, so there is nothing to remind of."), code="order")
    _require_card(info_request, mode)
    document = reminder_document(matter, mode, actor)
    return _ordered(info_request, DocumentKind.REMINDER, document, path=path, actor=actor, at=at)


@transaction.atomic
def issue_complaint(
    info_request: InfoRequest, complaint: Complaint, mode: Mode, *, path: str, actor: User, at: datetime
) -> DocumentOrder:
    """A complaint with the course of the request. The same complaint asked for twice is one.

    Raises WrongState where the law gives nothing to complain of now, Lacking for what is missing in the letter.
    """
    matter, history = _matter(info_request, at)
    on = deadline_queries.day_of(at)
    is_missed = standing(history.case, on, matter.book.law).missed is not None
    known = possible_wrongs(history.case, is_missed)
    if (
        Kind.COMPLAINED not in history.next_kinds
        or not set(complaint.wrongs) <= set(known)
        or not complaint.wrongs
    ):
        raise WrongState(_("As things stand there is nothing of this to complain of."), code="order")
    _require_card(info_request, mode)
    _require_both(mode, complaint)
    document = complaint_document(matter, complaint, mode, actor)
    return _ordered(
        info_request, DocumentKind.COMPLAINT, document, path=path, actor=actor, at=at, complaint=complaint
    )


def _matter(info_request: InfoRequest, at: datetime) -> tuple[Matter, History]:
    hold(info_request, OPEN)
    if info_request.order is None or not hasattr(info_request.order, "issued"):
        raise WrongState(_("The letter is still being made. Try again in a minute."), code="being_made")
    book = Book()
    history = history_of(info_request, book, deadline_queries.day_of(at))
    return matter_of(info_request, book, history), history


def _require_card(info_request: InfoRequest, mode: Mode) -> None:
    lacks = list(of_entity(info_request.organisation, mode.languages))
    if lacks:
        named = "; ".join(str(lack.text) for lack in lacks)
        raise Lacking(_("The law asks for more: %(lacks)s."), code="lacking", params={"lacks": named})


def _require_both(mode: Mode, complaint: Complaint) -> None:
    """The body that decides, and the argument if there is one, in every language of the letter."""
    wanted: list[tuple[str, Text]] = [("reviewer", complaint.reviewer)]
    if complaint.argument:
        wanted.append(("argument", complaint.argument))
    missing = {
        f"{name}_{language}": _("The letter is in this language too: write it here.")
        for name, text in wanted
        for language in mode.languages
        if not getattr(text, language)
    }
    if missing:
        raise ValidationError(missing)


def _ordered(
    info_request: InfoRequest,
    kind: DocumentKind,
    document: Document,
    *,
    path: str,
    actor: User,
    at: datetime,
    complaint: Complaint | None = None,
) -> DocumentOrder:
    text = json.dumps(to_json(document), ensure_ascii=False, sort_keys=True)
    day = deadline_queries.day_of(at).isoformat() if complaint is None else ""
    mark = hashlib.sha256(f"{day}{text}".encode()).hexdigest()[:32]
    order = request_document(
        info_request.organisation,
        kind=kind,
        description=document,
        actor=actor,
        at=at,
        key=f"inforequests:{info_request.pk}:{kind.rpartition('.')[2]}:{mark}",
        path=path,
    )
    _letter, is_new = RequestLetter.objects.get_or_create(
        order=order,
        defaults={
            "organisation": info_request.organisation,
            "info_request": info_request,
            "kind": kind,
            "wrongs": list(complaint.wrongs) if complaint else [],
            "reviewer_kk": complaint.reviewer.kk if complaint else "",
            "reviewer_ru": complaint.reviewer.ru if complaint else "",
            "written_by": actor,
            "written_at": at,
        },
    )
    if is_new:
        verb = "complaint" if complaint else "reminder"
        log(info_request, f"info_request.{verb}_issued", actor=actor, at=at)
    return order
