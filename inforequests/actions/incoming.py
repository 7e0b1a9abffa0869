"""What a person does with a letter out of the mailbox."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import User
from amendments.letter_files import read_letter as read_file
from amendments.receipt_files import NoReceipt, ReceiptFile
from common.states import AlreadyMoved, move_state
from inforequests.actions.base import hold
from inforequests.actions.events import RUNNING, Happening, record_event
from inforequests.incoming import Attached, read_letter
from inforequests.models import IncomingMail, InfoRequest, RequestEvent
from inforequests.states import INCOMING_MOVES, IncomingState

MOST_KEPT = 19  # an event keeps twenty files, and a person may add one in the same step


def files_of(mail: IncomingMail) -> tuple[Attached, ...]:
    """Its files, read anew out of the bytes that came."""
    return read_letter(bytes(mail.raw)).files if mail.is_whole else ()


def kept_file(mail: IncomingMail, index: int) -> tuple[ReceiptFile, str] | None:
    """The file at this place, if it is of a kind that is kept here."""
    return next((read for at, read in _readable(mail) if at == index), None)


def _readable(mail: IncomingMail) -> list[tuple[int, tuple[ReceiptFile, str]]]:
    found = []
    for file in files_of(mail):
        try:
            found.append((file.index, (read_file(file.body), file.name)))
        except NoReceipt:
            continue
    return found


@transaction.atomic
def attach_mail(mail: IncomingMail, info_request: InfoRequest, *, actor: User, at: datetime) -> None:
    """The letter belongs to this request; to record what it says is another step.

    Raises WrongState for a request that is not under way, IllegalMove or AlreadyMoved where the letter is not in quarantine.
    """
    hold(info_request, RUNNING)
    move_state(
        mail,
        INCOMING_MOVES,
        IncomingState.ATTACHED,
        info_request=info_request,
        matched_by="",
        decided_by=actor,
        decided_at=at,
    )
    _log(mail, "incoming_mail.attached", actor, at)


@transaction.atomic
def dismiss_mail(mail: IncomingMail, *, actor: User, at: datetime) -> None:
    """It is no answer: it leaves the quarantine, and can be brought back while it is kept."""
    move_state(mail, INCOMING_MOVES, IncomingState.DISMISSED, decided_by=actor, decided_at=at)
    _log(mail, "incoming_mail.dismissed", actor, at)


@transaction.atomic
def return_mail(mail: IncomingMail, *, actor: User, at: datetime) -> None:
    """Back into the quarantine. ValidationError: an event was recorded from it, and stands."""
    fresh = IncomingMail.objects.select_for_update(of=("self",)).select_related("event").get(pk=mail.pk)
    if fresh.event is not None and fresh.event.annulled_at is None:
        raise ValidationError(_("What it says was recorded. Take that back first."), code="recorded")
    move_state(
        mail,
        INCOMING_MOVES,
        IncomingState.WAITING,
        info_request=None,
        event=None,
        matched_by="",
        decided_by=actor,
        decided_at=at,
    )
    _log(mail, "incoming_mail.returned", actor, at)


@transaction.atomic
def record_from_mail(
    mail: IncomingMail,
    happening: Happening,
    *,
    actor: User,
    at: datetime,
    files: Sequence[tuple[ReceiptFile, str]] = (),
) -> RequestEvent:
    """A person confirms what the letter says: the event is recorded, with the letter's files beside it.

    Raises what `record_event` raises, and AlreadyMoved where somebody recorded it or took it away meanwhile.
    """
    assert mail.info_request is not None
    InfoRequest.objects.select_for_update(of=("self",)).get(pk=mail.info_request.pk)
    if not IncomingMail.objects.filter(pk=mail.pk, info_request=mail.info_request).unrecorded().exists():
        raise AlreadyMoved(
            _("This letter was recorded a moment ago, or belongs to no request now."), code="moved"
        )
    came = [file for _index, file in _readable(mail)[:MOST_KEPT]]
    event = record_event(mail.info_request, happening, files=[*files, *came], actor=actor, at=at)
    IncomingMail.objects.filter(pk=mail.pk).update(event=event, decided_by=actor, decided_at=at)
    return event


def _log(mail: IncomingMail, verb: str, actor: User, at: datetime) -> None:
    subject = mail.subject or mail.sender or "—"
    record(verb, actor=actor, organisation=mail.organisation, subject=subject, obj=mail, at=at)
