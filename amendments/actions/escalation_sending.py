"""A letter on its way: that it was sent, and what the addressee gave it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.escalation import log_letter
from amendments.actions.escalation_clock import count_anew, open_clock, reply_rule, waiting
from amendments.actions.receipts import keep_paper
from amendments.models import Escalation
from amendments.receipt_files import ReceiptFile
from amendments.states import ESCALATION_MOVES, EscalationState, EscalationTo, PaperKind
from common import in_reading
from common.states import move_state
from correspondence.models import IssuedDocument
from projects.actions.road_map import record_fact
from projects.states import RoadMapFact


@dataclass(frozen=True)
class Dispatch:
    """What a person says of the sending. `reply_on`: the day on which the reply is wanted, where no rule counts it."""

    sent_on: date
    channel: str
    incoming_number: str = ""
    registered_on: date | None = None
    reply_on: date | None = None


def issued_document(escalation: Escalation) -> IssuedDocument | None:
    """The letter as it was issued; None until the worker has made it."""
    return getattr(escalation.order, "issued", None) if escalation.order is not None else None


@transaction.atomic
def record_dispatch(
    escalation: Escalation,
    dispatch: Dispatch,
    *,
    actor: User,
    on: date,
    at: datetime,
    receipt: tuple[ReceiptFile, str] | None = None,
) -> None:
    """The letter was sent: from now on it stays, and the reply's clock runs.

    ValidationError: its document is not made yet, or a day does not fit. IllegalMove, AlreadyMoved: it is recorded.
    """
    document = issued_document(escalation)
    if escalation.state == EscalationState.ISSUED and document is None:
        message = _("The letter is not made yet: wait until its number is there.")
        raise ValidationError(message, code="not_made")
    if document is not None:
        _require_days(dispatch, document.issued_on, on)
    move_state(
        escalation,
        ESCALATION_MOVES,
        EscalationState.SENT,
        sent_on=dispatch.sent_on,
        channel=dispatch.channel,
        incoming_number=dispatch.incoming_number,
        registered_on=dispatch.registered_on,
        letter_reference=document.full_number if document is not None else "",
    )
    limit = reply_rule(escalation, on)
    if limit is not None and limit.quantity is not None:
        start_on = dispatch.registered_on or dispatch.sent_on
        open_clock(escalation, actor=actor, on=on, at=at, limit=limit, start_on=start_on)
    elif dispatch.reply_on is not None:
        open_clock(escalation, actor=actor, on=on, at=at, due_on=dispatch.reply_on)
    log_letter(escalation, "escalation.sent", actor=actor, at=at, number=escalation.letter_reference)
    if escalation.to == EscalationTo.PUBLIC_COUNCIL:
        record_fact(escalation.table.dossier, RoadMapFact.COUNCIL_WRITTEN, at=at, actor=actor)
    if receipt is not None:
        keep_paper(escalation, PaperKind.RECEIPT, *receipt, actor=actor, at=at)


def _require_days(dispatch: Dispatch, issued_on: date, on: date) -> None:
    if dispatch.sent_on > on:
        raise ValidationError({"sent_on": _("This day has not come yet.")}, code="future")
    if dispatch.sent_on < issued_on:
        message = _("The letter was issued later than that: %(day)s.")
        params = {"day": in_reading.day(issued_on, on)}
        raise ValidationError({"sent_on": ValidationError(message, code="before_issue", params=params)})
    _require_registration(dispatch.registered_on, dispatch.sent_on, on)
    if dispatch.reply_on is not None and dispatch.reply_on < on:
        raise ValidationError({"reply_on": _("This day has passed.")}, code="past")


def _require_registration(registered_on: date | None, sent_on: date, on: date) -> None:
    if registered_on is not None and not sent_on <= registered_on <= on:
        message = _("It is registered between the day of sending and today.")
        raise ValidationError({"registered_on": message}, code="registered")


@transaction.atomic
def register_letter(
    escalation: Escalation,
    number: str,
    registered_on: date | None,
    *,
    actor: User,
    on: date,
    at: datetime,
    receipt: tuple[ReceiptFile, str] | None = None,
) -> None:
    """What the addressee gave the letter: its number and the day of registration, from which the law counts anew.

    An empty number or day leaves the one that is known. IllegalMove: the letter does not wait for a reply.
    """
    fresh = waiting(escalation)
    assert fresh.sent_on is not None  # a constraint of the table
    _require_registration(registered_on, fresh.sent_on, on)
    number, registered_on = number or fresh.incoming_number, registered_on or fresh.registered_on
    if (number, registered_on) != (fresh.incoming_number, fresh.registered_on):
        Escalation.objects.filter(pk=fresh.pk).update(incoming_number=number, registered_on=registered_on)
        count_anew(fresh.reply_deadline, registered_on, actor=actor, on=on, at=at)
        log_letter(escalation, "escalation.registered", actor=actor, at=at, number=number or "–")
    if receipt is not None:
        keep_paper(escalation, PaperKind.RECEIPT, *receipt, actor=actor, at=at)
